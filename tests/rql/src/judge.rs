//! Judges cases with the vendor's parser.

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::case::Case;

/// A Python that has the vendor's parser.
#[derive(Debug)]
pub struct Judge {
    python: OsString,
}

/// The result of the judge.
#[derive(Debug)]
pub struct Verdict {
    /// How many cases were judged.
    pub cases: usize,
    /// The numbers of the cases that do not have their intended meaning.
    pub failed: Vec<usize>,
    /// The reasons for the first of them.
    pub reasons: Vec<String>,
}

impl Judge {
    /// Finds a Python: the one that `RQL_PYTHON` names, the virtual environment that `.ci/run` creates in the
    /// target folder, or the system's. If there is none, a line reports that the test is skipped.
    ///
    /// # Panics
    /// If `RQL_PYTHON` names a Python without the parser.
    #[must_use]
    pub fn find(target: &str) -> Option<Self> {
        if let Some(python) = std::env::var_os("RQL_PYTHON") {
            assert!(
                has_parser(&python),
                "RQL_PYTHON={python:?} has no lib-rql 2.0.2"
            );
            return Some(Self { python });
        }
        // Test executables have a folder of their own in the target folder.
        let target = PathBuf::from(target);
        let environment = target.with_file_name("rql").join("bin/python");
        let found = [environment.into_os_string(), "python3".into()];
        let found = found.into_iter().find(has_parser);
        if found.is_none() {
            let thread = std::thread::current();
            // Bypasses the capture of output, so that the skipped test is visible.
            let _ = writeln!(
                std::io::stderr(),
                "SKIPPED {}: no Python with lib-rql 2.0.2 (see tests/rql/requirements.txt)",
                thread.name().unwrap_or("test"),
            );
        }
        found.map(|python| Self { python })
    }

    /// Judges all cases in one process.
    ///
    /// # Panics
    /// If that process fails.
    #[must_use]
    pub fn judge(&self, cases: &[Case]) -> Verdict {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/judge.py");
        let mut child = Command::new(&self.python)
            .args(["-B", "-I", script])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python starts");
        let lines: String = cases
            .iter()
            .map(|it| format!("{}\n", it.to_json()))
            .collect();
        let mut input = child.stdin.take().expect("a pipe");
        // The judge writes only after it has read everything, so writing and reading need not be concurrent.
        input.write_all(lines.as_bytes()).expect("the judge reads");
        drop(input);
        let output = child.wait_with_output().expect("the judge finishes");
        assert!(
            output.status.success(),
            "the judge failed: {}",
            output.status
        );
        let said: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let list = |name: &str| said[name].as_array().expect("a list").iter();
        let number = |value: &Value| value.as_u64().and_then(|it| usize::try_from(it).ok());
        Verdict {
            cases: number(&said["cases"]).expect("a number"),
            failed: list("failed")
                .map(|it| number(it).expect("a number"))
                .collect(),
            reasons: list("reasons")
                .map(|it| it.as_str().expect("a string").to_owned())
                .collect(),
        }
    }
}

fn has_parser(python: &OsString) -> bool {
    let script = "import importlib.metadata as it, py_rql; assert it.version('lib-rql') == '2.0.2'";
    let run = Command::new(python)
        .args(["-I", "-c", script])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    run.is_ok_and(|status| status.success())
}
