//! The calls of the program, made by the crate `kiln`.

use connect_client::{Call, Decimal, List};
use kiln::batches::{self, filter};
use kiln::models::{Batch, BatchInput, BatchState, Firing};

/// The state after `act`, and the one to wait for.
pub const ACTED: BatchState = BatchState::Firing;
pub const END: BatchState = BatchState::Cooled;

pub fn create() -> Call<Batch> {
    batches::create(BatchInput::new("celadon", Decimal::from(12)))
}

pub fn get(id: &str) -> Call<Batch> {
    batches::get(id)
}

pub fn act(id: &str) -> Call<Batch> {
    batches::fire(id, Firing::new(1280))
}

pub fn list() -> List<filter::Scope, Batch> {
    batches::list()
}

pub fn found() -> List<filter::Scope, Batch> {
    let state = filter::STATE.one_of([BatchState::Drying, BatchState::Firing]);
    let glaze = filter::GLAZE.eq("ash, & \"salt\"");
    batches::list()
        .filter(state & !glaze)
        .order_by([filter::GLAZE.desc()])
}

pub fn show(batch: &Batch) -> String {
    let weight = batch.weight.as_ref().map(ToString::to_string);
    format!(
        "{:?} {:?} {weight:?} {:?}",
        batch.id, batch.glaze, batch.state
    )
}
