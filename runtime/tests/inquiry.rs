//! The machine that finds out whether a call took effect: what it reads, and what it concludes.

#[path = "support/report.rs"]
mod report;
mod support;

use std::time::{Duration, SystemTime};

use connect_runtime::codegen::{Same, Settlement, Style, Subject};
use connect_runtime::driver::inquiry::Step;
use connect_runtime::driver::{Answer, Inquiry, Moment, Verdict, failure};
use connect_runtime::states::Outcome::{self, DidNotHappen, Happened, Unknown};
use connect_runtime::{
    Call, Error, Json, Method, Multipart, Operation, Request, Response, Segment, Upload,
};
use report::{GET, SUBMIT, act};
use support::response;

fn moment() -> Moment {
    Moment {
        elapsed: Duration::from_secs(3),
        wall: SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000),
        random: 0,
    }
}

/// Runs an inquiry with a server that responds to each path and query. Returns its verdict, and what it has read.
fn inquire<T>(
    action: &Call<T>,
    answer: Answer,
    serve: impl Fn(&str) -> Result<Response, Error>,
) -> (Verdict, Vec<String>) {
    let settlement = action.operation().settlement.expect("a settlement");
    let request = action.request();
    let mut inquiry = Inquiry::new(settlement, request, answer);
    let mut read = Vec::new();
    loop {
        match inquiry.next(request) {
            Step::Done(verdict) => return (verdict, read),
            Step::Read(next) => {
                let query = next.query().map(|it| format!("?{it}")).unwrap_or_default();
                let target = format!("{}{query}", next.path());
                inquiry.received(request, serve(&target), moment());
                read.push(target);
            }
        }
    }
}

fn lost() -> Result<Response, Error> {
    Err(failure::transport(&GET, "reset"))
}

