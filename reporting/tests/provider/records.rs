//! Records that are closed without workbooks.

use connect_fake::Step;
use connect_fake::reply::Reply;
use connect_reporting::blocking::provider;
use connect_usage::models::CloseManyRecord;
use connect_usage::records;

use crate::support::{add, client, platform};

fn close(id: &str) -> CloseManyRecord {
    CloseManyRecord::new(id).external_billing_id("B-1")
}

#[test]
fn what_became_of_each_record_is_told() {
    let platform = platform(1);
    let file = platform.files().remove(0);
    let mut ids = platform.records(&file);
    ids.push("UR-0000-00-0000-0000-0000-0000-0000".to_owned());
    let provider = client(&platform);
    let closed = provider::close_records(&provider, ids.iter().map(|it| close(it)).collect());
    let closed = closed.expect("outcomes");
    assert_eq!(closed.succeeded().count(), ids.len() - 1, "{closed}");
    let failed: Vec<_> = closed.failed().map(|(id, _)| id).collect();
    assert_eq!(failed, [&ids[ids.len() - 1]]);
    assert!(closed.to_string().contains("not closed: "), "{closed}");
    assert_eq!(platform.status(&ids[0]), Some("closed"));
}

#[test]
fn records_that_the_response_leaves_out_or_contradicts_are_told() {
    let platform = platform(1);
    let rows = r#"[{"id": "UR-1"}, {"id": "UR-2", "status": "approved"}, {"id": "UR-3", "status": "CLOSED"}]"#;
    let call = records::close_many(vec![close("UR-1")]);
    platform
        .on(call)
        .sequence([Step::reply(Reply::json(206, rows))]);
    let ids = ["UR-1", "UR-2", "UR-3", "UR-4"];
    let closed = provider::close_records(&client(&platform), ids.map(close).to_vec());
    let closed = closed.expect("outcomes");
    let failed: Vec<_> = closed
        .failed()
        .map(|(id, why)| (id.as_str(), why.to_string()))
        .collect();
    assert_eq!(failed[0], ("UR-2", "not closed: it is approved".to_owned()));
    assert_eq!((failed[1].0, failed.len()), ("UR-4", 2));
}

#[test]
fn a_request_that_fails_stops_none_of_the_others() {
    let platform = platform(0);
    let files: Vec<_> = (0..40).map(|_| add(&platform, "qt")).collect();
    let ids: Vec<_> = files.iter().flat_map(|it| platform.records(it)).collect();
    let call = || records::close_many(vec![close("UR-1")]);
    platform
        .on(call())
        .sequence([Step::pass(), Step::fail(403)]);
    let closed =
        provider::close_records(&client(&platform), ids.iter().map(|it| close(it)).collect());
    let closed = closed.expect("outcomes");
    assert_eq!((closed.iter().len(), closed.failed().count()), (240, 100));
    let failed = closed.failed().map(|(id, _)| id);
    assert!(failed.eq(&ids[100..200]));
    assert_eq!(platform.on(call()).requests().len(), 3);
}
