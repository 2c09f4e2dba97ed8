//! What goes to standard output and standard error.

use std::io::Read as _;
use std::process::Stdio;

use connect_fake::{ANY, FileSeed, FileStatus, Platform, RecordSeed};
use connect_usage::models::{UsageFile, UsageRecord};
use connect_usage::{files, records};

use crate::support::{Folder, Run};

fn with_records(count: usize) -> Platform {
    let platform = Platform::builder().page_cap(7).start();
    let seed = FileSeed::new().status(FileStatus::Accepted);
    let records = (1..=count).map(|it| RecordSeed::new().item(it));
    platform.add_file(seed.records(records));
    platform
}

#[test]
fn piped_output_has_no_colours() {
    for arguments in [
        &["--fake", "status"][..],
        &["--fake", "status", "UF-0"],
        &["--fake", "doctor"],
    ] {
        let ran = Run::new(arguments).run();
        assert!(
            !format!("{}{}", ran.out, ran.err).contains('\x1b'),
            "{ran:?}"
        );
    }
    let ran = Run::new(&["--fake", "--color", "always", "status", "UF-0"]).run();
    assert!(ran.err.contains("\x1b["), "{ran:?}");
}

#[test]
fn quiet_runs_print_results_and_errors_alone() {
    let ran = Run::new(&["--fake", "--quiet", "status"])
        .run()
        .ends_with_status(0);
    assert_eq!(ran.err, "");
    let ran = Run::new(&["--fake", "--quiet", "status", "UF-0"]).run();
    assert!(ran.ends_with_status(1).err.starts_with("error: "));
}

#[test]
fn every_command_prints_one_value_of_json() {
    let folder = Folder::new("json");
    for (arguments, status, pointer) in [
        (&["report", "--csv", "demo"][..], 0, "/outcome"),
        (&["report", "demo", "--no-submit"], 0, "/status"),
        (&["check", "demo"], 3, "/problems/0/row"),
        (&["status"], 0, "/reports/0/id"),
        (&["status", "UF-2029-01-0001-0001"], 0, "/reports/0/status"),
        (&["errors", "UF-2029-01-0001-0003"], 3, "/errors/0/column"),
        (&["submit", "UF-2029-01-0001-0002"], 0, "/reports/0/outcome"),
        (&["chunks", "--download", "inbox"], 0, "/chunks/0/file"),
        (
            &["close", "UFC-2029-01-0001-0001-001", "--billing-id", "B"],
            0,
            "/chunks/0/outcome",
        ),
        (&["reconcile", "demo"], 0, "/reconciliation"),
        (&["records", "export"], 0, "/0/id"),
        (&["records", "export", "--output", "all.csv"], 0, "/records"),
        (&["assets"], 0, "/assets/0/from"),
        (&["template", "PRD-100-000-001"], 0, "/output"),
        (&["doctor"], 0, "/checks/0/state"),
    ] {
        let all = [&["--fake", "--json", "-q"][..], arguments].concat();
        let ran = Run::new(&all)
            .within(&folder)
            .run()
            .ends_with_status(status);
        assert!(
            ran.json().pointer(pointer).is_some(),
            "{arguments:?}: {ran:?}"
        );
        assert_eq!(ran.err, "", "{arguments:?}");
        is_documented(arguments[0], &ran.json());
    }
}

/// Each member of a value is in the row of its command in `docs/json.md`.
#[track_caller]
fn is_documented(command: &str, value: &serde_json::Value) {
    let page = include_str!("../../docs/json.md");
    let command = if command == "records" {
        "records export"
    } else {
        command
    };
    let row = page
        .lines()
        .find(|it| it.starts_with(&format!("| `{command}` |")));
    let row = row.expect(command);
    for name in value.as_object().into_iter().flat_map(|it| it.keys()) {
        assert!(row.contains(&format!("`{name}`")), "{command}: {name}");
    }
}

#[test]
fn errors_are_json_too() {
    for (arguments, status, kind) in [
        (&["--json", "status", "--unknown"][..], 2, "usage"),
        (&["--json", "status"], 4, "access"),
        (&["--json", "--fake", "status", "UF-0"], 1, "failed"),
        (&["--json", "--fake", "check", "missing.xlsx"], 2, "usage"),
    ] {
        let ran = Run::new(arguments).run().ends_with_status(status);
        let text = ran.err.split_once('{').map(|(_, it)| format!("{{{it}"));
        let error: serde_json::Value = serde_json::from_str(&text.expect("JSON")).expect("JSON");
        assert_eq!(error.pointer("/error/kind"), Some(&kind.into()), "{ran:?}");
        assert_eq!(error.pointer("/error/status"), Some(&status.into()));
        assert_eq!(ran.out, "");
    }
}