#[test]
fn a_confirmed_call_is_never_denied() {
    let action = act(&SUBMIT, "R-1");
    let outcomes = |status: &str| {
        [Answer::Lost, Answer::Unreadable, Answer::Empty].map(|answer| {
            let body = format!(r#"{{"id": "R-1", "status": "{status}"}}"#);
            let (verdict, read) = inquire(&action, answer, |_| Ok(response(200, body.clone())));
            assert_eq!(read, ["/reports/R-1"]);
            let has_value = verdict.outcome == Happened;
            assert_eq!(
                verdict.response.is_some(),
                has_value,
                "{status}, {answer:?}"
            );
            verdict.outcome
        })
    };
    assert_eq!(outcomes("pending"), [Happened, Happened, Happened]);
    assert_eq!(outcomes("ready"), [DidNotHappen, Unknown, Unknown]);
    // What the object does not say, an empty success does.
    assert_eq!(outcomes("uploading"), [Unknown, Unknown, Happened]);
    for answer in [Answer::Lost, Answer::Unreadable, Answer::Empty] {
        let (verdict, _) = inquire(&action, answer, |_| lost());
        let expected = match answer {
            Answer::Empty => Happened,
            _ => Unknown,
        };
        assert_eq!(verdict.outcome, expected, "{answer:?}");
        assert!(verdict.response.is_none());
    }
}

#[test]
fn an_object_without_a_status_has_only_the_value() {
    static PUT: Operation = Operation::new(
        "reports::update",
        Method::PUT,
        &[Segment::Literal("reports"), Segment::Parameter("id")],
        "",
    )
    .settled_by(&Settlement::by(&GET, Subject::Path).returns_object());
    assert!(!PUT.settlement.expect("a settlement").shows_outcome());
    let action = Request::new(&PUT).path("id", "R-1").returns_empty();
    for (answer, reads, outcome) in [
        (Answer::Lost, 0, Unknown),
        (Answer::Unreadable, 0, Unknown),
        (Answer::Empty, 1, Happened),
    ] {
        let (verdict, read) = inquire(&action, answer, |_| Ok(response(200, "{}")));
        assert_eq!(
            (read.len(), verdict.outcome),
            (reads, outcome),
            "{answer:?}"
        );
        assert_eq!(verdict.response.is_some(), reads == 1);
    }
}

static LIST: Operation = Operation::new(
    "reports::list",
    Method::GET,
    &[Segment::Literal("reports")],
    "",
)
.idempotent();

static CREATE: Operation = Operation::new(
    "reports::create",
    Method::POST,
    &[Segment::Literal("reports")],
    "",
)
.settled_by(
    &Settlement::by(
        &GET,
        Subject::Created {
            list: &LIST,
            filter: &[
                Same {
                    member: "code",
                    sent: "code",
                },
                Same {
                    member: "owner.id",
                    sent: "owner.id",
                },
            ],
            created: &["made.at", "made_at"],
        },
    )
    .same(&[Same {
        member: "size",
        sent: "size",
    }])
    .returns_object(),
);

fn create(body: &str) -> Call<()> {
    let body = Json::parse(body).expect("JSON");
    Request::new(&CREATE).json(&body).returns_empty()
}

const BODY: &str = r#"{"code": "A & B", "owner": {"id": "O-1"}, "size": 7}"#;

/// The outcome if the list has these rows.
fn found(rows: &str) -> Outcome {
    let rows = format!("[{rows}]");
    let (verdict, read) = inquire(&create(BODY), Answer::Lost, |target| match target {
        "/reports/R-1" => Ok(response(200, "{}")),
        _ => Ok(response(200, rows.clone())),
    });
    let list = "/reports?eq(code,%22A%20%26%20B%22)&eq(owner.id,%22O-1%22)&limit=1000";
    assert_eq!(read[0], list);
    assert_eq!(read.len(), if verdict.outcome == Happened { 2 } else { 1 });
    verdict.outcome
}

/// The call began three seconds before the list was read, at 1970-01-12T13:46:37Z.
#[test]
fn a_created_object_is_one_row_since_the_call_began() {
    let row = |rest: &str| format!(r#"{{"id": "R-1", {rest}}}"#);
    for (rest, outcome) in [
        (r#""made": {"at": "1970-01-12T13:46:38Z"}"#, Happened),
        // Of a server that writes whole seconds, it may have been a second earlier.
        (r#""made": {"at": "1970-01-12T13:46:36Z"}"#, Happened),
        (r#""made": {"at": "1970-01-12T13:46:35Z"}"#, Unknown),
        (
            r#""made": {"at": null}, "made_at": "1970-01-12T15:46:38+02:00""#,
            Happened,
        ),
        (r#""made": {"at": "just now"}"#, Unknown),
        (r#""made": {}"#, Unknown),
        // Not every system's clock has these.
        (r#""made": {"at": "0001-01-01T00:00:00Z"}"#, Unknown),
        (r#""made": {"at": "9999-12-31T23:59:59Z"}"#, Happened),
        (r#""made_at": "2029-01-01", "size": 7"#, Happened),
        (r#""made_at": "2029-01-01", "size": 8"#, Unknown),
        (r#""made_at": "2029-01-01", "code": "A & C""#, Unknown),
        (
            r#""made_at": "2029-01-01", "owner": {"id": "O-2"}"#,
            Unknown,
        ),
        (r#""made_at": "2029-01-01", "owner": null"#, Happened),
    ] {
        assert_eq!(found(&row(rest)), outcome, "{rest}");
    }
    let now = row(r#""made_at": "2029-01-01""#);
    let old = row(r#""made_at": "1969-01-01""#).replace("R-1", "R-2");
    assert_eq!(found(&format!("{old}, {now}")), Happened);
    assert_eq!(found(&format!("{now}, {now}")), Unknown);
    assert_eq!(found(""), Unknown);
    assert_eq!(found(r#"{"made_at": "2029-01-01"}"#), Unknown);
    // A full list may go on.
    let old = vec![old; 999].join(",");
    assert_eq!(found(&format!("{now},{old}")), Unknown);
}

#[test]
fn an_object_without_what_identifies_it_is_not_looked_for() {
    for body in [
        r#"{"code": "A"}"#,
        r#"{"code": "A", "owner": {"id": ""}}"#,
        r#"{"code": "A", "owner": {"id": null}}"#,
        r#"{"code": ["A"], "owner": {"id": "O-1"}}"#,
        "[]",
    ] {
        let (verdict, read) = inquire(&create(body), Answer::Lost, |_| lost());
        assert_eq!((verdict.outcome, read.len()), (Unknown, 0), "{body}");
        // A success is one all the same.
        let (verdict, _) = inquire(&create(body), Answer::Empty, |_| lost());
        assert_eq!(verdict.outcome, Happened, "{body}");
    }
    // What the language of filters cannot express cannot be looked for either.
    let body = r#"{"code": "'\"", "owner": {"id": "O-1"}}"#;
    let (verdict, read) = inquire(&create(body), Answer::Lost, |_| lost());
    assert_eq!((verdict.outcome, read.len()), (Unknown, 0));
}

#[test]
fn what_identifies_an_object_is_found_in_bodies_of_every_kind() {
    let json = || Json::parse(BODY).expect("JSON");
    let request = || Request::new(&CREATE);
    let form = Multipart::new()
        .typed("code", "text/plain", "A & B")
        .json_typed("owner.id", "O-1");
    for builder in [
        request().json_as("application/vnd.report+json; charset=utf-8", &json()),
        request().urlencoded(&[], &json()),
        request().urlencoded(&[("owner", Style::DeepObject)], &json()),
        request().multipart(form),
    ] {
        let (_, read) = inquire(&builder.returns_empty(), Answer::Lost, |_| lost());
        let list = "/reports?eq(code,%22A%20%26%20B%22)&eq(owner.id,%22O-1%22)&limit=1000";
        assert_eq!(read, [list]);
    }
    let twice = Json::parse(r#"{"code": ["A", "B"], "owner.id": "O-1"}"#).expect("JSON");
    let form = Multipart::new().text("owner.id", "O-1");
    for builder in [
        request().multipart(form.text("code", "A").text("code", "B")),
        request().urlencoded(&[], &twice),
        request().binary("text/plain", Upload::bytes(BODY)),
    ] {
        let (_, read) = inquire(&builder.returns_empty(), Answer::Lost, |_| lost());
        assert!(read.is_empty(), "{read:?}");
    }
}
