//! The calls of the program, made by the crate `helpdesk`.

use connect_client::{Call, Json, List};
use helpdesk::cases::{self, filter};
use helpdesk::models::{AccountInput, Case, CaseInput, CaseState, CaseType, ReceiverInput};

/// The state after `act`, and the one to wait for.
pub const ACTED: CaseState = CaseState::Inquiring;
pub const END: CaseState = CaseState::Closed;

pub fn create() -> Call<Case> {
    let receiver = ReceiverInput::new(AccountInput::new("PA-1"));
    cases::create_with(CaseInput::new(
        "It is cold.",
        receiver,
        "Kiln",
        CaseType::Technical,
    ))
}

pub fn get(id: &str) -> Call<Case> {
    cases::get(id)
}

pub fn act(id: &str) -> Call<Case> {
    cases::inquire_with(id, Json::parse(r#"{"degrees":1280}"#).expect("JSON"))
}

pub fn list() -> List<filter::Scope, Case> {
    cases::list()
}

pub fn found() -> List<filter::Scope, Case> {
    let state = filter::STATE.one_of([CaseState::Pending, CaseState::Inquiring]);
    let subject = filter::SUBJECT.eq("ash, & \"salt\"");
    cases::list()
        .filter(state & !subject)
        .order_by([filter::EVENTS_CREATED_AT.desc()])
}

pub fn show(case: &Case) -> String {
    format!("{:?} {:?} {:?}", case.id, case.subject, case.state)
}
