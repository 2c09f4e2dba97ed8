//! The cases that runs have found, judged again; and a short run, the same on every machine.

use std::path::{Path, PathBuf};

use fuzz::{Case, Run, judge, seeds};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn found_cases_stay_fixed() {
    let found = fuzz::case::found(&workspace()).expect("the folder exists");
    assert!(!found.is_empty(), "fuzz/found is empty");
    let corpus = fuzz::case::corpus(&workspace()).expect("the folder exists");
    assert!(!corpus.is_empty(), "fuzz/corpus is empty");
    for file in found.into_iter().chain(corpus) {
        let case = Case::from_bytes(&std::fs::read(&file).expect("the case exists"));
        let judged = judge(&case);
        assert!(judged.is_ok(), "{}: {judged:?}", file.display());
    }
}

/// Longer runs are `cargo run --release -p fuzz`.
#[test]
fn a_short_run() {
    let seeds = seeds(&workspace()).expect("the seeds exist");
    assert!(seeds.len() > 100, "{} seeds", seeds.len());
    let mut run = Run::new(1, seeds);
    for _ in 0..500 {
        let case = run.next_case();
        if let Err(fault) = run.judge(&case) {
            let text = String::from_utf8_lossy(&case.to_bytes()).into_owned();
            panic!("{}\nin the case\n{text}", fault.0);
        }
    }
    let totals = run.totals();
    assert_eq!(totals.executions, 500);
    assert!(totals.generated > 50, "{totals:?}");
    assert!(totals.signatures.len() > 50, "{totals:?}");
}

/// A fault can be reproduced from the seed of its run.
#[test]
fn the_same_seed_gives_the_same_cases() {
    let cases = |seed| {
        let mut run = Run::new(seed, seeds(&workspace()).expect("the seeds exist"));
        (0..20).map(|_| run.next_case()).collect::<Vec<_>>()
    };
    assert_eq!(cases(7), cases(7));
    assert_ne!(cases(7), cases(8));
}
