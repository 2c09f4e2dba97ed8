//! Notes that ask for nothing.

use std::process::Command;

const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: Lending, version: '2.1'}
paths:
  /books/{id}:
    get:
      parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: Content-Range, in: header, schema: {type: string}}
      responses: {'204': {description: ''}}
";

#[test]
fn the_header_of_pages_as_a_parameter_is_noted_only_if_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let spec = folder.path().join("api.yml");
    std::fs::write(&spec, DOCUMENT).expect("a file");
    let run = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_connect-codegen"))
            .args(args)
            .arg("--spec")
            .arg(&spec)
            .output()
            .expect("the program starts");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (
            output.status.code(),
            text(output.stdout),
            text(output.stderr),
        )
    };
    let out = folder.path().join("new");
    let generate = ["generate", "--out", out.to_str().expect("UTF-8")];
    let (status, _, said) = run(&generate);
    assert_eq!(status, Some(0), "{said}");
    assert!(!said.contains("content-range"), "{said}");
    let (_, _, said) = run(&[&generate[..], &["--verbose"]].concat());
    assert!(said.contains("note[content-range]"), "{said}");
    // Programs get everything, and `lint` reports it as a defect of the document.
    let (_, _, said) = run(&[&generate[..], &["--format", "json"]].concat());
    assert!(said.contains("content-range"), "{said}");
    let (_, shown, _) = run(&["lint"]);
    assert!(shown.contains("note[header-as-parameter]"), "{shown}");
}
