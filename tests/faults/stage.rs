//! One run: a platform, the clients of the two accounts, and the records of the run.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use connect_fake::Platform;
use connect_fake::faults::{Faults, Kind as FaultKind, Rates};
use connect_fake::server::Server;
use connect_usage::retry::Reason;
use connect_usage::{Call, Error, Outcome};

use crate::breach::{Breach, Finding};
use crate::client::{Observations, TOTAL, Workshop};
use crate::habit::Habit;
use crate::support::any::{AnyClient as Client, Kind};

/// The number of faults in a thousand requests, spread evenly over all kinds.
const FAULTS_PER_MILLE: u16 = 400;
/// The number of lists with unreadable rows in a thousand. It is larger, since most responses are not lists.
const UNREADABLE_PER_MILLE: u16 = 100;
/// How much a call may exceed its limit before that counts. The machine may be busy; a call that hangs would hang
/// forever.
const SLACK: Duration = Duration::from_secs(6);

/// The outcome of a call as a client reports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Belief {
    Happened,
    DidNotHappen,
    Unknown,
}

/// What is counted in a run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    pub calls: u64,
    pub successful_calls: u64,
    pub actions: u64,
    pub uploads: u64,
    pub rows: u64,
    pub unreadable_rows: u64,
    pub lists_resumed: u64,
    pub downloads: u64,
    /// The number of downloads to files.
    pub files: u64,
    /// The number of failed downloads that did not change the target file.
    pub files_unchanged: u64,
    /// The number of downloads from presigned URLs.
    pub presigned_downloads: u64,
    pub slowest: Duration,
}

/// One run.
pub struct Stage {
    pub seed: u64,
    pub habit: Habit,
    pub platform: Platform,
    pub faults: Faults,
    pub storage_faults: Faults,
    pub vendor: Client,
    pub provider: Client,
    /// A client whose API is another host, for [`Habit::SendsKeyElsewhere`].
    elsewhere_client: Client,
    /// A client whose API is the storage, for [`Habit::SendsKeyToPresignedUrls`].
    pub storage_client: Client,
    /// The folder of uploads and downloads.
    pub folder: PathBuf,
    pub observations: Arc<Observations>,
    pub beliefs: Vec<(String, Belief)>,
    pub findings: Vec<Finding>,
    pub tally: Tally,
}

impl Stage {
    pub fn new(seed: u64, habit: Habit, workshop: &Workshop, elsewhere: &Server) -> Self {
        let rates = Rates::evenly(FAULTS_PER_MILLE)
            .with(FaultKind::Unreadable, UNREADABLE_PER_MILLE)
            .pause(Duration::from_millis(2));
        let elsewhere = elsewhere.url("");
        let faults = Faults::seeded(seed, rates.clone()).elsewhere(&elsewhere);
        let storage_faults = Faults::seeded(!seed, rates).elsewhere(&elsewhere);
        let mut platform = Platform::builder()
            .page_cap(page_cap(seed) as usize)
            .faults(&faults)
            .storage_faults(&storage_faults);
        if below(seed, 2, 2) == 0 {
            platform = platform.presigned_downloads();
        }
        if below(seed, 4, 2) == 0 {
            platform = platform.without_ranges();
        }
        let platform = platform.start();
        let kind = match below(seed, 3, 2) {
            0 => Kind::Async,
            _ => Kind::Blocking,
        };
        let observations = Arc::new(Observations {
            loses_refusals: habit == Habit::LosesRefusals,
            ..Observations::default()
        });
        let client = |url: &str, key: &str| workshop.client(kind, habit, url, key, &observations);
        Self {
            vendor: client(&platform.url(), platform.vendor_key()),
            provider: client(&platform.url(), platform.provider_key()),
            elsewhere_client: client(&elsewhere, platform.vendor_key()),
            storage_client: client(&platform.storage_url(), platform.vendor_key()),
            folder: folder(),
            seed,
            habit,
            platform,
            faults,
            storage_faults,
            observations,
            beliefs: Vec::new(),
            findings: Vec::new(),
            tally: Tally::default(),
        }
    }

