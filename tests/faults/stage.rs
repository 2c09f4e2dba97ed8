//! One run: a platform, the two accounts' clients, and what is noted on the way.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use connect_usage::{Call, Error, Outcome};
use loopback::{Faults, Rates, Server};
use platform::Platform;

use crate::client::{Seen, TOTAL, Workshop};
use crate::judge::{Breach, Finding};
use crate::support::any::{AnyClient as Client, Kind};

/// How many requests of a thousand something happens to. A share of it is one of twenty kinds.
const FAULTS_PER_MILLE: u16 = 400;
/// By how much a call may be over its time before that counts. The machine may be busy; what hangs
/// would hang for ever.
const SLACK: Duration = Duration::from_secs(6);

/// What a client is told to do wrong, so that it is seen whether it is found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    None,
    /// Sends again whatever failed.
    RepeatsEverything,
    /// Goes on one row too far after an error.
    SkipsARow,
    /// Begins a list anew after an error, and keeps what it has.
    BeginsAnew,
    /// Changes a byte of each upload.
    AltersUploads,
    /// Changes a byte of each download.
    AltersDownloads,
    /// Changes a byte of each file that it has downloaded.
    AltersFiles,
    /// Leaves a part of a download that failed beside its place.
    LeavesParts,
    /// Writes a part of a download that failed to its place.
    WritesInPlace,
    /// Asks the host of a link with the key.
    GivesTheKeyToLinks,
    /// Asks another host with the key.
    CarriesTheKey,
    /// Takes longer than it was allowed.
    Dawdles,
    /// Panics when a call fails.
    Panics,
    /// Says of each call that failed that it did not happen.
    Denies,
}

/// What a client says of a call.
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
    pub calls_through: u64,
    pub actions: u64,
    pub uploads: u64,
    pub rows: u64,
    pub lists_resumed: u64,
    pub downloads: u64,
    /// How many of the downloads went into files.
    pub files: u64,
    /// How many that failed left the place of their file as it was.
    pub files_unchanged: u64,
    /// How many of them came from signed links.
    pub links: u64,
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
    /// A client whose home is another host, for [`Habit::CarriesTheKey`].
    stray: Client,
    /// A client whose home is the storage, for [`Habit::GivesTheKeyToLinks`].
    pub open_handed: Client,
    /// For what is uploaded from disk and downloaded to it.
    pub folder: PathBuf,
    pub seen: Arc<Seen>,
    pub beliefs: Vec<(String, Belief)>,
    pub findings: Vec<Finding>,
    pub tally: Tally,
}

impl Stage {
    pub fn new(seed: u64, habit: Habit, workshop: &Workshop, elsewhere: &Server) -> Self {
        let rates = Rates::evenly(FAULTS_PER_MILLE).pause(Duration::from_millis(2));
        let elsewhere = elsewhere.url("");
        let faults = Faults::seeded(seed, rates.clone()).elsewhere(&elsewhere);
        let storage_faults = Faults::seeded(!seed, rates).elsewhere(&elsewhere);
        let mut platform = Platform::builder()
            .page_cap(2 + below(seed, 1, 9) as usize)
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
        let seen = Arc::new(Seen::default());
        let client = |url: &str, key: &str| workshop.client(kind, url, key, &seen);
        Self {
            vendor: client(&platform.url(), platform.vendor_key()),
            provider: client(&platform.url(), platform.provider_key()),
            stray: client(&elsewhere, platform.vendor_key()),
            open_handed: client(&platform.storage_url(), platform.vendor_key()),
            folder: folder(),
            seed,
            habit,
            platform,
            faults,
            storage_faults,
            seen,
            beliefs: Vec::new(),
            findings: Vec::new(),
            tally: Tally::default(),
        }
    }

    /// A number under the bound that follows from the seed; each `what` has its own.
    pub fn below(&self, what: u64, bound: u64) -> u64 {
        below(self.seed, what, bound)
    }

    /// Does something that may take as long as a call, and this much more.
    pub fn timed<T>(
        &mut self,
        more: Duration,
        act: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        let started = Instant::now();
        let result = act();
        let taken = started.elapsed();
        self.took(taken, TOTAL + more);
        self.tally.calls += 1;
        match &result {
            Ok(_) => self.tally.calls_through += 1,
            Err(error) => self.failed(error),
        }
        result
    }

    pub fn took(&mut self, taken: Duration, allowed: Duration) {
        let allowed = match self.habit {
            Habit::Dawdles => Duration::from_micros(1),
            _ => allowed + SLACK,
        };
        self.tally.slowest = self.tally.slowest.max(taken);
        if taken > allowed {
            let told = format!("{taken:?} instead of {allowed:?}");
            self.findings.push(Finding::new(Breach::Deadline, told));
        }
    }

    /// What is done about a call that failed; nothing, by a client that is as it should be.
    pub fn failed(&mut self, error: &Error) {
        match self.habit {
            Habit::Panics => panic!("as it was told to: {error}"),
            Habit::CarriesTheKey => {
                let _ = self.stray.send(connect_usage::files::list());
            }
            _ => {}
        }
    }

    /// Makes a call that may not be repeated, and notes what the client says of it. `path` is how its
    /// path ends.
    pub fn act<T>(
        &mut self,
        client: &Client,
        path: String,
        call: impl Fn() -> Call<T>,
    ) -> Option<T> {
        self.tally.actions += 1;
        let mut result = self.timed(Duration::ZERO, || client.send(call()));
        if self.habit == Habit::RepeatsEverything && result.is_err() {
            result = client.send(call());
        }
        let belief = match &result {
            Ok(_) => Belief::Happened,
            Err(_) if self.habit == Habit::Denies => Belief::DidNotHappen,
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
        // What comes too late for the client can happen after it has looked.
        _ if error.time_limit().is_some() => Belief::Unknown,
        Some(Outcome::Happened) => Belief::Happened,
        Some(Outcome::DidNotHappen) => Belief::DidNotHappen,
        _ if error.may_have_been_processed() => Belief::Unknown,
        _ => Belief::DidNotHappen,
    }
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
