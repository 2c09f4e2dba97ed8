//! Waiting for a status with both clients, against a server on loopback.
#![cfg(any(feature = "reqwest", feature = "blocking"))]

mod support;

use std::error::Error as _;
use std::sync::Mutex;
use std::time::Duration;

use connect_usage::models::{
    ChunkStatus, ReconciliationStatus, UsageFile, UsageFileStatus, UsageRecordStatus,
};
use connect_usage::waiting::{Actor, Reason, Stateful, Targets, Waiting};
use connect_usage::{Call, Error, ErrorKind, chunks, files, reconciliations, records};
use loopback::{Received, Reply, Server};
use support::any::{AnyClient, Kind, with_each};
use support::printed;

/// A server that gives these answers in this order, and the last of them again and again.
fn server(replies: Vec<Reply>) -> Server {
    let answered = Mutex::new(0);
    Server::start(move |_| {
        let mut answered = answered.lock().expect("a count");
        let reply = replies[(*answered).min(replies.len() - 1)].clone();
        *answered += 1;
        reply
    })
}

/// Answers of objects with these statuses, and what else each has.
fn statuses(statuses: &[&str], more: &str) -> Vec<Reply> {
    let object = |status: &&str| format!(r#"{{"id": "X-1", "status": "{status}"{more}}}"#);
    statuses
        .iter()
        .map(|it| Reply::json(200, object(it)))
        .collect()
}

/// Waits with either client. What goes between `wait` and `until` is given as it would be written.
macro_rules! wait {
    ($client:expr, $call:expr, $targets:expr $(, $method:ident($($argument:expr),*))*) => {
        match &$client {
            #[cfg(feature = "reqwest")]
            AnyClient::Async(client, runtime) => {
                let waiting = fast(client.wait($call))$(.$method($($argument),*))*;
                runtime.block_on(waiting.until($targets))
            }
            #[cfg(feature = "blocking")]
            AnyClient::Blocking(client) => {
                fast(client.wait($call))$(.$method($($argument),*))*.until($targets)
            }
        }
    };
}

fn milliseconds(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// Short pauses, for tests.
fn fast<'a, C, T: Stateful>(waiting: Waiting<'a, C, T>) -> Waiting<'a, C, T> {
    waiting.every(milliseconds(2), milliseconds(10))
}

fn wait_for_file(
    kind: Kind,
    server: &Server,
    targets: impl Targets<UsageFileStatus>,
) -> Result<UsageFile, Error> {
    wait!(kind.client(server), files::get("UF-1"), targets)
}

fn targets_of(server: &Server) -> Vec<String> {
    let target = |it: Received| it.target;
    server.requests().into_iter().map(target).collect()
}

#[test]
fn each_kind_of_object_is_waited_for() {
    with_each(|kind| {
        let uploaded = server(statuses(&["uploading", "processing", "READY"], ""));
        let file = wait_for_file(kind, &uploaded, UsageFileStatus::Ready).expect("a report");
        assert_eq!(
            file.status,
            Some("READY".into()),
            "as it came, in whatever case"
        );
        assert_eq!(
            targets_of(&uploaded),
            ["/public/v1/usage/files/UF-1"; 3],
            "one read a poll, and none after the last"
        );

        let filled = server(statuses(&["draft", "ready"], ""));
        let chunk = wait!(
            kind.client(&filled),
            chunks::get("UFC-1"),
            ChunkStatus::Ready
        );
        assert_eq!(chunk.expect("a chunk").status, Some(ChunkStatus::Ready));

        let approved = server(statuses(&["valid", "valid", "approved"], ""));
        let record = wait!(
            kind.client(&approved),
            records::get("UR-1"),
            UsageRecordStatus::Approved,
            expecting(Actor::Provider)
        );
        let record = record.expect("a record");
        assert_eq!(record.status, Some(UsageRecordStatus::Approved));

        let processed = server(statuses(&["uploaded", "processing", "processed"], ""));
        let reconciliation = wait!(
            kind.client(&processed),
            reconciliations::get("RCF-1"),
            [
                ReconciliationStatus::Processed,
                ReconciliationStatus::Failed
            ]
        );
        let status = reconciliation.expect("a reconciliation").status;
        assert_eq!(status, Some(ReconciliationStatus::Processed));
    });
}

#[test]
fn an_upload_has_succeeded_by_either_name() {
    with_each(|kind| {
        let server = server(statuses(&["processing", "uploaded"], ""));
        let file = wait_for_file(kind, &server, UsageFileStatus::Ready).expect("a report");
        assert_eq!(file.status, Some(UsageFileStatus::Uploaded));
    });
}

