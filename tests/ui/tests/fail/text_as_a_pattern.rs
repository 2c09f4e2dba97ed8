//! A text as a pattern: it does not say what its stars mean.

use connect_usage_api::files;

fn main() {
    let from_elsewhere = String::from("5*");
    let _ = files::filter::NAME.like("October*");
    let _ = files::filter::NAME.ilike(from_elsewhere);
}
