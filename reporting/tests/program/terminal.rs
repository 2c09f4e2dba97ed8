//! The program on a terminal of 80 columns.

use std::io::Read;
use std::process::Command;
use std::time::{Duration, Instant};

use connect_fake::{ANY, Platform, RecordSeed};
use connect_usage::models::{NewUsageFile, UsageFile, UsageFileStatus};
use connect_usage::{Upload, files};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::support::{self, Folder, PROGRAM, REPORT, ROWS, Ran, Run, UNSET};

/// What appears on a terminal with this width.
pub fn shown(arguments: &[&str], columns: u16, variables: &[(&str, &str)]) -> String {
    let size = PtySize {
        rows: 24,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    };
    let pair = native_pty_system().openpty(size).expect("a terminal");
    let mut command = CommandBuilder::new(PROGRAM);
    command.args(arguments);
    for name in UNSET {
        command.env_remove(name);
    }
    command.env("TERM", "xterm-256color");
    for (name, value) in variables {
        command.env(name, value);
    }
    let mut child = pair.slave.spawn_command(command).expect("the program runs");
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let mut bytes = Vec::new();
    // On Linux a terminal whose program has ended is an error to read.
    let _ = reader.read_to_end(&mut bytes);
    child.wait().expect("an end");
    String::from_utf8(bytes).expect("UTF-8")
}

/// The lines without colours.
fn lines(shown: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut rest = shown.chars();
    while let Some(it) = rest.next() {
        match it {
            '\x1b' => {
                // Up to the letter that ends the sequence.
                rest.by_ref().find(char::is_ascii_alphabetic);
            }
            it => plain.push(it),
        }
    }
    plain.lines().map(|it| it.trim_end().to_owned()).collect()
}

#[track_caller]
fn fit(lines: &[String], columns: usize) {
    for line in lines {
        assert!(line.chars().count() <= columns, "{line:?} in {lines:#?}");
    }
}

#[test]
fn tables_fit_80_columns() {
    for arguments in [
        &["status"][..],
        &["errors", "UF-2029-01-0001-0003"],
        &["chunks"],
        &["assets"],
    ] {
        let all = [&["--fake", "-q"][..], arguments].concat();
        let shown = lines(&shown(&all, 80, &[]));
        assert!(shown.len() > 2, "{shown:#?}");
        fit(&shown, 80);
    }
}

#[test]
fn a_table_wraps_its_cells_and_loses_nothing() {
    let narrow = lines(&shown(&["--fake", "-q", "status"], 56, &[]));
    fit(&narrow, 56);
    let words = narrow.join(" ");
    for word in ["UF-2029-01-0001-0003", "invalid", "December,"] {
        assert!(words.contains(word), "{word} in {narrow:#?}");
    }
}

#[test]
fn errors_and_notes_have_colours_unless_they_are_unwanted() {
    let arguments = ["--fake", "status", "UF-0"];
    let shown_with = |variables: &[(&str, &str)]| shown(&arguments, 80, variables);
    assert!(
        shown_with(&[]).contains("\x1b[1m\x1b[31merror:"),
        "{:?}",
        shown_with(&[])
    );
    let plain = shown_with(&[("NO_COLOR", "1")]);
    assert!(
        plain.contains("error: ") && !plain.contains("\x1b[1m"),
        "{plain:?}"
    );
    let never = shown(&["--fake", "--color", "never", "status", "UF-0"], 80, &[]);
    assert!(
        never.contains("error: ") && !never.contains("\x1b[1m"),
        "{never:?}"
    );
}

#[test]
fn progress_is_shown_and_disappears() {
    let platform = Platform::builder().page_cap(10).start();
    let seed = connect_fake::FileSeed::new().status(connect_fake::FileStatus::Accepted);
    platform.add_file(seed.records((1..=200).map(|it| RecordSeed::new().item(it))));
    let folder = Folder::new("progress");
    let output = folder.path().join("all.csv").display().to_string();
    let url = platform.url();
    let variables = [
        ("CONNECT_ENDPOINT", url.as_str()),
        ("CONNECT_API_KEY", platform.provider_key()),
    ];
    let arguments = ["records", "export", "--output", &output];
    let shown_bar = shown(&arguments, 200, &variables);
    assert!(shown_bar.contains("exporting ["), "{shown_bar:?}");
    for unfinished in ["░", "0/0"] {
        assert!(!shown_bar.contains(unfinished), "{shown_bar:?}");
    }
    assert!(
        shown_bar.contains("\x1b[2K"),
        "it is not removed: {shown_bar:?}"
    );
    let last = lines(&shown_bar).pop().unwrap_or_default();
    assert!(last.contains("200 records written to "), "{last:?}");
    let quiet = shown(
        &["-q", "records", "export", "--output", &output],
        200,
        &variables,
    );
    assert!(!quiet.contains("exporting"), "{quiet:?}");
}

