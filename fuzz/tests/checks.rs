//! The checks find what is wrong.

use std::path::Path;

use fuzz::compile::Crate;
use fuzz::fault::catching;
use fuzz::{Compiler, Fault, Sample};

fn library(text: &str) -> Crate {
    vec![("src/lib.rs".to_owned(), format!("//! A crate.\n{text}"))]
}

#[test]
fn errors_and_warnings_of_the_compiler_are_found() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("checks");
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let compiler = Compiler::new(&folder, &workspace).expect("the folder can be made");
    let crates = [
        library("/// Sound.\npub use connect_runtime::Call;\n"),
        library("fn f() -> u8 { \"\" }\n"),
        library("use connect_runtime::Call;\n"),
        library("pub fn undocumented() {}\n"),
    ];
    let faults = compiler.check(&crates).expect("cargo runs");
    let kinds: Vec<_> = faults
        .iter()
        .map(|(index, fault)| (*index, fault.kind.as_str()))
        .collect();
    let expected = [
        (1, "error of the compiler: E0308"),
        (2, "warning of the compiler: unused_imports"),
        (3, "warning of the compiler: missing_docs"),
    ];
    assert_eq!(kinds, expected);
    assert!(
        compiler
            .check(&[library("")])
            .expect("cargo runs")
            .is_empty()
    );
}

#[test]
fn a_crate_that_differs_in_comments_alone_is_compiled_once() {
    let mut sample = Sample::new(2);
    sample.add(1, library("// one\nfn f() {}"));
    sample.add(2, library("// two\nfn f() {}"));
    assert!(!sample.is_full());
    sample.add(3, library("fn g() {}"));
    assert!(sample.is_full());
    assert_eq!(sample.take().0, [1, 3]);
    assert!(!sample.is_full());
}

#[test]
fn a_panic_is_a_fault_that_names_its_place() {
    let fault = catching::<()>(|| panic!("told")).unwrap_err();
    assert!(
        fault.kind.starts_with("panic at fuzz/tests/checks.rs:"),
        "{fault:?}"
    );
    assert!(fault.text.ends_with(": told"), "{fault:?}");
    let given = Fault::new("kind", "details");
    assert_eq!(catching::<()>(|| Err(given.clone())), Err(given));
}
