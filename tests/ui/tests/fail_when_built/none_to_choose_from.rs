//! A list of no values, which the API has no way to say.

use connect_usage_api::files;
use connect_usage_api::models::UsageFileStatus;

fn main() {
    let none: [UsageFileStatus; 0] = [];
    let _ = files::filter::STATUS.one_of(none.clone());
    let _ = files::filter::STATUS.none_of(none);
}
