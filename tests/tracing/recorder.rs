//! A subscriber that records everything.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write};
use std::sync::{Mutex, MutexGuard, OnceLock};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

/// The records of all threads.
static LOG: Mutex<Log> = Mutex::new(Log {
    spans: Vec::new(),
    others: String::new(),
});

struct Log {
    spans: Vec<Span>,
    /// Spans and events of other targets.
    others: String,
}

struct Span {
    id: u64,
    parent: Option<u64>,
    metadata: &'static Metadata<'static>,
    fields: BTreeMap<&'static str, String>,
}

/// The records of one test. Tests that record run one at a time, since the records are global.
pub struct Recorded {
    _turn: MutexGuard<'static, ()>,
}

/// Starts recording.
pub fn record() -> Recorded {
    static TURN: Mutex<()> = Mutex::new(());
    static SET: OnceLock<()> = OnceLock::new();
    let turn = TURN.lock().unwrap_or_else(|it| it.into_inner());
    SET.get_or_init(|| {
        let subscriber = tracing_subscriber::registry().with(Recorder);
        tracing::subscriber::set_global_default(subscriber).expect("the only subscriber");
    });
    let recorded = Recorded { _turn: turn };
    recorded.tree();
    recorded
}

impl Recorded {
    /// Returns the spans since the last call of this, one line each, in the order in which they began; children are
    /// indented. The numbers of milliseconds are left out.
    pub fn tree(&self) -> Vec<String> {
        let mut log = log();
        let spans = std::mem::take(&mut log.spans);
        log.others.clear();
        let mut lines = Vec::new();
        add(&spans, None, "", &mut lines);
        assert_eq!(lines.len(), spans.len(), "{lines:#?}");
        lines
    }

    /// Returns all spans and events since the last call of `tree`, including those of libraries.
    pub fn all(&self) -> String {
        let log = log();
        let mut all = log.others.clone();
        for span in &log.spans {
            write!(all, "{:?} {:?}", span.metadata, span.fields).expect("a string");
        }
        all
    }
}

fn add(spans: &[Span], parent: Option<u64>, indent: &str, lines: &mut Vec<String>) {
    for span in spans.iter().filter(|it| it.parent == parent) {
        lines.push(format!("{indent}{}", line(span)));
        add(spans, Some(span.id), &format!("{indent}  "), lines);
    }
}

/// `connect.attempt files::get GET /usage/files/{id} attempt=1 …`
fn line(span: &Span) -> String {
    let mut line = span.metadata.name().to_owned();
    let mut fields = span.fields.clone();
    for name in ["operation", "http.request.method", "url.template"] {
        line.extend(fields.remove(name).map(|it| format!(" {it}")));
    }
    if fields.remove("duration_ms").is_none() {
        line += " (unended)";
    }
    for (name, value) in fields {
        match name.ends_with("_ms") {
            true => write!(line, " {name}"),
            false => write!(line, " {name}={value}"),
        }
        .expect("a string");
    }
    line
}

fn log() -> MutexGuard<'static, Log> {
    LOG.lock().unwrap_or_else(|it| it.into_inner())
}

struct Recorder;

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Recorder {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = BTreeMap::new();
        attributes.record(&mut Fields(&mut fields));
        if attributes.metadata().target() != "connect_client" {
            let text = format!("{:?} {fields:?}", attributes.metadata());
            return log().others.push_str(&text);
        }
        let parent = context.span(id).and_then(|it| it.parent());
        log().spans.push(Span {
            id: id.into_u64(),
            parent: parent.map(|it| it.id().into_u64()),
            metadata: attributes.metadata(),
            fields,
        });
    }

    fn on_record(&self, id: &Id, record: &Record<'_>, _: Context<'_, S>) {
        let mut log = log();
        // Ids are used again; the last span of an id is the one that is open.
        let mut spans = log.spans.iter_mut();
        if let Some(span) = spans.rfind(|it| it.id == id.into_u64()) {
            record.record(&mut Fields(&mut span.fields));
        }
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut fields = BTreeMap::new();
        event.record(&mut Fields(&mut fields));
        assert_ne!(event.metadata().target(), "connect_client");
        let text = format!("{:?} {fields:?}", event.metadata());
        log().others.push_str(&text);
    }
}

struct Fields<'a>(&'a mut BTreeMap<&'static str, String>);

impl Visit for Fields<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}
