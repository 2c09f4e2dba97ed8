//! What must hold after a run, held against what the servers have seen.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use loopback::{Event, Received};

use crate::stage::{Belief, Stage};

/// What must never be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Breach {
    /// A request that may not be repeated was processed twice.
    ProcessedTwice,
    /// A row was lost or doubled, or is out of order.
    Rows,
    /// An upload arrived different from what was sent.
    Upload,
    /// A download is different from what the server has, though nothing about it went wrong that no
    /// client can see.
    Download,
    /// A download that failed left something behind, or spoilt what was there before.
    Parts,
    /// The key went to another host.
    KeyLeft,
    /// Something took longer than it may.
    Deadline,
    /// The client panicked.
    Panic,
    /// A client said that a call happened or did not, and it was the other way round.
    Untrue,
}

/// A breach, and where it was seen.
#[derive(Debug, Clone)]
pub struct Finding {
    pub kind: Breach,
    pub told: String,
}

impl Finding {
    pub fn new(kind: Breach, told: impl Into<String>) -> Self {
        let told = told.into();
        Self { kind, told }
    }
}

/// Looks at what the servers and transports have seen in a run.
pub fn judge(stage: &Stage) -> Vec<Finding> {
    let log = stage.faults.log();
    let mut findings = processed_twice(&log);
    findings.extend(beliefs(stage, &log));
    findings.extend(keys(stage));
    findings
}

/// Whether a request does something that must not be done twice: all but those that read, or put a
/// value in place.
pub fn is_action(request: &Received) -> bool {
    match request.method.as_str() {
        "POST" => true,
        "PUT" => request.path().ends_with("/approve-all"),
        _ => false,
    }
}

/// How often each of these was processed. No run makes the same one twice on purpose.
fn processed(log: &[Event]) -> BTreeMap<&str, u64> {
    let mut counts = BTreeMap::new();
    for event in log.iter().filter(|it| it.processed) {
        if let Some(request) = event.request.as_deref().filter(|it| is_action(it)) {
            *counts.entry(request.path()).or_default() += 1;
        }
    }
    counts
}

fn processed_twice(log: &[Event]) -> Vec<Finding> {
    let twice = processed(log).into_iter().filter(|(_, count)| *count > 1);
    twice
        .map(|(path, count)| {
            let told = format!("{path} was processed {count} times");
            Finding::new(Breach::ProcessedTwice, told)
        })
        .collect()
}

/// Compares what the client said of its calls with what happened.
fn beliefs(stage: &Stage, log: &[Event]) -> Vec<Finding> {
    let processed = processed(log);
    let happened = |call: &str| processed.iter().any(|(path, _)| path.ends_with(call));
    let mut findings = Vec::new();
    for (call, belief) in &stage.beliefs {
        let is_untrue = match belief {
            Belief::Happened => !happened(call),
            Belief::DidNotHappen => happened(call),
            Belief::Unknown => false,
        };
        if is_untrue {
            let told = format!("{call}: the client says {belief:?}");
            findings.push(Finding::new(Breach::Untrue, told));
        }
    }
    findings
}

fn keys(stage: &Stage) -> Vec<Finding> {
    let given = stage.seen.given_the_key.lock();
    let given = given.unwrap_or_else(PoisonError::into_inner);
    let mut hosts: Vec<_> = given.clone();
    for request in stage.platform.storage_requests() {
        if request.header("authorization").is_some() {
            hosts.push("the storage".to_owned());
        }
    }
    let findings = hosts.into_iter();
    findings
        .map(|it| Finding::new(Breach::KeyLeft, format!("{it} was given the key")))
        .collect()
}