/// A wait that must fail at the first read, by what it says: the status, who, how, why.
#[track_caller]
fn check_stuck<T>(
    waited: Result<T, Error>,
    server: &Server,
    says: (&str, &[Actor], &[&str], Option<&str>),
) {
    let error = waited.err().expect("an error");
    assert_eq!(error.kind(), ErrorKind::Waiting);
    let told = error.waiting().expect("a wait's error");
    let (status, actors, functions, detail) = says;
    assert_eq!(told.status.as_deref(), Some(status));
    assert_eq!(told.actors(), actors);
    assert_eq!(told.functions(), functions);
    assert_eq!(told.detail.as_deref(), detail);
    assert_eq!(server.requests().len(), 1, "it fails at once");
    // The object is there as it came, with what no model knows.
    let body = String::from_utf8_lossy(error.body());
    assert!(body.contains(status) && body.contains("extra"), "{body}");
    let printed = printed(&error);
    assert!(printed.contains(status), "{printed}");
    assert!(!printed.contains(support::SECRET), "{printed}");
}

#[test]
fn what_cannot_come_by_itself_fails_at_once() {
    with_each(|kind| {
        let more = r#", "error_detail": "no sheet `records`", "extra": 1"#;
        let invalid = server(statuses(&["invalid"], more));
        check_stuck(
            wait_for_file(kind, &invalid, UsageFileStatus::Ready),
            &invalid,
            (
                "invalid",
                &[Actor::Vendor],
                &["files::upload"],
                Some("no sheet `records`"),
            ),
        );

        let more = r#", "error": {"detail": "the hub is gone"}, "extra": 1"#;
        let failed = server(statuses(&["failed"], more));
        check_stuck(
            wait!(
                kind.client(&failed),
                chunks::get("UFC-1"),
                ChunkStatus::Ready
            ),
            &failed,
            ("failed", &[], &[], Some("the hub is gone")),
        );
        let failed = server(statuses(&["failed"], more));
        check_stuck(
            wait!(
                kind.client(&failed),
                reconciliations::get("RCF-1"),
                ReconciliationStatus::Processed
            ),
            &failed,
            ("failed", &[], &[], Some("the hub is gone")),
        );
    });
}

