//! The results of many runs.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::Ordering;
use std::time::Duration;

use connect_fake::Received;
use connect_fake::faults::Kind;

use crate::breach::{Breach, Finding};
use crate::judge;
use crate::stage::Stage;

/// Counts over runs.
#[derive(Debug, Default)]
pub struct Figures {
    pub runs: u64,
    pub calls: u64,
    pub successful_calls: u64,
    requests: u64,
    actions: u64,
    actions_processed: u64,
    uploads: u64,
    rows: u64,
    unreadable_rows: u64,
    lists_resumed: u64,
    downloads: u64,
    files: u64,
    files_unchanged: u64,
    presigned_downloads: u64,
    elsewhere: u64,
    slowest: Duration,
    faults: BTreeMap<Kind, u64>,
    /// With the seed of the run.
    pub breaches: Vec<(u64, Finding)>,
}

impl Figures {
    pub fn of(stage: &Stage, findings: Vec<Finding>) -> Self {
        let tally = stage.tally;
        let mut log = stage.faults.log();
        let is_action = |it: &&connect_fake::faults::Event| {
            it.processed && it.request.as_deref().is_some_and(judge::is_action)
        };
        let actions_processed = log.iter().filter(is_action).count() as u64;
        log.extend(stage.storage_faults.log());
        let mut faults = BTreeMap::new();
        for kind in log.iter().filter_map(|it| it.fault.kind()) {
            *faults.entry(kind).or_default() += 1;
        }
        Self {
            runs: 1,
            calls: tally.calls,
            successful_calls: tally.successful_calls,
            requests: stage.observations.exchanges.load(Ordering::Relaxed),
            actions: tally.actions,
            actions_processed,
            uploads: tally.uploads,
            rows: tally.rows,
            unreadable_rows: tally.unreadable_rows,
            lists_resumed: tally.lists_resumed,
            downloads: tally.downloads,
            files: tally.files,
            files_unchanged: tally.files_unchanged,
            presigned_downloads: tally.presigned_downloads,
            elsewhere: 0,
            slowest: tally.slowest,
            faults,
            breaches: findings.into_iter().map(|it| (stage.seed, it)).collect(),
        }
    }

    pub fn add(&mut self, other: Self) {
        self.runs += other.runs;
        self.calls += other.calls;
        self.successful_calls += other.successful_calls;
        self.requests += other.requests;
        self.actions += other.actions;
        self.actions_processed += other.actions_processed;
        self.uploads += other.uploads;
        self.rows += other.rows;
        self.unreadable_rows += other.unreadable_rows;
        self.lists_resumed += other.lists_resumed;
        self.downloads += other.downloads;
        self.files += other.files;
        self.files_unchanged += other.files_unchanged;
        self.presigned_downloads += other.presigned_downloads;
        self.slowest = self.slowest.max(other.slowest);
        for (kind, count) in other.faults {
            *self.faults.entry(kind).or_default() += count;
        }
        self.breaches.extend(other.breaches);
    }

    /// Checks the requests that the other host received.
    pub fn elsewhere(&mut self, requests: &[Received]) {
        self.elsewhere = requests.len() as u64;
        for request in requests {
            if request.header("authorization").is_some() {
                let message = "the other host received the key";
                self.breaches
                    .push((0, Finding::new(Breach::KeyLeaked, message)));
            }
        }
    }

    pub fn fault_kinds(&self) -> usize {
        self.faults.len()
    }

    pub fn breach_messages(&self) -> String {
        let breaches = self.breaches.iter().take(20);
        breaches
            .map(|(seed, it)| format!("seed {seed}: {:?}: {}\n", it.kind, it.message))
            .collect()
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let faults: u64 = self.faults.values().sum();
        writeln!(f, "{} runs", self.runs)?;
        writeln!(
            f,
            "  {} calls, {} of them succeeded, in {} requests",
            self.calls, self.successful_calls, self.requests
        )?;
        writeln!(f, "  {faults} faults of {} kinds:", self.faults.len())?;
        for (kind, count) in &self.faults {
            writeln!(f, "    {kind:?}: {count}")?;
        }
        writeln!(
            f,
            "  {} calls that are not idempotent, {} processed",
            self.actions, self.actions_processed
        )?;
        writeln!(f, "  {} uploads that arrived", self.uploads)?;
        writeln!(
            f,
            "  {} rows and {} that could not be read, of lists that were resumed {} times",
            self.rows, self.unreadable_rows, self.lists_resumed
        )?;
        writeln!(
            f,
            "  {} downloads, {} of them to files, {} from presigned URLs",
            self.downloads, self.files, self.presigned_downloads
        )?;
        writeln!(
            f,
            "  {} downloads that failed without a change of the target file",
            self.files_unchanged
        )?;
        writeln!(
            f,
            "  {} requests redirected to another host",
            self.elsewhere
        )?;
        writeln!(f, "  {:?} for the slowest call", self.slowest)?;
        let mut breaches: BTreeMap<Breach, u64> = BTreeMap::new();
        for (_, finding) in &self.breaches {
            *breaches.entry(finding.kind).or_default() += 1;
        }
        write!(f, "  breaches: {breaches:?}")
    }
}