    /// Returns a number below the bound that follows from the seed and `what`.
    pub fn below(&self, what: u64, bound: u64) -> u64 {
        below(self.seed, what, bound)
    }

    /// The largest number of rows that the platform sends in a page.
    pub fn page_cap(&self) -> u64 {
        page_cap(self.seed)
    }

    /// Performs an action that may take as long as a call plus `more`.
    pub fn timed<T>(
        &mut self,
        more: Duration,
        act: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        let started = Instant::now();
        let result = act();
        let taken = started.elapsed();
        self.check_duration(taken, TOTAL + more);
        self.tally.calls += 1;
        match &result {
            Ok(_) => self.tally.successful_calls += 1,
            Err(error) => self.failed(error),
        }
        result
    }

    pub fn check_duration(&mut self, taken: Duration, allowed: Duration) {
        let allowed = match self.habit {
            Habit::ExceedsLimits => Duration::from_micros(1),
            _ => allowed + SLACK,
        };
        self.tally.slowest = self.tally.slowest.max(taken);
        if taken > allowed {
            let message = format!("{taken:?} instead of {allowed:?}");
            self.findings.push(Finding::new(Breach::Deadline, message));
        }
    }

    /// Reacts to a failed call. A correct client does nothing.
    pub fn failed(&mut self, error: &Error) {
        if was_put_off(error) {
            let finding = Finding::new(Breach::GaveUp, error.to_string());
            self.findings.push(finding);
        }
        match self.habit {
            Habit::Panics => panic!("on purpose: {error}"),
            Habit::SendsKeyElsewhere => {
                let _ = self.elsewhere_client.send(connect_usage::files::list());
            }
            _ => {}
        }
    }

    /// Sends a call that is not idempotent, and records the outcome that the client reports. `path` is the end of its
    /// path.
    pub fn act<T>(
        &mut self,
        client: &Client,
        path: String,
        call: impl Fn() -> Call<T>,
    ) -> Option<T> {
        self.tally.actions += 1;
        let mut result = self.timed(Duration::ZERO, || client.send(call()));
        if self.habit == Habit::RetriesEverything && result.is_err() {
            result = client.send(call());
        }
        let belief = match &result {
            Ok(_) => Belief::Happened,
            Err(_) if self.habit == Habit::DeniesEffects => Belief::DidNotHappen,
            Err(error) if self.habit == Habit::TrustsRedirects && is_redirect(error) => {
                Belief::DidNotHappen
            }
            Err(error) => belief(error),
        };
        self.beliefs.push((path, belief));
        result.ok()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A new folder for each run.
fn folder() -> PathBuf {
    static FOLDERS: AtomicU64 = AtomicU64::new(0);
    let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
    let name = format!("faults-{}-{number}", std::process::id());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn belief(error: &Error) -> Belief {
    match error.outcome() {
        // After a time-out, the action can take effect after the client has read the object.
        _ if error.time_limit().is_some() => Belief::Unknown,
        Some(Outcome::Happened) => Belief::Happened,
        Some(Outcome::DidNotHappen) => Belief::DidNotHappen,
        _ if error.may_have_been_processed() => Belief::Unknown,
        _ => Belief::DidNotHappen,
    }
}

fn is_redirect(error: &Error) -> bool {
    error.status().is_some_and(|it| it.is_redirection())
}

/// Returns whether a call failed although the API had only put it off.
fn was_put_off(error: &Error) -> bool {
    let asked = error.retry_after(SystemTime::now());
    let gave_up = [Some(Reason::Attempts), Some(Reason::Budget)].contains(&error.not_retried());
    asked.is_some_and(|it| it >= Duration::from_secs(1)) && gave_up
}

fn page_cap(seed: u64) -> u64 {
    2 + below(seed, 1, 9)
}

/// SplitMix64 of a seed and a number.
fn below(seed: u64, what: u64, bound: u64) -> u64 {
    let mut mixed = seed
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .wrapping_add(what.wrapping_mul(0xd1b5_4a32_d192_ed03));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ (mixed >> 31)) % bound
}
