//! Spans of the asynchronous client are entered only while its futures are polled.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use connect_usage::runtime::{HeaderMap, StatusCode};
use connect_usage::transport::{BoxFuture, Request, Response, Transport, response};
use connect_usage::{ApiKey, Client, Error, files};

use crate::recorder::record;

/// Responds at the second poll.
struct Slow;

impl Transport for Slow {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        let id = request.uri.path().rsplit('/').next().unwrap_or_default();
        let reply = response(
            StatusCode::OK,
            HeaderMap::new(),
            format!(r#"{{"id": "{id}"}}"#),
        );
        Box::pin(async {
            within("connect.attempt");
            let mut polled = false;
            std::future::poll_fn(|_| match std::mem::replace(&mut polled, true) {
                true => Poll::Ready(()),
                false => Poll::Pending,
            })
            .await;
            within("connect.attempt");
            Ok(reply)
        })
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

/// Checks the current span of this thread.
fn within(name: &str) {
    let current = tracing::Span::current();
    assert_eq!(current.metadata().map(|it| it.name()), Some(name));
}

fn client() -> Client {
    let key = ApiKey::new("SU-1:x").expect("a key");
    let builder = Client::builder().api_key(key).transport(Slow);
    builder.build().expect("a client")
}

const CALL: &str = "connect.call files::get GET /usage/files/{id}";
const ATTEMPT: &str = "  connect.attempt files::get GET /usage/files/{id}";

#[test]
fn spans_of_concurrent_calls_are_separate() {
    let recorded = record();
    let client = client();
    let mut context = Context::from_waker(Waker::noop());
    let mut one = pin!(client.send(files::get("UF-1")));
    let mut other = pin!(client.send(files::get("UF-2")));
    assert!(one.as_mut().poll(&mut context).is_pending());
    assert!(tracing::Span::current().is_none(), "it is not polled");
    assert!(other.as_mut().poll(&mut context).is_pending());
    assert!(other.as_mut().poll(&mut context).is_ready());
    assert!(tracing::Span::current().is_none(), "it has ended");
    assert!(one.as_mut().poll(&mut context).is_ready());
    let all = recorded.all();
    assert!(!all.contains("UF-1") && !all.contains("SU-1"), "{all}");
    let call = format!("{CALL} attempts=1 http.response.status_code=200");
    let attempt = format!("{ATTEMPT} attempt=1 http.response.status_code=200 otel.kind=client");
    assert_eq!(recorded.tree(), [&*call, &*attempt, &*call, &*attempt]);
}

#[test]
fn the_span_of_the_caller_is_the_parent() {
    let recorded = record();
    let client = client();
    let work = tracing::info_span!(target: "connect_client", "work");
    let mut context = Context::from_waker(Waker::noop());
    let mut call = Box::pin(client.send(files::get("UF-1")));
    assert!(work.in_scope(|| call.as_mut().poll(&mut context).is_pending()));
    drop(call);
    let inner = format!("  {CALL} (unended)");
    let innermost = format!("  {ATTEMPT} (unended) attempt=1 otel.kind=client");
    assert_eq!(recorded.tree(), ["work (unended)", &inner, &innermost]);
}
