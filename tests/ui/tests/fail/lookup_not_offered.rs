//! Lookups that the API does not offer for the field.

use connect_runtime::filter::Pattern;
use connect_usage_api::{files, records};

fn main() {
    let _ = files::filter::CREATED_AT.like(Pattern::contains("2029"));
    let _ = files::filter::STATUS.is_null();
    let _ = records::filter::USAGE_FILE.ge("UF-2029");
    let _ = files::categories_filter::NAME.is_not_null();
}
