//! What the state graphs of the API's objects say of calls whose response is lost, and of waits.

use connect_usage::models::{
    AcceptUsageFile, ChunkStatus, CloseChunk, ReconciliationStatus, RejectUsageFile, UsageFile,
    UsageFileStatus, UsageRecordStatus,
};
use connect_usage::runtime::states::Status;
use connect_usage::{Call, Outcome, chunks, files};

/// Checks that the action is settled by reading the object, and what its statuses mean.
#[track_caller]
fn check<T>(action: &Call<T>, path: &str, means: &[(&str, Outcome)]) {
    let settlement = action.operation().settlement.expect("a settlement");
    assert!(settlement.returns_object);
    let read = settlement.read(action.request());
    read.check().expect("a call that can be sent");
    assert_eq!(read.request().path(), path);
    for (status, outcome) in means {
        assert_eq!(settlement.judge(None, status), *outcome, "{status}");
    }
}

#[test]
fn lost_calls_are_settled() {
    use Outcome::{DidNotHappen, Happened, Unknown};
    let report = "/usage/files/UF%2F1";
    check(
        &files::submit("UF/1"),
        report,
        &[
            ("pending", Happened),
            ("accepted", Happened),
            ("rejected", Happened),
            ("closed", Happened),
            ("ready", DidNotHappen),
            ("uploaded", DidNotHappen),
            ("uploading", Unknown),
            ("deleted", Unknown),
        ],
    );
    let accept = files::accept("UF/1").body(AcceptUsageFile::new().acceptance_note("fine"));
    check(
        &accept,
        report,
        &[
            ("accepted", Happened),
            ("pending", DidNotHappen),
            ("rejected", DidNotHappen),
            ("uploading", DidNotHappen),
            ("closed", Unknown),
        ],
    );
    let reject = files::reject("UF/1").body(RejectUsageFile::new().rejection_note("no"));
    check(
        &reject,
        report,
        &[
            ("rejected", Happened),
            ("pending", DidNotHappen),
            ("uploading", Unknown),
        ],
    );
    check(
        &files::close("UF/1"),
        report,
        &[("closed", Happened), ("accepted", DidNotHappen)],
    );
    check(
        &chunks::close("UFC/1", CloseChunk::new("bill-1")),
        "/usage/chunks/UFC%2F1",
        &[("closed", Happened), ("ready", DidNotHappen)],
    );
}

/// Of some calls the object has the value, but does not show whether they took effect.
#[test]
fn calls_that_show_in_no_status_are_not_settled() {
    let shows = |call: &Call<UsageFile>| {
        let settlement = call.operation().settlement;
        settlement.map(|it| it.shows_outcome())
    };
    assert_eq!(shows(&files::get("UF-1")), None);
    assert_eq!(shows(&files::approve_all("UF-1")), Some(false));
    assert_eq!(shows(&files::reprocess("UF-1")), Some(false));
    let body = connect_usage::models::UpdateUsageFile::new();
    assert_eq!(shows(&files::update("UF-1").body(body)), Some(false));
    let new = connect_usage::models::NewUsageFile::new("PRD-1", "CRD-1");
    assert_eq!(shows(&files::create(new)), Some(true));
}

#[test]
fn every_known_status_is_in_its_graph() {
    fn check<S: Status>() {
        for status in S::KNOWN {
            assert!(S::GRAPH.knows(status.as_str()), "{}", status.as_str());
        }
    }
    check::<UsageFileStatus>();
    check::<ChunkStatus>();
    check::<UsageRecordStatus>();
    check::<ReconciliationStatus>();
}