#[test]
fn an_export_is_complete_in_each_form() {
    let (platform, folder) = (with_records(25), Folder::new("export"));
    let run = |arguments: &[&str]| {
        let all = [&["records", "export"][..], arguments].concat();
        let run = Run::against(&platform, platform.provider_key(), &all);
        run.within(&folder).run().ends_with_status(0).out
    };
    let csv = run(&[]);
    let mut lines = csv.lines();
    assert!(
        lines
            .next()
            .expect("a header")
            .starts_with("id,report_id,status,")
    );
    let mut ids: Vec<_> = lines.filter_map(|it| it.split(',').next()).collect();
    assert_eq!(ids.len(), 25);
    ids.dedup();
    assert_eq!(ids.len(), 25);
    let lines = run(&["--jsonl"]);
    let ids_of_lines: Vec<String> = lines
        .lines()
        .map(|it| {
            serde_json::from_str::<UsageRecord>(it)
                .expect("a record")
                .id
        })
        .collect();
    assert_eq!(ids_of_lines, ids);
    assert_eq!(
        run(&["--output", "all.csv"]),
        "25 records written to all.csv\n"
    );
    let written = std::fs::read_to_string(folder.path().join("all.csv"));
    assert_eq!(written.expect("a file"), csv);
    assert_eq!(run(&["--status", "closed"]).lines().count(), 1);
}

#[test]
fn an_export_that_fails_leaves_no_file() {
    let (platform, folder) = (with_records(25), Folder::new("broken-export"));
    platform.on(records::list()).sequence([
        connect_fake::Step::pass(),
        connect_fake::Step::pass(),
        connect_fake::Step::fail(500),
    ]);
    let arguments = ["records", "export", "--output", "all.csv"];
    let run = Run::against(&platform, platform.provider_key(), &arguments);
    let ran = run.within(&folder).run().ends_with_status(1);
    ran.says(&["500", "known: the output is incomplete"]);
    assert_eq!(folder.names(), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn a_reader_that_stops_is_named() {
    let platform = with_records(3000);
    let run = Run::against(&platform, platform.provider_key(), &["records", "export"]);
    let mut command = run.command();
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut first = [0; 10];
    let mut out = child.stdout.take().expect("a pipe");
    out.read_exact(&mut first).expect("the beginning");
    drop(out);
    let ran = crate::support::Ran::from(child.wait_with_output().expect("an end"));
    ran.ends_with_status(1).says(&[
        "cannot write to standard output",
        "known: the output is incomplete",
    ]);
}

#[test]
fn control_characters_of_the_platform_are_escaped() {
    let platform = Platform::start();
    let id = platform.add_file(FileSeed::new());
    let mut file = UsageFile::new(&id);
    file.name = Some("a\x1b]0;title\x07b\u{9b}2Jc\u{202e}d\nx".to_owned());
    platform.on(files::get(ANY)).respond_with(&file);
    let run = |arguments: &[&str]| Run::against(&platform, platform.vendor_key(), arguments).run();
    let ran = run(&["status", &id]).ends_with_status(0);
    let escaped = "a\\u{1b}]0;title\\u{7}b\\u{9b}2Jc\\u{202e}d";
    assert!(ran.out.contains(escaped), "{ran:?}");
    let ran = run(&["--json", "status", &id]).ends_with_status(0);
    assert!(
        !ran.out.contains(['\x1b', '\u{9b}', '\u{202e}', '\x07']),
        "{ran:?}"
    );
    let name = ran.json().pointer("/reports/0/name").cloned();
    assert_eq!(name.and_then(|it| Some(it.as_str()?.to_owned())), file.name);
}

#[test]
fn the_marked_spreadsheet_is_saved() {
    let folder = Folder::new("marked");
    let arguments = [
        "--fake",
        "-q",
        "errors",
        "UF-2029-01-0001-0003",
        "--save",
        "marked.xlsx",
    ];
    let ran = Run::new(&arguments)
        .within(&folder)
        .run()
        .ends_with_status(3);
    assert!(ran.out.ends_with("marked.xlsx was written\n"), "{ran:?}");
    let content = std::fs::read(folder.path().join("marked.xlsx")).expect("a file");
    let file = connect_reporting::Processed::read(&content).expect("a workbook");
    assert_eq!(file.comments().len(), 3);
    let arguments = [
        "--fake",
        "-q",
        "errors",
        "UF-2029-01-0001-0001",
        "--save",
        "no/folder.xlsx",
    ];
    let ran = Run::new(&arguments)
        .within(&folder)
        .run()
        .ends_with_status(1);
    assert!(!ran.err.is_empty());
}

#[test]
fn a_template_is_not_written_over_what_was_filled_in() {
    let folder = Folder::new("template");
    let run = || {
        let run = Run::new(&["--fake", "-q", "template", "PRD-100-000-001"]);
        run.within(&folder).run()
    };
    run().ends_with_status(0);
    run()
        .ends_with_status(2)
        .says(&["PRD-100-000-001-template.xlsx exists", "--output"]);
    assert_eq!(folder.names(), ["PRD-100-000-001-template.xlsx"]);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_to_the_file_that_is_written() {
    let folder = Folder::new("link");
    let link = folder.path().join("link");
    std::os::unix::fs::symlink("real", &link).expect("a link");
    for arguments in [
        &["records", "export", "--output", "link"][..],
        &["template", "PRD-100-000-001", "--output", "link"],
    ] {
        folder.write("real", "before");
        let all = [&["--fake"][..], arguments].concat();
        Run::new(&all).within(&folder).run().ends_with_status(0);
        assert!(link.is_symlink(), "{arguments:?}");
        let content = std::fs::read(folder.path().join("real")).expect("a file");
        assert_ne!(content, b"before", "{arguments:?}");
        assert_eq!(folder.names(), ["link", "real"]);
    }
}
