//! Outcomes of lost calls, compared with what the platform did.

use connect_fake::Reply;
use connect_fake::faults::Fault;
use connect_fake::{FileSeed, FileStatus, Platform, RecordSeed};
use connect_usage::models::{CloseChunk, CloseUsageRecord};
use connect_usage::{Error, Outcome, Upload, chunks, files, records};

use crate::case::cases;
use crate::net::{Net, Stage};
use crate::settling::{client, losing};

cases![
    actions_of_other_objects_are_settled,
    reported_outcomes_match_the_platform,
];

fn actions_of_other_objects_are_settled(net: &Net) {
    let object = |id: &str, status: &str| {
        Reply::json(200, format!(r#"{{"id": "{id}", "status": "{status}"}}"#))
    };
    let outcomes = |status: &str| {
        let server = losing(net, Reply::new(502), [object("X-1", status)]);
        let client = client(&server);
        let upload = Upload::bytes("abc");
        let outcome = |it: connect_usage::Error| it.outcome();
        [
            client
                .send(chunks::close("X-1", CloseChunk::new("1")))
                .map(|_| ())
                .map_err(outcome),
            client
                .send(records::close("X-1"))
                .map(|_| ())
                .map_err(outcome),
            client
                .send(files::upload("X-1", upload))
                .map(|_| ())
                .map_err(outcome),
        ]
    };
    let unknown = Err(Some(Outcome::Unknown));
    assert_eq!(outcomes("closed"), [Ok(()), Ok(()), unknown]);
    let not_happened = Err(Some(Outcome::DidNotHappen));
    assert_eq!(outcomes("ready"), [not_happened, unknown, unknown]);
}

/// Faults that lose the response of an action: `true` if the action was processed.
fn lost_on_the_platform() -> [(Fault, bool); 8] {
    let error = |processed| Fault::ServerError {
        status: 504,
        processed,
    };
    [
        (Fault::ResetProcessed, true),
        (Fault::Cut { at: 500 }, true),
        (Fault::Garbage, true),
        (Fault::GarbageBody, true),
        (error(true), true),
        (error(false), false),
        (Fault::ResetUnprocessed, false),
        (Fault::ResetWhileReading { after: 0 }, false),
    ]
}

/// Sends an action whose response is lost, and compares the reported outcome with what the platform did.
fn check_truth<T>(
    net: &Net,
    seed: FileSeed,
    name: &str,
    act: impl Fn(&Stage, &str) -> Result<T, Error>,
) {
    for (fault, processed) in lost_on_the_platform() {
        let stage = net.stage(Platform::builder(), [fault.clone()], []);
        let id = stage.platform.add_file(seed.clone());
        let result = act(&stage, &id);
        assert_eq!(
            stage.processed(name),
            usize::from(processed),
            "{name}, {fault:?}"
        );
        match result {
            Ok(_) => assert!(processed, "{name} did not happen, {fault:?}"),
            Err(error) => {
                assert_eq!(
                    error.outcome(),
                    Some(Outcome::DidNotHappen),
                    "{name}, {error}"
                );
                assert!(!processed, "{name} happened, {fault:?}");
            }
        }
        let methods: Vec<_> = stage.requests().into_iter().map(|it| it.method).collect();
        assert_eq!(
            methods.last().map(String::as_str),
            Some("GET"),
            "{name}, {fault:?}"
        );
        let posts = methods.iter().filter(|it| *it == "POST").count();
        assert!(posts <= 1, "{name}, {fault:?}");
    }
}

fn reported_outcomes_match_the_platform(net: &Net) {
    let seed = |status| FileSeed::new().status(status).records([RecordSeed::new()]);
    check_truth(
        net,
        seed(FileStatus::Ready),
        "files::submit",
        |stage, id| stage.vendor().send(files::submit(id)),
    );
    check_truth(
        net,
        seed(FileStatus::Pending),
        "files::accept",
        |stage, id| stage.provider().send(files::accept(id)),
    );
    check_truth(
        net,
        seed(FileStatus::Pending),
        "files::reject",
        |stage, id| stage.provider().send(files::reject(id)),
    );
    check_truth(
        net,
        seed(FileStatus::Accepted),
        "files::close",
        |stage, id| stage.provider().send(files::close(id)),
    );
    check_truth(
        net,
        seed(FileStatus::Draft),
        "files::delete",
        |stage, id| stage.vendor().send(files::delete(id)),
    );
    check_truth(
        net,
        seed(FileStatus::Accepted),
        "chunks::close",
        |stage, id| {
            let chunk = stage.platform.chunks(id).swap_remove(0);
            stage
                .provider()
                .send(chunks::close(chunk, CloseChunk::new("B-1")))
        },
    );
    check_truth(
        net,
        seed(FileStatus::Accepted),
        "records::close",
        |stage, id| {
            let record = stage.platform.records(id).swap_remove(0);
            let body = CloseUsageRecord::new().external_billing_id("B-1");
            stage.provider().send(records::close(record).body(body))
        },
    );
}
