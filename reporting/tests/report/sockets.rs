//! Many runs over real sockets that fail at random, in the same places each time.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use connect_fake::Platform;
use connect_fake::faults::{Faults, Kind, Rates};
use connect_reporting::{
    ProgressStore, Report, ReportError, ReportOutcome, ReportWorkbook, blocking,
};
use connect_usage::retry::Policy;
use connect_usage::runtime::retry::Budget;
use connect_usage::{ApiKey, Client, Timeouts};

use crate::support::{Door, Memory, assert_reported, broken, builder, report, workbook};

/// How long a response may pause, and how long a call may take.
const IDLE: Duration = Duration::from_millis(60);
const TOTAL: Duration = Duration::from_secs(1);

fn run(
    door: Door,
    runtime: &tokio::runtime::Runtime,
    platform: &Platform,
    report: &Report,
    workbook: &ReportWorkbook,
    store: &mut dyn ProgressStore,
) -> Result<ReportOutcome, ReportError> {
    // The same code for both clients, whose types differ.
    macro_rules! client {
        ($client:ty) => {
            <$client>::builder()
                .api_key(ApiKey::new(platform.vendor_key()).expect("a key"))
                .base_url(platform.url())
                .timeouts(Timeouts::new().idle(IDLE).total(TOTAL))
                .retry(Policy::new().base(Duration::from_millis(2)))
                .retry_budget(Arc::new(Budget::unlimited()))
                .build()
                .expect("a client")
        };
    }
    match door {
        Door::Async => {
            let client = client!(Client);
            runtime.block_on(report.run(&client, workbook, store))
        }
        Door::Blocking => {
            let client = client!(connect_usage::blocking::Client);
            blocking::report(&client, report, workbook, store)
        }
    }
}

/// What happened in the runs of some seeds.
#[derive(Default)]
struct Tally {
    /// Requests with a fault.
    injected: usize,
    /// Runs that ended with an error.
    failed: usize,
    /// Runs that told the errors of the workbook.
    told: usize,
}

/// Runs a report again and again, first with a workbook that has errors, as if the program were started anew each time.
fn runs_of(seed: u64, runtime: &tokio::runtime::Runtime, tally: &mut Tally) {
    // Without responses that put the client off for a second, which only take time.
    let rates = || {
        let rates = Rates::evenly(400).with(Kind::PutOff, 0);
        rates.pause(Duration::from_millis(1))
    };
    let faults = Faults::seeded(seed, rates());
    let storage_faults = Faults::seeded(!seed, rates());
    let builder = builder().faults(&faults).storage_faults(&storage_faults);
    let platform = builder.start();
    let report = report()
        .poll_every(Duration::from_millis(1), Duration::from_millis(5))
        .wait_limit(TOTAL);
    let (wrong, corrected) = (broken(&["R-1"]), workbook(&["R-1", "R-2"]));
    let door = if seed.is_multiple_of(2) {
        Door::Async
    } else {
        Door::Blocking
    };
    let mut progress = Memory::new();
    for number in 0..6 {
        if number == 5 {
            faults.stop();
            storage_faults.stop();
        }
        let workbook = if number < 2 { &wrong } else { &corrected };
        match run(door, runtime, &platform, &report, workbook, &mut progress) {
            Ok(ReportOutcome::Invalid(invalid)) => {
                assert!(number < 2 && invalid.rows.len() == 1, "{seed} {invalid:?}");
                tally.told += 1;
            }
            Ok(outcome) => assert!(number >= 2 && outcome.is_submitted(), "{seed} {outcome:?}"),
            Err(error) => {
                assert!(number < 5, "{seed} {error}");
                tally.failed += 1;
            }
        }
    }
    assert_reported(&platform, &["R-1", "R-2"], &format!("seed {seed}"));
    let log = [faults.log(), storage_faults.log()].concat();
    tally.injected += log.iter().filter(|it| it.fault.kind().is_some()).count();
}

#[test]
fn each_seed_ends_with_one_report() {
    // They wait more than they work.
    let threads = (0..6).map(|first| {
        thread::spawn(move || {
            let mut runtime = tokio::runtime::Builder::new_current_thread();
            let runtime = runtime.enable_all().build().expect("a runtime");
            let mut tally = Tally::default();
            for seed in (first..60).step_by(6) {
                runs_of(seed, &runtime, &mut tally);
            }
            tally
        })
    });
    let threads: Vec<_> = threads.collect();
    let mut all = Tally::default();
    for thread in threads {
        let tally = thread.join().expect("its seeds are right");
        all.injected += tally.injected;
        all.failed += tally.failed;
        all.told += tally.told;
    }
    // Otherwise this test would show nothing.
    let Tally {
        injected,
        failed,
        told,
    } = all;
    assert!(
        injected > 300 && failed > 30 && told > 30,
        "{injected} {failed} {told}"
    );
}
