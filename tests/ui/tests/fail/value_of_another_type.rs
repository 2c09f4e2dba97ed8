//! Values of another type than the field's.

use connect_usage_api::models::UsageRecordStatus;
use connect_usage_api::{aggregates, files, records};

fn main() {
    let _ = files::filter::STATUS.eq("ready");
    let _ = files::filter::STATUS.eq(UsageRecordStatus::Valid);
    let _ = files::filter::STATUS.one_of([UsageRecordStatus::Valid]);
    let _ = files::filter::CREATED_AT.ge("2029-01-31");
    let _ = records::filter::START_DATE.one_of([1]);
    let _ = aggregates::filter::ITEM_ID.eq(7);
    let _ = files::filter::STATUS.is_empty();
}
