//! What filters are for, and what can be given as a value.

use connect_runtime::filter::Pattern;
use connect_runtime::{DateTime, Filter};
use connect_usage_api::files::{self, filter};
use connect_usage_api::models::UsageFileStatus;

fn main() {
    let t = DateTime::UNIX_EPOCH;
    let list = files::list()
        .filter(files::filter::STATUS.eq(UsageFileStatus::Ready) & !files::filter::CREATED_AT.ge(t))
        .order_by([files::filter::CREATED_AT.desc()])
        .search("…")
        .into_call();
    assert_eq!(
        list.request().query(),
        Some(
            "eq(status,%22ready%22)&not(ge(created.at,%221970-01-01T00%3A00%3A00Z%22))\
             &ordering(-created.at)&search=%22%E2%80%A6%22"
        )
    );

    let text = String::from("x");
    let values = [filter::ID.eq("x"), filter::ID.eq(&text), filter::ID.eq(text.clone())];
    let [a, b, c] = values;
    let _ = (a | b) & !c & filter::CREATED_AT.lt(&t);
    let _ = filter::ID.one_of(["a", "b"]) | filter::STATUS.none_of([&UsageFileStatus::Ready]);
    let _ = filter::ID.one_of(vec![&text]) | filter::ID.none_of(["x"].iter().chain(&["y"]));
    let _ = files::list().filter(Some(filter::ID.eq("x"))).filter(None);
    let _ = filter::NAME.like(Pattern::starts_with(&text)) & filter::NAME.ilike(&Pattern::raw("*x"));
    let _ = filter::NAME.is_null() | filter::NAME.is_empty() | !filter::NAME.is_not_null();

    // The type of a raw filter is that of what it is used with, on either side.
    let raw = Filter::raw("eq(x,1)") & filter::ID.eq("x");
    let _ = files::list().filter(raw).filter(filter::ID.eq("x") | Filter::raw("eq(x,1)"));
    let _ = files::list().filter(!Filter::raw("eq(x,1)")).order_by(vec![filter::ID.asc()]);
}
