//! What a platform repeats of the key, and presigned URLs, are printed nowhere.

use connect_fake::{ANY, Platform};
use connect_usage::models::{UsageFile, UsageFileStatus, UsageFileSummary, UsageRecord};
use connect_usage::{files, records};

use crate::support::{Folder, REPORT, ROWS, Ran, Run};

/// Longer than a line of a terminal, so that tables would wrap it.
const KEY: &str =
    "SU-1:very-secret-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789";

/// What a platform could say.
fn says() -> String {
    format!("ApiKey {KEY} at https://s.example/a?sig=1234, user")
}

/// The same as it is printed.
const SAID: &str = "ApiKey SU-1:(the key) at https://s.example/a?… user";

fn platform() -> Platform {
    let builder = Platform::builder().keys(KEY, "SU-2:other").schema("qt");
    let platform = builder.read_workbooks().start();
    platform.product("PRD-000-000-001").schema("QT").add();
    let mut file = UsageFile::new("UF-1");
    file.status = Some(UsageFileStatus::Invalid);
    file.name = Some(says());
    file.error_detail = Some(says());
    platform.on(files::get(ANY)).respond_with(&file);
    let mut row = UsageFileSummary::new("UF-1");
    row.name = Some(says());
    platform.on(files::list()).respond_with_rows(&[row]);
    let mut record = UsageRecord::new("UR-1");
    record.error_details = Some(says());
    record.status = Some(connect_usage::models::UsageRecordStatus::Invalid);
    platform.on(records::list()).respond_with_rows(&[record]);
    platform
}

#[track_caller]
fn is_silent(ran: &Ran, arguments: &[&str]) {
    let all = format!("{}{}", ran.out, ran.err);
    for secret in ["very-secret", "sig=1234"] {
        assert!(!all.contains(secret), "{arguments:?}: {all}");
    }
}

#[test]
fn no_result_has_a_secret() {
    let (platform, folder) = (platform(), Folder::new("secrets"));
    for command in [
        &["status"][..],
        &["status", "UF-1"],
        &["errors", "UF-1"],
        &["submit", "UF-1"],
    ] {
        for more in [&[][..], &["--json"]] {
            let arguments = [more, command].concat();
            let ran = Run::against(&platform, KEY, &arguments)
                .within(&folder)
                .run();
            is_silent(&ran, &arguments);
            let is_said = ran.out.contains(SAID) || command[0] == "submit";
            assert!(is_said, "{arguments:?}: {ran:?}");
        }
    }
}

#[test]
fn exported_records_have_no_key_and_are_whole_otherwise() {
    let platform = platform();
    for more in [&["--csv"][..], &["--jsonl"], &["--json"]] {
        let arguments = [&["records", "export"], more].concat();
        let ran = Run::against(&platform, KEY, &arguments)
            .run()
            .ends_with_status(0);
        assert!(!ran.out.contains("very-secret"), "{ran:?}");
        let whole = SAID.replace("?…", "?sig=1234,");
        assert!(ran.out.contains(&whole), "{ran:?}");
    }
}

#[test]
fn an_invalid_report_has_no_secret() {
    let builder = Platform::builder().keys(KEY, "SU-2:other").schema("qt");
    let (platform, folder) = (builder.read_workbooks().start(), Folder::new("secrets"));
    folder.write("rows.csv", ROWS);
    platform
        .product("PRD-000-000-001")
        .schema("QT")
        .item("CPU")
        .add();
    platform.fail_next_spreadsheet(says());
    for more in [&[][..], &["--json"]] {
        let arguments = [&REPORT[..], more].concat();
        let ran = Run::against(&platform, KEY, &arguments)
            .within(&folder)
            .run();
        let ran = ran.ends_with_status(3);
        is_silent(&ran, &arguments);
        assert!(ran.out.contains(SAID), "{ran:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_wrapped_cell_has_no_part_of_a_secret() {
    let platform = platform();
    let variables = [
        ("CONNECT_ENDPOINT", platform.url()),
        ("CONNECT_API_KEY", KEY.to_owned()),
    ];
    let variables = variables
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    for columns in 40..60 {
        let shown = crate::terminal::shown(&["status"], columns, &variables);
        let text: String = shown.split_whitespace().collect();
        assert!(!text.contains("0123"), "{shown}");
    }
}
