//! Arguments of the wrong kind: what is wrong is said with what to do, and nothing is written.

use std::path::Path;
use std::process::Command;

const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: Lending, version: '2.1'}
paths:
  /loans: {post: {responses: {'204': {description: ''}}}}
";

/// Runs the program in a folder, expects that it refuses the arguments, and returns what it says.
fn refused(folder: &Path, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_connect-codegen"))
        .args(args)
        .current_dir(folder)
        .output()
        .expect("the program starts");
    assert_eq!(output.status.code(), Some(2), "{args:?}");
    String::from_utf8(output.stderr).expect("UTF-8")
}

#[test]
fn arguments_of_the_wrong_kind_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    std::fs::create_dir(folder.join("empty")).expect("a folder");
    std::fs::write(folder.join("api.yml"), DOCUMENT).expect("a file");
    let generate = ["generate", "--spec", "api.yml"];
    let url = "https://lending.example/api.yml";
    let cases: [(&[&str], &str, &str); 5] = [
        (
            &["generate", "--spec", url, "--out", "new"],
            "error: expected a file, found a URL: https://lending.example/api.yml",
            "download it first",
        ),
        (
            &[&generate[..], &["--out", "new", "--overlay", "empty"]].concat(),
            "error: no overlay in the folder empty",
            "overlays in a folder are named *.yml",
        ),
        (
            &[&generate[..], &["--module", "empty"]].concat(),
            "error: --module: expected a file, found a folder: empty",
            "such as empty/api.rs",
        ),
        (
            &[&generate[..], &["--out", "api.yml"]].concat(),
            "error: --out: expected a folder, found a file: api.yml",
            "use --module FILE",
        ),
        (
            &["diff", "api.yml", "api.yml", "--crate-version", "three"],
            "invalid value 'three' for '--crate-version <VERSION>': expected a version such as `0.3.1`",
            "--help",
        ),
    ];
    for (args, what, help) in cases {
        let stderr = refused(folder, args);
        assert!(stderr.contains(what), "{stderr}");
        assert!(stderr.contains(help), "{stderr}");
    }
    assert!(!folder.join("new").exists());
    let kept = std::fs::read_to_string(folder.join("api.yml")).expect("the file");
    assert_eq!(kept, DOCUMENT);
}
