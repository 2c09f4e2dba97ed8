//! Receives everything that is logged, by `log` and by `tracing`, at their most talkative level.

use std::fmt::Debug;
use std::fmt::Write as _;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use log::{LevelFilter, Log, Metadata, Record};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt};

static TEXT: Mutex<String> = Mutex::new(String::new());

fn text() -> MutexGuard<'static, String> {
    TEXT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Everything that was logged since the last look.
pub struct Captured;

impl Captured {
    pub fn by_log() -> Self {
        static SET: Once = Once::new();
        SET.call_once(|| {
            log::set_logger(&Logger).expect("the only logger");
            log::set_max_level(LevelFilter::Trace);
        });
        log::trace!("written by log");
        assert!(text().contains("written by log"));
        Self
    }

    pub fn by_log_and_tracing() -> Self {
        let subscriber = tracing_subscriber::registry().with(Recorder);
        tracing::subscriber::set_global_default(subscriber).expect("the only subscriber");
        tracing::trace!("written by tracing");
        assert!(text().contains("written by tracing"));
        Self::by_log()
    }

    pub fn take(&self) -> String {
        std::mem::take(&mut *text())
    }
}

struct Logger;

impl Log for Logger {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        writeln!(text(), "{}: {}", record.target(), record.args()).expect("a string");
    }

    fn flush(&self) {}
}

struct Recorder;

impl<S: Subscriber> Layer<S> for Recorder {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        attributes.record(&mut Fields);
    }

    fn on_record(&self, _: &Id, values: &tracing::span::Record<'_>, _: Context<'_, S>) {
        values.record(&mut Fields);
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        event.record(&mut Fields);
    }
}

struct Fields;

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        writeln!(text(), "{field}={value:?}").expect("a string");
    }
}
