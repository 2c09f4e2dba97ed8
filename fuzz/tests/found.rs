//! The faults that runs have found, judged again; and a short run, the same on every machine.

use std::collections::BTreeSet;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};

use fuzz::case::{SMALL, found, open};
use fuzz::{Case, Checks, Compiler, Fault, Run, as_crate, judge, order, seeds};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(files: Vec<PathBuf>) -> Vec<(PathBuf, Case)> {
    let read = |file: &PathBuf| Case::from_bytes(&std::fs::read(file).expect("the case exists"));
    files
        .into_iter()
        .map(|file| (file.clone(), read(&file)))
        .collect()
}

/// Judges cases with all checks, and compiles what is generated; one run of cargo for all.
fn faults(cases: &[(PathBuf, Case)], folder: &str) -> Vec<Option<Fault>> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    let compiler = Compiler::new(&folder, &workspace()).expect("the folder can be made");
    let mut crates = Vec::new();
    let mut faults: Vec<Option<Fault>> = Vec::new();
    for (_, case) in cases {
        let judged = judge(case, Checks::All);
        // Of a case without files, an empty crate is compiled.
        let files = judged
            .as_ref()
            .ok()
            .and_then(|verdict| verdict.files.as_ref());
        let empty = || vec![("src/lib.rs".to_owned(), "//! Nothing.\n".to_owned())];
        crates.push(files.map_or_else(empty, as_crate));
        faults.push(judged.err());
    }
    for (index, fault) in compiler.check(&crates).expect("cargo runs") {
        faults[index].get_or_insert(fault);
    }
    faults
}

#[test]
fn found_cases_stay_fixed() {
    let cases = read(found(&workspace()).expect("the folder can be read"));
    assert!(!cases.is_empty(), "fuzz/found is empty");
    let faults = faults(&cases, "found");
    for ((file, _), fault) in cases.iter().zip(faults) {
        assert_eq!(fault, None, "{}", file.display());
    }
}

/// A fault that is fixed is to be told from one that comes back.
#[test]
fn open_cases_are_not_fixed_yet() {
    let cases = read(open(&workspace()).expect("the folder can be read"));
    let faults = faults(&cases, "open");
    let fixed = cases
        .iter()
        .zip(faults)
        .filter(|(_, fault)| fault.is_none());
    let fixed: Vec<_> = fixed
        .map(|((file, _), _)| file.display().to_string())
        .collect();
    assert!(fixed.is_empty(), "fixed; move to fuzz/found: {fixed:#?}");
}

/// Golden and bad documents, and the pinned slices with their overlays.
#[test]
fn the_order_of_members_means_nothing_in_any_seed() {
    for case in seeds(&workspace()).expect("the seeds exist") {
        if let Err(fault) = order::check(&case) {
            let text = String::from_utf8_lossy(&case.to_bytes()).into_owned();
            panic!("{}\nin the case\n{text}", fault.text);
        }
    }
}

/// Longer runs are `scripts/fuzz`.
#[test]
fn a_short_run() {
    let mut seeds = seeds(&workspace()).expect("the seeds exist");
    assert!(seeds.len() > 100, "{} seeds", seeds.len());
    // Of large documents, the pinned slices with all their overlays.
    seeds.retain(|case| case.size() <= SMALL || case.texts.len() > 2);
    let open = read(open(&workspace()).expect("the folder can be read"));
    let open: BTreeSet<String> = open
        .iter()
        .filter_map(|(_, case)| Some(judge(case, Checks::All).err()?.kind))
        .collect();
    let mut run = Run::new(1, seeds, NonZeroU64::MIN);
    for _ in 0..200 {
        let case = run.next_case();
        if let Err(fault) = run.judge(&case)
            && !open.contains(&fault.kind)
        {
            let text = String::from_utf8_lossy(&case.to_bytes()).into_owned();
            panic!("{}\nin the case\n{text}", fault.text);
        }
    }
    let totals = run.totals();
    assert_eq!(totals.executions, 200);
    assert!(totals.generated > 20, "{totals:?}");
    assert!(totals.codes.len() > 30, "{totals:?}");
}

/// A fault can be reproduced from the seed of its run.
#[test]
fn the_same_seed_gives_the_same_cases() {
    let mut first = seeds(&workspace()).expect("the seeds exist");
    first.truncate(20);
    let cases = |seed| {
        let mut run = Run::new(seed, first.clone(), NonZeroU64::MIN);
        (0..20).map(|_| run.next_case()).collect::<Vec<_>>()
    };
    assert_eq!(cases(7), cases(7));
    assert_ne!(cases(7), cases(8));
}
