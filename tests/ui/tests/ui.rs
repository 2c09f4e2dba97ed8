//! Compiles each file in `fail/`, which must not compile, and compares what the compiler says with the file beside
//! it; and those in `pass/`, which must.
//!
//! `TRYBUILD=overwrite cargo test -p ui-tests` writes down what the compiler says now. Read it then: it
//! has to name the field, and what the field offers.

use std::ffi::OsStr;
use std::io::Write;
use std::process::Command;

/// The toolchain by which the messages were written down. Others word,
/// wrap and order them in other ways.
const TOOLCHAIN: &str = "rustc 1.95.";

#[test]
fn what_cannot_work_does_not_compile_and_the_message_helps() {
    let version = rustc("--version");
    if !version.starts_with(TOOLCHAIN) {
        skipped(&format!("it is about {TOOLCHAIN}x, and this is {version}"));
        return;
    }
    let cases = trybuild::TestCases::new();
    cases.pass("tests/pass/*.rs");
    cases.compile_fail("tests/fail/*.rs");
}

fn rustc(question: &str) -> String {
    let rustc = std::env::var_os("RUSTC");
    let rustc = rustc.as_deref().unwrap_or(OsStr::new("rustc"));
    let output = Command::new(rustc)
        .arg(question)
        .output()
        .expect("rustc runs");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Past the capture of output, so that nobody takes the test for run.
fn skipped(why: &str) {
    let test = "what_cannot_work_does_not_compile_and_the_message_helps";
    let _ = writeln!(std::io::stderr(), "SKIPPED {test}: {why}");
}
