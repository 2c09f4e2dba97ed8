//! Waiting for a status: what ends a wait, and what it says then.

#[path = "support/report.rs"]
mod report;
mod support;

use connect_runtime::driver::failure;
use std::error::Error as _;
use std::time::Duration;

use connect_runtime::driver::wait::{Step, Wait};
use connect_runtime::states::{Actor, Stateful};
use connect_runtime::wait::{Reason, Schedule, Targets};
use connect_runtime::{Error, ErrorKind, OpenEnum, Operation, Response};
use report::{GET, Report, ReportStatus, get, report};
use support::response;

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn wait_for(targets: impl Targets<ReportStatus>) -> Wait<ReportStatus> {
    Wait::new(&GET, targets, Schedule::default())
}

#[track_caller]
fn poll(step: Step) -> Duration {
    match step {
        Step::Poll { after } => after,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn failure(step: Step) -> Error {
    match step {
        Step::Failed(error) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn it_ends_at_the_wanted_status() {
    let mut wait = wait_for(ReportStatus::Ready);
    assert_eq!(
        poll(wait.read(&report("uploading"), seconds(0))),
        seconds(1)
    );
    assert!(matches!(
        wait.read(&report("ready"), seconds(1)),
        Step::Done
    ));
}

#[test]
fn any_of_several_statuses_will_do() {
    for status in ["accepted", "rejected"] {
        let targets = [ReportStatus::Accepted, ReportStatus::Rejected];
        let step = wait_for(targets).read(&report(status), seconds(0));
        assert!(matches!(step, Step::Done), "{status}");
    }
    let targets = vec![ReportStatus::Accepted, ReportStatus::Rejected];
    poll(wait_for(targets).read(&report("pending"), seconds(0)));
}

#[test]
fn none_is_no_status_to_wait_for() {
    let error = wait_for([]).check().expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(wait_for(ReportStatus::Ready).check().is_ok());
}

#[test]
fn statuses_that_are_the_same_are_as_good() {
    let uploaded = wait_for(ReportStatus::Ready).read(&report("uploaded"), seconds(0));
    assert!(matches!(uploaded, Step::Done));
    let ready = wait_for(ReportStatus::Uploaded).read(&report("ready"), seconds(0));
    assert!(matches!(ready, Step::Done));
}

#[test]
fn letter_case_does_not_count() {
    let step = wait_for(ReportStatus::Ready).read(&report("READY"), seconds(0));
    assert!(matches!(step, Step::Done));
    let step = wait_for(ReportStatus::Ready).read(&report("Invalid"), seconds(0));
    let error = failure(step);
    assert_eq!(
        error.wait_error().and_then(|it| it.status.as_deref()),
        Some("Invalid"),
        "the status is told as it came"
    );
}

#[test]
fn it_fails_at_once_where_somebody_must_act() {
    let mut invalid = report("invalid");
    invalid.error = Some("no sheet `records`".to_owned());
    invalid.errors = Some(vec![String::new(), "row 2: no quantity".to_owned()]);
    let error = failure(wait_for(ReportStatus::Ready).read(&invalid, seconds(0)));

    assert_eq!(error.kind(), ErrorKind::Waiting);
    assert!(!error.is_retryable());
    let told = error.wait_error().expect("a wait's error");
    assert_eq!(told.status.as_deref(), Some("invalid"));
    assert_eq!(told.targets, ["ready"]);
    assert_eq!(told.actors(), [Actor::Vendor]);
    assert_eq!(told.functions(), ["reports::upload"]);
    assert_eq!(
        told.detail.as_deref(),
        Some("no sheet `records`; row 2: no quantity")
    );
    assert_eq!(
        error.to_string(),
        "reports::get (GET /reports/{id}): the status is `invalid`, and does not become `ready` \
         unless the vendor acts (reports::upload); `wait_error()` has what the object says about it in `detail`"
    );
}

#[test]
fn it_names_the_next_act_only() {
    // From a draft the report must be uploaded, submitted, accepted and closed.
    let error = failure(wait_for(ReportStatus::Closed).read(&report("draft"), seconds(0)));
    let told = error.wait_error().expect("a wait's error");
    assert_eq!(told.functions(), ["reports::upload"]);
    // A rule may accept what is pending; closing is the next thing that somebody must do.
    let error = failure(wait_for(ReportStatus::Closed).read(&report("pending"), seconds(0)));
    let told = error.wait_error().expect("a wait's error");
    assert_eq!(told.functions(), ["reports::close"]);
    assert_eq!(told.actors(), [Actor::Provider]);
}

#[test]
fn it_fails_at_once_where_nothing_leads_on() {
    let targets = [ReportStatus::Ready, ReportStatus::Pending];
    let error = failure(wait_for(targets).read(&report("deleted"), seconds(0)));
    let told = error.wait_error().expect("a wait's error");
    assert_eq!(told.reason, Reason::Final);
    assert!(told.actors().is_empty() && told.functions().is_empty());
    assert_eq!(
        error.to_string(),
        "reports::get (GET /reports/{id}): the status is `deleted`, and nothing leads from there to \
         `ready` or `pending`"
    );
}

#[test]
fn acts_that_are_expected_are_waited_for() {
    let closed = || wait_for(ReportStatus::Closed);
    failure(closed().read(&report("accepted"), seconds(0)));
    let mut wait = closed().expecting(Actor::Provider);
    poll(wait.read(&report("accepted"), seconds(0)));
    poll(wait.read(&report("pending"), seconds(0)));
    // The vendor's are not.
    let error = failure(wait.read(&report("ready"), seconds(0)));
    let told = error.wait_error().expect("a wait's error");
    assert_eq!(told.actors(), [Actor::Vendor]);
    poll(
        wait.expecting(Actor::Vendor)
            .read(&report("ready"), seconds(0)),
    );
}

#[test]
fn what_is_unknown_keeps_polling() {
    let nothing = Report {
        status: None,
        ..report("")
    };
    let mut wait = wait_for(ReportStatus::Ready);
    poll(wait.read(&nothing, seconds(0)));
    poll(wait.read(&report("frozen"), seconds(1)));
    // Whether an unknown status can come is not known either.
    poll(wait_for(ReportStatus::from("frozen")).read(&report("deleted"), seconds(0)));
    let step = wait_for(ReportStatus::from("frozen")).read(&report("Frozen"), seconds(0));
    assert!(matches!(step, Step::Done));
}

#[test]
fn it_can_end_at_what_is_unknown() {
    let mut wait = wait_for(ReportStatus::Ready).ending_at_unknown();
    poll(wait.read(&report("processing"), seconds(0)));
    let error = failure(wait.read(&report("frozen"), seconds(1)));
    let told = error.wait_error().expect("a wait's error");
    assert_eq!(told.reason, Reason::Unknown);
    assert_eq!(told.status.as_deref(), Some("frozen"));
    assert!(told.actors().is_empty() && told.functions().is_empty());
    assert!(
        error.to_string().contains("`frozen`, which is unknown"),
        "{error}"
    );
}

#[test]
fn pauses_grow_by_half_up_to_the_cap() {
    let mut wait = wait_for(ReportStatus::Ready);
    let mut pauses = Vec::new();
    for _ in 0..9 {
        pauses.push(poll(wait.read(&report("processing"), seconds(0))).as_millis());
    }
    assert_eq!(
        pauses,
        [1000, 1500, 2250, 3375, 5062, 7593, 11390, 15000, 15000]
    );
}

#[test]
fn the_deadline_ends_it_and_the_last_read_can_still_be_answered() {
    let schedule = Schedule::default()
        .every(seconds(2), seconds(30))
        .within(seconds(60));
    let mut wait = Wait::new(&GET, ReportStatus::Ready, schedule);
    assert_eq!(wait.left(seconds(10)), seconds(50));
    let mut now = seconds(0);
    let mut reads = Vec::new();
    let error = loop {
        reads.push(now);
        match wait.read(&report("processing"), now) {
            Step::Poll { after } => now += after,
            step => break failure(step),
        }
    };
    assert_eq!(reads.last(), Some(&seconds(58)));
    let told = error.wait_error().expect("a wait's error");
    assert_eq!(told.reason, Reason::Deadline(seconds(60)));
    assert_eq!(told.status.as_deref(), Some("processing"));
    assert_eq!(
        error.to_string(),
        "reports::get (GET /reports/{id}): the status is `processing` after 60s, and not `ready`; \
         give the wait a later deadline, or look at what holds the object up"
    );
    // What is wanted and comes late has come.
    assert!(matches!(
        wait.read(&report("ready"), seconds(90)),
        Step::Done
    ));
}

#[test]
fn a_close_deadline_has_shorter_pauses() {
    let schedule = Schedule::default().within(Duration::from_millis(400));
    let mut wait = Wait::new(&GET, ReportStatus::Ready, schedule);
    let after = poll(wait.read(&report("processing"), seconds(0)));
    assert_eq!(after, Duration::from_millis(100));
    let mut none = Wait::new(&GET, ReportStatus::Ready, schedule.within(Duration::ZERO));
    failure(none.read(&report("processing"), seconds(0)));
}

#[test]
fn there_is_always_a_pause() {
    let schedule = Schedule::default().every(Duration::ZERO, Duration::ZERO);
    let mut wait = Wait::new(&GET, ReportStatus::Ready, schedule);
    for _ in 0..3 {
        let after = poll(wait.read(&report("processing"), seconds(0)));
        assert_eq!(after, Duration::from_millis(1));
    }
}

fn refused(status: u16) -> Error {
    get("R-1")
        .decode(response(status, ""))
        .expect_err("an error")
}

#[test]
fn an_error_that_stays_ends_it_at_once() {
    let mut wait = wait_for(ReportStatus::Ready);
    for status in [400, 401, 403, 404] {
        let error = wait
            .failed(refused(status), seconds(0))
            .expect_err("an error");
        assert_eq!(error.kind(), ErrorKind::Api);
        assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
    }
}

#[test]
fn an_object_that_was_never_read_ends_it_at_the_fifth_error_in_a_row() {
    let mut wait = wait_for(ReportStatus::Ready);
    for _ in 0..4 {
        wait.failed(refused(503), seconds(1)).expect("a pause");
    }
    let error = wait.failed(refused(503), seconds(1)).expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::Api);
}

#[test]
fn an_outage_is_waited_out_until_the_deadline() {
    let mut wait = wait_for(ReportStatus::Ready);
    poll(wait.read(&report("processing"), seconds(1)));
    for second in 1..100 {
        wait.failed(refused(503), seconds(second)).expect("a pause");
    }
    let error = wait
        .failed(refused(503), seconds(600))
        .expect_err("an error");
    let told = error.wait_error().expect("a wait's error");
    assert_eq!(told.status.as_deref(), Some("processing"));
    let printed = error.to_string();
    for word in [
        "was `processing`",
        "after 600s",
        "the last read failed",
        "503",
    ] {
        assert!(printed.contains(word), "{printed}");
    }
}

/// A page of a proxy between responses of the API is no reason to give up; another API is.
#[test]
fn an_answer_that_cannot_be_read_may_pass() {
    let garbage = || {
        get("R-1")
            .decode(response(200, "<html>"))
            .expect_err("an error")
    };
    let mut wait = wait_for(ReportStatus::Ready);
    let error = wait.failed(garbage(), seconds(1)).expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::Decode);
    let mut wait = wait_for(ReportStatus::Ready);
    for _ in 0..2 {
        poll(wait.read(&report("processing"), seconds(1)));
        for _ in 0..4 {
            wait.failed(garbage(), seconds(1)).expect("a pause");
        }
    }
    let error = wait.failed(garbage(), seconds(1)).expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[test]
fn a_deadline_keeps_the_last_status_and_the_last_error() {
    let mut wait = wait_for(ReportStatus::Ready);
    poll(wait.read(&report("processing"), seconds(1)));
    // A read that the deadline cuts off is a time-out, of an operation that is not idempotent too.
    static ODD: Operation = Operation::new("odd", connect_runtime::Method::GET, &[], "");
    let error = wait
        .failed(failure::timeout(&ODD, "cut off"), seconds(600))
        .expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::Waiting);
    let told = error.wait_error().expect("a wait's error");
    assert_eq!(told.status.as_deref(), Some("processing"));
    let source = error.source().expect("a source").to_string();
    assert!(source.contains("did not come in time"), "{source}");
}

#[test]
fn the_error_has_the_object_as_it_was_read_last() {
    let body = r#"{"status": "invalid", "error": "see https://x.example/f?sig=s3cret", "more": 1}"#;
    let read: Response = response(200, body);
    let object = get("R-1").observed().decode(read).expect("an object");
    assert_eq!(object.status(), Some(&ReportStatus::Invalid));
    let error = failure(wait_for(ReportStatus::Ready).read(&object, seconds(0)));
    assert_eq!(error.body(), body.as_bytes());
    assert_eq!(error.status().map(|it| it.as_u16()), Some(200));
    let told = error.wait_error().expect("a wait's error");
    assert!(
        told.detail
            .as_deref()
            .is_some_and(|it| it.contains("s3cret"))
    );
    for printed in [error.to_string(), format!("{error:?}"), told.to_string()] {
        assert!(!printed.contains("s3cret"), "{printed}");
        assert!(!printed.contains("x.example"), "{printed}");
        assert!(printed.contains("detail"), "{printed}");
    }
}

#[test]
fn long_and_odd_statuses_print_on_one_short_line() {
    let mut odd = report(&format!("pro\ncessing{}", "g".repeat(10_000)));
    odd.error = Some("x".repeat(10_000));
    let mut wait = wait_for(ReportStatus::Ready);
    let error = failure(wait.read(&odd, seconds(600)));
    let printed = error.to_string();
    assert!(
        printed.len() < 1_000 && !printed.contains('\n'),
        "{printed}"
    );
    assert_eq!(
        error.wait_error().and_then(|it| it.status.as_deref()),
        odd.status.as_ref().map(|it| it.as_str())
    );
}
