//! Many runs, in threads.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use connect_fake::Reply;
use connect_fake::server::Server;

use crate::breach::{Breach, Finding};
use crate::client::Workshop;
use crate::figures::Figures;
use crate::habit::Habit;
use crate::judge;
use crate::stage::Stage;
use crate::story;

/// The number of concurrent runs. Most of them wait for a response that never arrives.
const THREADS: u64 = 24;
/// If no run has ended for this time, the remaining runs hang.
const HANG_TIMEOUT: Duration = Duration::from_secs(120);

/// A number of runs with consecutive seeds.
#[derive(Debug, Clone, Copy)]
pub struct Campaign {
    habit: Habit,
    first: u64,
    runs: u64,
}

impl Campaign {
    pub fn of(habit: Habit) -> Self {
        Self {
            habit,
            first: 1,
            runs: 0,
        }
    }

    pub fn first(self, seed: u64) -> Self {
        Self {
            first: seed,
            ..self
        }
    }

    pub fn runs(self, runs: u64) -> Self {
        Self { runs, ..self }
    }

    pub fn count(&self) -> u64 {
        self.runs
    }

    /// Performs all runs.
    ///
    /// # Panics
    /// When some of them hang.
    pub fn run(&self) -> Figures {
        // A host that must not receive the key.
        let elsewhere = Arc::new(Server::start(|_| Reply::json(404, "{}")));
        let next = Arc::new(AtomicU64::new(0));
        let running = Arc::new(Mutex::new(Vec::new()));
        let (done, ended) = mpsc::channel();
        for _ in 0..THREADS.min(self.runs) {
            let (campaign, done) = (*self, done.clone());
            let (elsewhere, next) = (Arc::clone(&elsewhere), Arc::clone(&next));
            let running = Arc::clone(&running);
            std::thread::spawn(move || {
                let workshop = Workshop::new();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= campaign.runs {
                        return;
                    }
                    let seed = campaign.first.wrapping_add(number);
                    running.lock().expect("seeds").push(seed);
                    let figures = one(seed, campaign.habit, &workshop, &elsewhere);
                    running.lock().expect("seeds").retain(|it| *it != seed);
                    if done.send(figures).is_err() {
                        return;
                    }
                }
            });
        }
        drop(done);
        let mut all = Figures::default();
        loop {
            match ended.recv_timeout(HANG_TIMEOUT) {
                Ok(figures) => all.add(figures),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    panic!("these seeds hang: {:?}", running.lock().expect("seeds"))
                }
            }
        }
        all.elsewhere(&elsewhere.requests());
        all
    }
}

/// One run, from its seed.
fn one(seed: u64, habit: Habit, workshop: &Workshop, elsewhere: &Server) -> Figures {
    let mut stage = Stage::new(seed, habit, workshop, elsewhere);
    let outcome = catch_unwind(AssertUnwindSafe(|| story::run(&mut stage)));
    let mut findings = judge::judge(&stage);
    findings.append(&mut stage.findings);
    if outcome.is_err() {
        findings.push(Finding::new(Breach::Panic, "see above"));
    }
    Figures::of(&stage, findings)
}
