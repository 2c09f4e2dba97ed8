//! A program that is killed at each of its steps, and started again.

use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe};

use connect_fake::{Platform, Side};
use connect_reporting::{BoxError, Progress, ProgressStep, ProgressStore};

use crate::program::{Vendor, report_day};
use crate::world::{MISTYPED, SILENT, assert_reported_once, builder, fill};

/// The steps of a report.
const STEPS: [ProgressStep; 6] = [
    ProgressStep::Created,
    ProgressStep::Uploading,
    ProgressStep::Uploaded,
    ProgressStep::Ready,
    ProgressStep::Invalid,
    ProgressStep::Submitted,
];

/// Where a program is killed.
#[derive(Debug, Clone, Copy)]
struct Death {
    step: ProgressStep,
    /// How many reports come to that step before.
    survived: usize,
    is_stored: bool,
}

/// Progress in memory, which outlasts the program, and kills it.
#[derive(Default)]
struct Mortal {
    kept: BTreeMap<String, Progress>,
    death: Option<Death>,
}

/// What a killed program leaves: nothing of it runs any more.
struct Killed;

impl ProgressStore for Mortal {
    fn load(&mut self, external_id: &str) -> Result<Option<Progress>, BoxError> {
        self.kept.load(external_id)
    }

    fn save(&mut self, progress: &Progress) -> Result<(), BoxError> {
        match &mut self.death {
            Some(death) if death.step == progress.step && death.survived == 0 => {
                if death.is_stored {
                    self.kept.save(progress)?;
                }
                panic::resume_unwind(Box::new(Killed));
            }
            Some(death) if death.step == progress.step => death.survived -= 1,
            _ => {}
        }
        self.kept.save(progress)
    }
}

/// Runs the program until it ends or dies, and returns whether it died.
fn run(platform: &Platform, vendor: Vendor, store: &mut Mortal, death: Death) -> bool {
    let client = platform.blocking_client(Side::Vendor).expect("a client");
    store.death = Some(death);
    let ended = panic::catch_unwind(AssertUnwindSafe(|| report_day(&client, vendor, &[], store)));
    match ended {
        Ok(outcomes) => {
            let outcomes = outcomes.expect("the assets can be read");
            assert!(!outcomes.is_success(), "two assets fail");
            false
        }
        Err(death) => {
            assert!(death.is::<Killed>(), "it has panicked by itself");
            true
        }
    }
}

/// Runs the program to its end, of some assets or of all, and returns those that failed, with the reasons.
fn finish(
    platform: &Platform,
    vendor: Vendor,
    only: &[&str],
    store: &mut Mortal,
) -> Vec<(String, String)> {
    let client = platform.blocking_client(Side::Vendor).expect("a client");
    store.death = None;
    let outcomes = report_day(&client, vendor, only, store);
    let outcomes = outcomes.expect("the assets can be read");
    let failed = outcomes.failed();
    let failed = failed.map(|(id, error)| (id.clone(), error.to_string()));
    failed.collect()
}

/// Corrects what was wrong, and runs the program for the assets that failed.
fn correct(platform: &Platform, store: &mut Mortal) {
    let failed = finish(platform, Vendor::Corrected, &[SILENT, MISTYPED], store);
    assert_eq!(failed, []);
}

#[track_caller]
fn assert_once(platform: &Platform, assets: usize) {
    let reader = platform.blocking_client(Side::Vendor).expect("a client");
    assert_reported_once(platform, &reader, assets);
}

fn assert_failures(mut failed: Vec<(String, String)>) {
    failed.sort();
    let [(silent, meter), (mistyped, row)] = failed.as_slice() else {
        panic!("{failed:?}");
    };
    assert_eq!(
        (silent.as_str(), meter.as_str()),
        (SILENT, "no meter answers")
    );
    assert_eq!(mistyped, MISTYPED);
    assert!(row.contains("row 2, item_search_value: "), "{row}");
    assert!(row.contains("row 3, item_search_value: "), "{row}");
}

#[test]
fn a_thousand_assets_are_reported_once_whatever_kills_the_program() {
    const ASSETS: usize = 1000;
    let platform = builder().in_memory();
    fill(&platform, ASSETS);
    let mut store = Mortal::default();
    for (number, step) in STEPS.into_iter().enumerate() {
        let death = Death {
            step,
            survived: if step == ProgressStep::Invalid { 0 } else { 40 },
            is_stored: number % 2 == 0,
        };
        assert!(
            run(&platform, Vendor::Wrong, &mut store, death),
            "{death:?}"
        );
    }
    assert_failures(finish(&platform, Vendor::Wrong, &[], &mut store));
    correct(&platform, &mut store);
    assert_once(&platform, ASSETS);
    assert_eq!(platform.files().len(), ASSETS);
    let calls = platform.requests().len();
    correct(&platform, &mut store);
    assert_eq!(platform.files().len(), ASSETS);
    let calls = platform.requests()[calls..]
        .iter()
        .filter(|it| it.method != "GET")
        .count();
    assert_eq!(calls, 0, "another run changes nothing");
    platform.assert_no_drift();
}

/// Each step of each report, with the progress that was stored until then, and with none.
#[test]
fn a_program_that_is_killed_at_any_step_goes_on() {
    const ASSETS: usize = 6;
    for step in STEPS {
        for (is_stored, is_lost) in [(false, false), (true, false), (true, true)] {
            let mut last = None;
            for survived in 0..=ASSETS {
                let platform = builder().in_memory();
                fill(&platform, ASSETS);
                let mut store = Mortal::default();
                let death = Death {
                    step,
                    survived,
                    is_stored,
                };
                if !run(&platform, Vendor::Wrong, &mut store, death) {
                    break;
                }
                last = Some(survived);
                if is_lost {
                    store.kept.clear();
                }
                assert_failures(finish(&platform, Vendor::Wrong, &[], &mut store));
                correct(&platform, &mut store);
                let failed = finish(&platform, Vendor::Corrected, &[], &mut store);
                assert_eq!(failed, [], "another run of all changes nothing");
                assert_once(&platform, ASSETS);
            }
            // The silent customer has no report, and the mistyped one none that is ready.
            let expected = match step {
                ProgressStep::Invalid => 0,
                ProgressStep::Ready | ProgressStep::Submitted => ASSETS - 3,
                _ => ASSETS - 2,
            };
            assert_eq!(last, Some(expected), "{step:?}");
        }
    }
}
