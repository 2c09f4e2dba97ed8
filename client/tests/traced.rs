//! Credentials are in no span.
#![cfg(feature = "tracing")]

mod support;

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use connect_client::Credential;
use connect_client::runtime::Operation;
use support::operations::{ANCHOR, BEACON, HARBOR, LANTERN, get, request};
use support::{Reply, Setup};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

static BY_ALL: Operation = get()
    .server("https://uploads.example")
    .security(&[&[&LANTERN, &BEACON, &ANCHOR, &HARBOR]]);

/// Writes down all fields.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<String>>);

impl Visit for Recorder {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        *self.0.lock().expect("fields") += &format!("{field}={value:?} ");
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// The only test of this file, since the subscriber is global.
#[test]
fn spans_do_not_show_credentials() {
    let recorder = Recorder::default();
    tracing::subscriber::set_global_default(recorder.clone()).expect("the only subscriber");
    let setup = Setup::new()
        .credential("lantern", Credential::api_key("l1ght"))
        .credential("beacon", Credential::api_key("b3acon"))
        .credential("anchor", Credential::api_key("s1d3"))
        .credential("harbor", Credential::bearer("t0ken"));
    for reply in [
        Reply::ok("{}"),
        Reply::status(403),
        Reply::lost(),
        Reply::redirect("ftp://x.example"),
    ] {
        let call = || request(&BY_ALL).returns_empty();
        let (_, seen) = setup.send(call, move |_| reply.clone());
        assert!(seen.iter().all(|it| it.url.contains("b3acon")));
    }
    let text = recorder.0.lock().expect("fields").clone();
    assert!(text.contains("url.template=/ships"), "{text}");
    for secret in ["l1ght", "b3acon", "s1d3", "t0ken"] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
}
