//! The program calls a server with the module that was generated while it was built.

use std::path::Path;
use std::process::Command;

use connect_fake::Reply;
use connect_fake::server::Server;

#[test]
fn the_program_lends_a_drill() {
    let server = Server::start(|request| match (request.method.as_str(), request.path()) {
        ("GET", "/tools") => Reply::json(
            200,
            r#"[{"id": "T-2", "kind": "drill", "deposit": 0.1234567890123456789}]"#,
        ),
        ("POST", "/loans") => {
            Reply::json(201, r#"{"id": "L-1", "due": "2029-01-31T12:00:00+02:00"}"#)
        }
        _ => Reply::new(404),
    });
    let output = Command::new(env!("CARGO_BIN_EXE_example-build-script"))
        .args([&server.url(""), "secret"])
        .output()
        .expect("the program starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert_eq!(
        printed,
        "Some(\"T-2\") costs Some(\"0.1234567890123456789\")\n\
         Some(\"L-1\") is due Some(\"2029-01-31T12:00:00+02:00\")\n"
    );
    let requests = server.requests();
    assert_eq!(requests[0].query(), Some("kind=drill"));
    assert_eq!(requests[0].header("authorization"), Some("Bearer secret"));
    assert_eq!(requests[1].text(), r#"{"borrower":"Ada","tool":"T-2"}"#);
}

/// The README of the generator shows this example.
#[test]
fn the_readme_shows_the_build_script() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(package.join(path)).expect("the file is there");
    let script = read("build.rs");
    let (_, code) = script.split_once("\n\n").expect("a comment and code");
    let readme = read("../../codegen/README.md");
    assert!(
        readme.contains(code),
        "codegen/README.md differs from build.rs:\n{code}"
    );
}
