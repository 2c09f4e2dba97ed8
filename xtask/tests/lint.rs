//! `cargo xtask lint`: what it prints, and what it ends with.

mod support;

use serde_json::Value;
use support::{DOCUMENT, Root};

/// The document with a reference to the wrong kind of component, and with bodies left open.
fn faulty() -> String {
    DOCUMENT
        .replace(
            "components:\n",
            "components:\n  headers:\n    Style:\n      schema:\n        type: string\n",
        )
        .replace(
            "  /usage/files:\n    get:\n",
            "  /usage/files:\n    get:\n      parameters:\n      - name: Style\n        in: header\n        schema:\n          $ref: '#/components/headers/Style'\n",
        )
}

#[test]
fn defects_are_shown_with_the_actions_that_fix_them() {
    let root = Root::empty();
    root.write("document.yml", &faulty());
    let expected = "\
warning[wrong-kind-of-reference]: expected a reference to a schema, found a header: `#/components/headers/Style`
  --> document.yml:12:11
   |
 6 |   /usage/files:
 7 |     get:
 8 |       parameters:
 9 |       - name: Style
...
12 |           $ref: '#/components/headers/Style'
   |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = at: #/paths/~1usage~1files/get/parameters/0/schema
   = note: strict tools refuse the document, or generate a type from something that is not a schema
   = help: correct the reference in the overlay

  # fix: add to corrections.yml
  - target: $.paths['/usage/files'].get.parameters[?@.name=='Style'].schema['$ref']
    remove: true
  - target: $.paths['/usage/files'].get.parameters[?@.name=='Style'].schema
    update:
      type: string

";
    let run = root.run(&["lint", "--spec", "document.yml"]).ends_with(1);
    let run = run.prints(&[
        expected,
        "1 wrong-kind-of-reference\n",
        "3 unstable-operation-id\n",
    ]);
    assert!(
        run.stdout
            .contains("have an automatic fix: see --actions\n")
    );
    let run = run.says(&["for more about a diagnostic code: cargo xtask explain"]);
    assert!(!run.stdout.contains('\u{1b}') && !run.stderr.contains('\u{1b}'));
}

/// What is printed is pasted as it is: below a list of actions, indented as such lists are here.
#[test]
fn what_is_printed_can_be_pasted() {
    let root = Root::empty();
    root.write("document.yml", &faulty());
    let run = root.run(&["lint", "--spec", "document.yml", "--verbose"]);
    let pasted: String = run
        .stdout
        .lines()
        .filter(|line| {
            line.starts_with("  - ") || line.starts_with("    ") && !line.contains(['|', '='])
        })
        .map(|line| format!("{line}\n"))
        .collect();
    let overlay = format!("overlay: 1.0.0\ninfo: {{title: t, version: '1'}}\nactions:\n{pasted}");
    root.write("pasted.yml", &overlay);
    let run = root.run(&["lint", "--spec", "document.yml", "--overlay", "pasted.yml"]);
    assert!(
        !run.stdout.contains("wrong-kind-of-reference"),
        "{overlay}\n{}{}",
        run.stdout,
        run.stderr
    );
}

#[test]
fn all_actions_are_an_overlay() {
    let root = Root::empty();
    root.write("document.yml", &faulty());
    let run = root
        .run(&["lint", "--spec", "document.yml", "--actions"])
        .ends_with(0);
    assert!(run.stdout.starts_with("overlay: 1.0.0\n"), "{}", run.stdout);
    assert_eq!(run.stderr, "");
    root.write("corrections.yml", &run.stdout);
    let args = [
        "lint",
        "--spec",
        "document.yml",
        "--overlay",
        "corrections.yml",
    ];
    let run = root.run(&args);
    for fixed in ["wrong-kind-of-reference", "unstable-operation-id"] {
        assert!(!run.stdout.contains(fixed), "{}", run.stdout);
    }
}

#[test]
fn programs_get_findings_and_counts() {
    let root = Root::empty();
    root.write("document.yml", &faulty());
    let run = root
        .run(&["lint", "--spec", "document.yml", "--format", "json"])
        .ends_with(1);
    let result: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(result["counts"]["wrong-kind-of-reference"], 1);
    let findings = result["findings"].as_array().unwrap();
    let reference = findings
        .iter()
        .find(|finding| finding["code"] == "wrong-kind-of-reference")
        .unwrap();
    assert_eq!(reference["span"]["line"], 12);
    assert_eq!(reference["overlay"], "corrections.yml");
    assert!(
        reference["action"]
            .as_str()
            .unwrap()
            .starts_with("- target: $.paths")
    );
    let summary: Value = serde_json::from_str(run.stderr.trim()).unwrap();
    assert_eq!(summary["status"], 1);
    for (member, severity) in [
        ("errors", "error"),
        ("warnings", "warning"),
        ("notes", "note"),
    ] {
        let found = findings.iter().filter(|it| it["severity"] == severity);
        assert_eq!(summary[member], found.count(), "{member}");
    }
    assert_ne!(summary["warnings"], 0);
}

/// Notes alone are no reason to fail; a document that cannot be read is.
#[test]
fn the_status_says_how_bad_it_is() {
    let root = Root::fetched();
    root.run(&["lint"]).ends_with(0);
    root.run(&["lint", "--spec", "missing.yml"]).ends_with(2);
    root.write("broken.yml", "openapi: 3.0.3\npaths: [\n");
    root.run(&["lint", "--spec", "broken.yml"])
        .ends_with(2)
        .says(&["error[yaml]", "broken.yml:"]);
}

/// The overlays for a slice are written for one contract, and are used as they are.
#[test]
fn overlays_for_a_slice_are_written_and_accepted() {
    let root = Root::empty();
    root.write("document.yml", DOCUMENT);
    for option in ["--write-draft", "--write-pins"] {
        let file = format!("{}.yml", option.trim_start_matches('-'));
        root.run(&["lint", "--spec", "document.yml", option, &file])
            .ends_with(0)
            .prints(&[&format!("wrote   {file}\n")]);
        assert!(root.read(&file).contains("x-connect-function: "));
        let generate = ["generate", "--spec", "document.yml", "--out", "made"];
        root.run(&[&generate[..], &["--overlay", &file]].concat())
            .ends_with(0);
        root.run(&["lint", "--spec", "document.yml", option, &file])
            .ends_with(2)
            .says(&["exists"]);
    }
}
