//! Faults in memory.

use connect_client::runtime::retry::Policy;
use connect_client::{ErrorKind, Upload};
use connect_fake::faults::{Fault, Faults};
use connect_fake::memory::{Host, Network};
use connect_fake::{FileSeed, Platform, Reply, Side};
use connect_usage_api::files;

use crate::time::client;

#[test]
fn faults_are_met_and_logged_as_on_loopback() {
    let unavailable = Fault::Unavailable { retry_after: None };
    let faults = Faults::scripted([unavailable, Fault::ResetProcessed]);
    let platform = Platform::builder().faults(&faults).in_memory();
    let id = platform.add_file(FileSeed::new());
    let vendor = platform.blocking_client(Side::Vendor).expect("a client");
    vendor.send(files::get(&id)).expect("the third attempt");
    let log = faults.log();
    let seen: Vec<_> = log.iter().map(|it| (it.processed, it.status)).collect();
    assert_eq!(seen, [(false, Some(503)), (true, None), (true, Some(200))]);
    assert_eq!(platform.requests().len(), 3);
    assert!(!platform.elapsed().is_zero(), "there was no pause");
}

#[test]
fn a_body_is_read_as_far_as_the_fault_says() {
    let faults = Faults::scripted([
        Fault::ResetWhileReading { after: 5 },
        // The client reads the report, to find out whether the upload took effect.
        Fault::None,
        Fault::RefuseEarly { status: 413 },
    ]);
    let platform = Platform::builder().faults(&faults).in_memory();
    let id = platform.add_file(FileSeed::new());
    let vendor = platform.blocking_client(Side::Vendor).expect("a client");
    for _ in 0..2 {
        let upload = files::upload(&id, Upload::bytes("PK\x03\x04").file_name("a.xlsx"));
        vendor
            .send(upload.retry(Policy::none()))
            .expect_err("a fault");
    }
    let log = faults.log();
    let read = |index: usize| log[index].request.as_ref().map(|it| it.length);
    assert_eq!((read(0), read(2)), (Some(5), Some(0)));
    assert!(platform.uploads(&id).is_empty());
}

#[test]
fn hosts_can_be_unknown_and_refuse_connections() {
    let network = Network::new();
    let other = client(&network, "other.example").send(files::get("UF-1"));
    let other = other.expect_err("no host");
    assert_eq!(other.kind(), ErrorKind::Transport);

    let host: Host = network.serve("api.example", |_| Reply::json(200, r#"{"id": "UF-1"}"#));
    host.refuse();
    let refused = client(&network, "api.example").send(files::get("UF-1"));
    refused.expect_err("refused");
    assert!(host.requests().is_empty());
    host.listen_again();
    let again = client(&network, "api.example").send(files::get("UF-1"));
    again.expect("a report");
    network.name("also.example", &host);
    let other_name = client(&network, "also.example").send(files::get("UF-1"));
    other_name.expect("a report");
    assert_eq!(host.requests().len(), 2);
}

#[test]
fn a_refusal_ends_by_the_clock_of_the_network() {
    let network = Network::new();
    let host = network.serve("api.example", |_| Reply::json(200, r#"{"id": "UF-1"}"#));
    let lasting = std::time::Duration::from_millis(1);
    host.refuse_for(lasting);
    // The client pauses before it tries again, which advances the clock.
    let report = client(&network, "api.example").send(files::get("UF-1"));
    report.expect("a report");
    assert!(network.elapsed() >= lasting);
}

#[test]
fn heads_that_are_not_http_are_failures() {
    let network = Network::new();
    let bad = [
        Reply::new(99),
        Reply::new(200).header("no name", "x"),
        Reply::new(200).header("X", "a\nb"),
        Reply::raw("garbage"),
        Reply::reset(),
    ];
    for reply in bad {
        let shown = format!("{reply:?}");
        network.serve("api.example", move |_| reply.clone());
        let error = client(&network, "api.example").send(files::get("UF-1"));
        assert_eq!(
            error.expect_err(&shown).kind(),
            ErrorKind::Transport,
            "{shown}"
        );
    }
}
