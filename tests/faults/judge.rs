//! Checks what must hold after a run against what the servers have received.

use std::collections::BTreeMap;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use connect_fake::Received;
use connect_fake::faults::{Event, Kind};

use crate::breach::{Breach, Finding};
use crate::stage::{Belief, Stage};

/// Checks what the servers and transports have observed in a run.
pub fn judge(stage: &Stage) -> Vec<Finding> {
    let log = stage.faults.log();
    let mut findings = processed_twice(&log);
    findings.extend(beliefs(stage, &log));
    findings.extend(keys(stage));
    findings.extend(refusals(stage, &log));
    let early = stage.observations.too_early.lock();
    let early = early.unwrap_or_else(PoisonError::into_inner);
    findings.extend(early.iter().map(|it| Finding::new(Breach::TooEarly, it)));
    findings
}

/// Returns whether a request must not be processed twice: all but those that read or set a value.
pub fn is_action(request: &Received) -> bool {
    match request.method.as_str() {
        "POST" => true,
        "PUT" => request.path().ends_with("/approve-all"),
        _ => false,
    }
}

/// Returns how often each action was processed. No run sends the same action twice on purpose.
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
            let message = format!("{path} was processed {count} times");
            Finding::new(Breach::ProcessedTwice, message)
        })
        .collect()
}

/// Compares the outcomes that the client reported with what happened.
fn beliefs(stage: &Stage, log: &[Event]) -> Vec<Finding> {
    let processed = processed(log);
    let happened = |call: &str| processed.iter().any(|(path, _)| path.ends_with(call));
    let mut findings = Vec::new();
    for (call, belief) in &stage.beliefs {
        let is_wrong = match belief {
            Belief::Happened => !happened(call),
            Belief::DidNotHappen => happened(call),
            Belief::Unknown => false,
        };
        if is_wrong {
            let message = format!("{call}: the client says {belief:?}");
            findings.push(Finding::new(Breach::WrongOutcome, message));
        }
    }
    findings
}

/// Compares the early refusals that were sent with those that the client has seen. Only those of actions: other requests
/// can be given up.
fn refusals(stage: &Stage, log: &[Event]) -> Option<Finding> {
    let is_refused = |it: &&Event| {
        let is_post = it.request.as_deref().is_some_and(|it| it.method == "POST");
        is_post && it.fault.kind() == Some(Kind::RefuseEarly)
    };
    let sent = log.iter().filter(is_refused).count() as u64;
    let seen = stage.observations.refusals.load(Ordering::Relaxed);
    let message = format!("{seen} of {sent} refusals were seen");
    (seen != sent).then(|| Finding::new(Breach::RefusalLost, message))
}

fn keys(stage: &Stage) -> Vec<Finding> {
    let hosts = stage.observations.key_sent_to.lock();
    let hosts = hosts.unwrap_or_else(PoisonError::into_inner);
    let mut hosts: Vec<_> = hosts.clone();
    for request in stage.platform.storage_requests() {
        if request.header("authorization").is_some() {
            hosts.push("the storage".to_owned());
        }
    }
    let findings = hosts.into_iter();
    findings
        .map(|it| Finding::new(Breach::KeyLeaked, format!("{it} received the key")))
        .collect()
}