/// Starts a report that waits for a platform which does not work, and ends it by a signal.
fn interrupted(platform: &Platform, folder: &Folder, signal: &str) -> Ran {
    let run = Run::against(platform, platform.vendor_key(), &REPORT).within(folder);
    let mut command = run.command();
    let child = command
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program runs");
    let id = child.id().to_string();
    let began = Instant::now();
    let is_waiting = || {
        let journal = platform.journal();
        journal.iter().any(|it| it.operation == "files::upload")
    };
    while !is_waiting() {
        assert!(began.elapsed() < Duration::from_secs(60), "no upload");
        std::thread::sleep(Duration::from_millis(20));
    }
    // Until the response has arrived.
    std::thread::sleep(Duration::from_millis(500));
    let sent = Command::new("kill").args([signal, &id]).status();
    assert!(sent.expect("a signal").success());
    Ran::from(child.wait_with_output().expect("an end"))
}

#[test]
fn an_interrupted_report_says_what_is_known_and_goes_on() {
    for (signal, status, word) in [("-INT", 130, "interrupted"), ("-TERM", 143, "terminated")] {
        let platform = support::platform(Platform::builder().by_hand());
        let folder = Folder::new(word);
        folder.write("rows.csv", ROWS);
        interrupted(&platform, &folder, signal)
            .ends_with_status(status)
            .says(&[
                &format!("error: {word}"),
                "known: UF-2029-01-0001-0001 was created",
                "known: the workbook was uploaded to UF-2029-01-0001-0001",
                "help: run the same command again",
            ]);
        platform.settle();
        let run = Run::against(&platform, platform.vendor_key(), &REPORT);
        run.within(&folder).run().ends_with_status(0);
        assert_eq!(platform.files().len(), 1);
        let uploads = platform.uploads("UF-2029-01-0001-0001");
        assert_eq!(uploads.len(), 1, "the next run uploads nothing again");
    }
}

#[test]
fn an_interrupted_export_leaves_no_file() {
    let platform = Platform::builder().page_cap(10).start();
    let seed = connect_fake::FileSeed::new().status(connect_fake::FileStatus::Accepted);
    platform.add_file(seed.records((1..=200).map(|it| RecordSeed::new().item(it))));
    let list = platform.on(connect_usage::records::list());
    list.delay(Duration::from_millis(200));
    let folder = Folder::new("interrupted-export");
    let arguments = ["records", "export", "--output", "all.csv"];
    let run = Run::against(&platform, platform.provider_key(), &arguments).within(&folder);
    let mut command = run.command();
    let child = command
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program runs");
    let began = Instant::now();
    while folder.names().is_empty() || platform.requests().len() < 3 {
        assert!(
            began.elapsed() < Duration::from_secs(60),
            "nothing was begun"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(sent.expect("a signal").success());
    let ran = Ran::from(child.wait_with_output().expect("an end"));
    ran.ends_with_status(130).says(&[
        "error: interrupted",
        "nothing is known to have been changed",
    ]);
    assert_eq!(folder.names(), Vec::<String>::new());
}

#[test]
fn an_id_does_not_control_the_terminal() {
    let platform = support::platform(Platform::builder());
    let id = "UF-1\u{1b}[2J";
    let mut file = UsageFile::new(id);
    file.status = Some(UsageFileStatus::Draft);
    file.external_id = Some("PRD-000-000-001/CRD-00000-00000-00001/2029-01".to_owned());
    let create = platform.on(files::create(NewUsageFile::new("", "")));
    create.respond_with(&file);
    // Long enough for the spinner to be drawn with its message.
    let upload = platform.on(files::upload(ANY, Upload::bytes("")));
    upload.delay(Duration::from_secs(1));
    let folder = Folder::new("control");
    folder.write("rows.csv", ROWS);
    let rows = folder.path().join("rows.csv").display().to_string();
    let mut arguments = REPORT;
    arguments[2] = &rows;
    let variables = [
        ("CONNECT_ENDPOINT", platform.url()),
        ("CONNECT_API_KEY", platform.vendor_key().to_owned()),
        ("CONNECT_RETRIES", "0".to_owned()),
        ("CONNECT_USAGE_NOW", "2029-02-01T08:00:00Z".to_owned()),
        ("XDG_STATE_HOME", folder.path().display().to_string()),
    ];
    let variables = variables
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let shown = shown(&arguments, 80, &variables);
    assert!(shown.contains("UF-1\\u{1b}[2J: uploading"), "{shown:?}");
    assert!(!shown.contains(id), "{shown:?}");
}
