//! Waiting with one of the clients. The suite `conformance` tests what both do.
#![cfg(feature = "transport")]

mod support;

use std::sync::Mutex;
use std::time::Duration;

use connect_fake::Reply;
use connect_fake::server::Server;
use connect_usage::models::{UsageFile, UsageFileStatus};
use connect_usage::waiting::Reason;
use connect_usage::{Call, Error, files};

#[test]
fn a_wait_that_is_dropped_reads_no_more() {
    let server = Server::start(|_| Reply::json(200, r#"{"id": "UF-1", "status": "processing"}"#));
    let client = support::client(&server);
    let milliseconds = Duration::from_millis;
    support::run(async {
        let wait = client.wait(files::get("UF-1"));
        let wait = wait.every(milliseconds(2), milliseconds(10));
        let wait = wait.until(UsageFileStatus::Ready);
        let ended = tokio::time::timeout(milliseconds(300), wait).await;
        assert!(ended.is_err(), "the wait ended");
        let reads = server.requests().len();
        assert!(reads > 1);
        tokio::time::sleep(milliseconds(100)).await;
        // One may have been in flight when the wait was dropped.
        let later = server.requests().len();
        assert!(later <= reads + 1, "{later} after {reads}");
    });
}

#[test]
fn a_wait_can_be_sent_to_another_thread() {
    fn is_send<T: Send>(_: &T) {}
    let client = support::client(&Server::start(|_| Reply::new(404)));
    let mut count = 0;
    let wait = client
        .wait(files::get("UF-1"))
        .observe(|_, _| count += 1)
        .until(UsageFileStatus::Ready);
    is_send(&wait);
}

/// The default pauses, with a transport that does not sleep.
#[test]
fn the_default_pauses_are_as_documented() {
    use std::sync::Arc;

    use connect_usage::blocking::{Client, Response, Transport, response};
    use connect_usage::runtime::{HeaderMap, StatusCode};
    use connect_usage::transport::Request;

    #[derive(Default)]
    struct Slow(Mutex<Vec<Duration>>);
    struct Shared(Arc<Slow>);
    impl Transport for Shared {
        fn send(&self, _: Request) -> Result<Response, Error> {
            let body = r#"{"id": "UF-1", "status": "processing"}"#;
            Ok(response(StatusCode::OK, HeaderMap::new(), body))
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
    let wait_error = error.wait_error().expect("a wait error");
    assert_eq!(
        wait_error.reason,
        Reason::Deadline(Duration::from_secs(600))
    );

    let pauses = slow.0.lock().expect("the pauses");
    let first: Vec<u128> = pauses.iter().take(4).map(Duration::as_millis).collect();
    assert_eq!(first, [1000, 1500, 2250, 3375]);
    assert_eq!(pauses.iter().max(), Some(&Duration::from_secs(15)));
    // The last read is one first pause before the deadline, minus the duration of the reads.
    let all: Duration = pauses.iter().sum();
    assert!(
        all <= Duration::from_secs(599) && all > Duration::from_secs(590),
        "{all:?}"
    );
}
