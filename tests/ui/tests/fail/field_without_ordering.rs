//! Orderings by fields that the API does not order by.

use connect_usage_api::{aggregates, files};

fn main() {
    let _ = files::list().order_by([files::filter::PRODUCT__ID.desc()]);
    let _ = aggregates::list().order_by([aggregates::filter::ITEM_ID.asc()]);
}