#[test]
fn a_record_tells_what_is_wrong_with_it_and_who_can_close_it() {
    with_each(|kind| {
        let more = r#", "error_codes": "USG_011", "error_details": "it was billed", "extra": 1"#;
        let invalid = server(statuses(&["invalid"], more));
        check_stuck(
            wait!(
                kind.client(&invalid),
                records::get("UR-1"),
                UsageRecordStatus::Closed
            ),
            &invalid,
            ("invalid", &[], &[], Some("USG_011; it was billed")),
        );

        let approved = server(statuses(&["approved"], r#", "extra": 1"#));
        check_stuck(
            wait!(
                kind.client(&approved),
                records::get("UR-1"),
                UsageRecordStatus::Closed
            ),
            &approved,
            (
                "approved",
                &[Actor::Provider],
                &[
                    "records::close",
                    "records::close_many",
                    "records::update",
                    "chunks::close",
                ],
                None,
            ),
        );
    });
}

#[test]
fn progress_can_be_observed() {
    with_each(|kind| {
        let server = server(statuses(
            &["uploading", "processing", "frozen", "ready"],
            "",
        ));
        let mut seen = Vec::new();
        let observed = |file: &UsageFile, elapsed: Duration| {
            let status = file.status.as_ref().map(ToString::to_string);
            seen.push((status.unwrap_or_default(), elapsed));
        };
        let waited = wait!(
            kind.client(&server),
            files::get("UF-1"),
            UsageFileStatus::Ready,
            observe(observed)
        );
        waited.expect("a report");
        let statuses: Vec<&str> = seen.iter().map(|(status, _)| status.as_str()).collect();
        assert_eq!(statuses, ["uploading", "processing", "frozen", "ready"]);
        assert!(seen.is_sorted_by_key(|(_, elapsed)| *elapsed), "{seen:?}");
    });
}

#[test]
fn a_call_can_be_observed_and_waited_with() {
    with_each(|kind| {
        let server = server(statuses(&["processing", "ready"], r#", "extra": 1"#));
        let call = files::get("UF-1").observed();
        let file = wait!(kind.client(&server), call, UsageFileStatus::Ready).expect("a report");
        assert_eq!(file.unknown()[0].pointer, "/extra");
    });
}

#[test]
fn the_deadline_ends_a_wait_for_what_does_not_come() {
    with_each(|kind| {
        let server = server(statuses(&["processing"], ""));
        let waited = wait!(
            kind.client(&server),
            files::get("UF-1"),
            UsageFileStatus::Ready,
            deadline(milliseconds(400))
        );
        let error = waited.expect_err("an error");
        let told = error.waiting().expect("a wait's error");
        assert_eq!(told.reason, Reason::Deadline(milliseconds(400)));
        assert_eq!(told.status.as_deref(), Some("processing"));
        assert!(server.requests().len() > 1);
    });
}

#[test]
fn a_read_that_is_not_answered_is_cut_off_at_the_deadline() {
    with_each(|kind| {
        let mut replies = statuses(&["uploading"], "");
        replies.push(Reply::never());
        let server = server(replies);
        let waited = wait!(
            kind.client(&server),
            files::get("UF-1"),
            UsageFileStatus::Ready,
            deadline(milliseconds(1500))
        );
        let error = waited.expect_err("an error");
        let told = error.waiting().expect("a wait's error");
        assert_eq!(told.reason, Reason::Deadline(milliseconds(1500)));
        assert_eq!(told.status.as_deref(), Some("uploading"));
        let source = error.source().expect("what the last read came to");
        let source = source.downcast_ref::<Error>().expect("an error of ours");
        assert_eq!(source.kind(), ErrorKind::Timeout);
    });
}

#[test]
fn the_calls_own_time_limit_holds_for_each_read() {
    with_each(|kind| {
        let server = server(vec![Reply::never()]);
        let call = files::get("UF-1").timeout(milliseconds(200));
        let error =
            wait!(kind.client(&server), call, UsageFileStatus::Ready).expect_err("an error");
        assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
        assert_eq!(server.requests().len(), 5, "five reads in a row failed");
    });
}

#[test]
fn reads_that_fail_for_a_while_are_no_end() {
    with_each(|kind| {
        let mut replies = vec![Reply::new(503), Reply::new(502)];
        replies.extend(statuses(&["processing"], ""));
        replies.extend([Reply::reset(), Reply::new(503)]);
        replies.extend(statuses(&["ready"], ""));
        let server = server(replies);
        let file = wait_for_file(kind, &server, UsageFileStatus::Ready).expect("a report");
        assert_eq!(file.status, Some(UsageFileStatus::Ready));
        assert_eq!(server.requests().len(), 6);
    });
}

#[test]
fn an_object_that_is_not_there_ends_it_at_once() {
    with_each(|kind| {
        let server = server(vec![Reply::json(404, r#"{"errors": ["no such report"]}"#)]);
        let error = wait_for_file(kind, &server, UsageFileStatus::Ready).expect_err("an error");
        assert_eq!(error.kind(), ErrorKind::Api);
        assert_eq!(error.messages(), ["no such report"]);
        assert_eq!(server.requests().len(), 1);
    });
}

#[test]
fn what_cannot_be_waited_for_sends_nothing() {
    with_each(|kind| {
        let server = server(statuses(&["ready"], ""));
        let error = wait_for_file(kind, &server, []).expect_err("an error");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        let waited = wait!(kind.client(&server), files::get(""), UsageFileStatus::Ready);
        let error = waited.expect_err("an error");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(server.requests().is_empty());
    });
}

#[cfg(feature = "reqwest")]
#[test]
fn a_wait_that_is_dropped_reads_no_more() {
    let server = server(statuses(&["processing"], ""));
    let client = support::client(&server);
    support::run(async {
        let wait = fast(client.wait(files::get("UF-1"))).until(UsageFileStatus::Ready);
        let ended = tokio::time::timeout(milliseconds(300), wait).await;
        assert!(ended.is_err(), "it would go on");
        let reads = server.requests().len();
        assert!(reads > 1);
        tokio::time::sleep(milliseconds(50)).await;
        assert_eq!(server.requests().len(), reads);
    });
}

#[cfg(feature = "reqwest")]
#[test]
fn a_wait_can_be_sent_to_another_thread() {
    fn is_send<T: Send>(_: &T) {}
    let client = support::client(&server(Vec::new()));
    let mut count = 0;
    let wait = client
        .wait(files::get("UF-1"))
        .observe(|_, _| count += 1)
        .until(UsageFileStatus::Ready);
    is_send(&wait);
}

/// Pauses as they are without a word about them, by a transport that does not really sleep.
#[test]
fn the_usual_pauses_are_as_documented() {
    use connect_usage::blocking::{Client, Incoming, Transport};
    use connect_usage::runtime::{HeaderMap, StatusCode};
    use connect_usage::transport::Outgoing;
    use std::sync::Arc;

    #[derive(Default)]
    struct Slow(Mutex<Vec<Duration>>);
    struct Shared(Arc<Slow>);
    impl Transport for Shared {
        fn exchange(&self, _: Outgoing) -> Result<Incoming, Error> {
            let body = r#"{"id": "UF-1", "status": "processing"}"#;
            Ok(Incoming::new(StatusCode::OK, HeaderMap::new(), body))
        }
        fn sleep(&self, pause: Duration) {
            self.0.0.lock().expect("the pauses").push(pause);
        }
    }

    let slow = Arc::new(Slow::default());
    let client = Client::builder()
        .api_key(support::key())
        .transport(Shared(slow.clone()))
        .build()
        .expect("a client");
    let call: Call<UsageFile> = files::get("UF-1");
    let error = client
        .wait(call)
        .until(UsageFileStatus::Ready)
        .expect_err("an error");
    let told = error.waiting().expect("a wait's error");
    assert_eq!(told.reason, Reason::Deadline(Duration::from_secs(600)));

    let pauses = slow.0.lock().expect("the pauses");
    let first: Vec<u128> = pauses.iter().take(4).map(Duration::as_millis).collect();
    assert_eq!(first, [1000, 1500, 2250, 3375]);
    assert_eq!(pauses.iter().max(), Some(&Duration::from_secs(15)));
    // The last read is one first pause before the deadline, but for what the reads took.
    let all: Duration = pauses.iter().sum();
    assert!(
        all <= Duration::from_secs(599) && all > Duration::from_secs(590),
        "{all:?}"
    );
}
