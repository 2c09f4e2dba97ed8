//! Bad input as a maintainer meets it: the catalogue of `codegen/tests/bad`, through the program, on
//! two MiB of stack, half a GiB of memory and a minute of work at most.
//!
//! What the program says of `NAME.yml` is in `NAME.shown`;
//! `UPDATE_GOLDEN=1 cargo test -p xtask --test bad` writes it.
#![cfg(unix)]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use support::Root;

const LIMITS: &str = "ulimit -s 2048 && ulimit -v 524288 && ulimit -t 60 && exec \"$0\" \"$@\"";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/tests/bad")
}

fn cases() -> Vec<String> {
    let entries = std::fs::read_dir(folder()).expect("the catalogue is there");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let mut cases: Vec<String> = names
        .filter_map(|name| Some(name.to_str()?.strip_suffix(".yml")?.to_owned()))
        .filter(|name| !name.ends_with(".overlay"))
        .collect();
    cases.sort();
    cases
}

/// What the program says of a case, with its exit status.
fn shown(root: &Root, case: &str) -> String {
    let (document, overlay) = (format!("{case}.yml"), format!("{case}.overlay.yml"));
    let mut arguments = vec!["inventory", "--verbose", "--spec", &document];
    if folder().join(&overlay).exists() {
        arguments.extend(["--overlay", &overlay]);
    }
    let plain = root.command(&arguments);
    let mut limited = Command::new("sh");
    limited.args(["-c", LIMITS]).arg(plain.get_program());
    limited.args(plain.get_args()).current_dir(folder());
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => limited.env(name, value),
            None => limited.env_remove(name),
        };
    }
    let output = limited.output().expect("a shell");
    let said = String::from_utf8_lossy(&output.stderr);
    match output.status.code() {
        Some(status @ (0 | 2)) => {
            assert_eq!(status == 0, !output.stdout.is_empty(), "{case}: {said}");
            format!("status {status}\n\n{}\n", said.trim_end())
        }
        _ => panic!("{case}: {}\n{said}", output.status),
    }
}

#[test]
fn what_is_shown_of_bad_input_is_as_expected() {
    let is_update = std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| !value.is_empty());
    let (root, cases, next) = (Root::empty(), cases(), AtomicUsize::new(0));
    assert!(cases.len() > 60, "where are the cases? {cases:?}");
    let share = || {
        let mut wrong = Vec::new();
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            let (golden, shown) = (folder().join(format!("{case}.shown")), shown(&root, case));
            if is_update {
                std::fs::write(&golden, &shown).expect("the file can be written");
            } else if std::fs::read_to_string(&golden).unwrap_or_default() != shown {
                wrong.push(format!("{case}.shown should be\n{shown}"));
            }
        }
        wrong
    };
    let wrong: Vec<String> = thread::scope(|scope| {
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(share)).collect();
        let ended = workers
            .into_iter()
            .map(|worker| worker.join().expect("no panic"));
        ended.flatten().collect()
    });
    assert!(
        wrong.is_empty(),
        "{}\nIf this is meant: UPDATE_GOLDEN=1 cargo test -p xtask --test bad",
        wrong.join("\n")
    );
}
