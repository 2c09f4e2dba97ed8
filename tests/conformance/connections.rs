//! Responses that come early, and connections that end without notice: a call has the outcome that the server gave it.
//! `tests/connections.rs` has the races that take many runs.

use std::time::Duration;

use connect_fake::faults::Fault;
use connect_fake::{FileSeed, FileStatus, Platform};
use connect_usage::runtime::retry::Policy;
use connect_usage::{Upload, files, records};

use crate::case::cases;
use crate::net::Net;

cases![
    an_early_refusal_is_the_response,
    a_connection_that_ends_without_notice_harms_no_call,
    informational_responses_are_ignored,
];

fn an_early_refusal_is_the_response(net: &Net) {
    // reqwest may see the connection break before the response, as its documentation says.
    if net.transport.loses_early_responses() {
        return;
    }
    for (status, size) in [(413, 100), (413, 5 << 20), (401, 100), (401, 5 << 20)] {
        let stage = net.stage(Platform::builder(), [Fault::RefuseEarly { status }], []);
        let id = stage.platform.add_file(FileSeed::new());
        let client = stage.vendor();
        let upload = || files::upload(&id, Upload::bytes(vec![7; size]));
        let error = client.send(upload()).expect_err("refused");
        assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
        assert_eq!((error.attempts(), error.outcome()), (1, None));
        assert!(!error.may_have_been_processed(), "{error:?}");
        assert_eq!(stage.processed("files::upload"), 0);
        client.send(upload()).expect("an upload");
        assert_eq!(stage.processed("files::upload"), 1);
    }
}

fn a_connection_that_ends_without_notice_harms_no_call(net: &Net) {
    let stage = net.stage(Platform::builder(), [Fault::HangUp, Fault::HangUp], []);
    let id = stage
        .platform
        .add_file(FileSeed::new().status(FileStatus::Ready));
    let client = stage.builder(stage.platform.vendor_key());
    let client = client.retry(Policy::none()).build();
    client.send(files::get(&id)).expect("a report");
    client.idle(Duration::from_millis(10));
    client.send(files::submit(&id)).expect("a submission");
    client.idle(Duration::from_millis(10));
    client.send(records::list()).expect("a list");
    assert_eq!(stage.requests().len(), 3);
}

fn informational_responses_are_ignored(net: &Net) {
    let faults = [Fault::Inform { count: 1 }, Fault::Inform { count: 3 }];
    let stage = net.stage(Platform::builder(), faults, []);
    let id = stage
        .platform
        .add_file(FileSeed::new().status(FileStatus::Ready));
    let client = stage.vendor();
    assert_eq!(client.send(files::get(&id)).expect("a report").id, id);
    client.send(files::submit(&id)).expect("a submission");
    assert_eq!(stage.requests().len(), 2);
}
