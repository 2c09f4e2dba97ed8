//! The pages about schedules: units that systemd accepts, lines that cron accepts, and commands that can be run twice.

use std::path::{Path, PathBuf};
use std::process::Command;

use connect_fake::Platform;

use crate::support::{self, Folder, PROGRAM, ROWS, Run};

const UNITS: [&str; 4] = [
    "connect-usage.service",
    "connect-usage.timer",
    "connect-usage-month.service",
    "connect-usage-month.timer",
];

/// Where the pages say that the program is.
const INSTALLED: &str = "/usr/local/bin/connect-usage";

fn page(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs")
        .join(path);
    std::fs::read_to_string(path).expect("a page")
}

/// The command of a unit.
fn command_of(unit: &str) -> String {
    let text = page(&format!("systemd/{unit}")).replace("\\\n", " ");
    let line = text.lines().find_map(|it| it.strip_prefix("ExecStart="));
    line.expect("a command").to_owned()
}

/// The lines of the file for cron, those that are alternatives as well.
fn cron_lines() -> Vec<String> {
    let page = page("cron/connect-usage");
    let lines = page.lines().filter(|it| it.contains(INSTALLED));
    lines
        .map(|it| it.trim_start_matches("# ").to_owned())
        .collect()
}

/// Runs a command of a page on a platform, with its files in a folder. Returns the outcome.
fn outcome(command: &str, platform: &Platform, folder: &Folder, now: &str) -> String {
    let (_, arguments) = command.split_once(INSTALLED).expect("the program");
    let here = |it: &str| {
        let name = it.strip_prefix("/var/spool/connect-usage/");
        let key = it.ends_with("/key").then_some("key");
        name.or(key).unwrap_or(it).to_owned()
    };
    let mut arguments: Vec<String> = arguments.split_whitespace().map(here).collect();
    arguments.push("--json".to_owned());
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let run = Run::new(&arguments)
        .within(folder)
        .env("CONNECT_USAGE_NOW", now);
    let ran = run
        .env("CONNECT_ENDPOINT", &platform.url())
        .run()
        .ends_with_status(0);
    ran.json()["outcome"]
        .as_str()
        .expect("an outcome")
        .to_owned()
}

#[test]
fn each_command_reports_once_however_often_it_runs() {
    let mut commands = vec![
        command_of("connect-usage.service"),
        command_of("connect-usage-month.service"),
    ];
    commands.extend(cron_lines());
    assert_eq!(commands.len(), 4);
    for command in commands {
        let platform = support::platform(Platform::builder());
        let folder = Folder::new("schedule");
        folder.write("key", platform.vendor_key());
        folder.write("2029-01-31.csv", ROWS);
        folder.write("2029-02.csv", ROWS);
        // In Berlin it is the first of February.
        let now = "2029-01-31T23:15:00Z";
        assert_eq!(
            outcome(&command, &platform, &folder, now),
            "submitted",
            "{command}"
        );
        assert_eq!(
            outcome(&command, &platform, &folder, now),
            "already_reported",
            "{command}"
        );
        assert_eq!(platform.files().len(), 1);
    }
}

#[test]
fn systemd_accepts_the_units() {
    if Command::new("systemd-analyze")
        .arg("--version")
        .output()
        .is_err()
    {
        eprintln!("not checked: there is no systemd-analyze");
        return;
    }
    let folder = Folder::new("units");
    let mut paths: Vec<PathBuf> = Vec::new();
    for unit in UNITS {
        // What a unit starts must exist.
        folder.write(
            unit,
            &page(&format!("systemd/{unit}")).replace(INSTALLED, PROGRAM),
        );
        paths.push(folder.path().join(unit));
    }
    let mut verify = Command::new("systemd-analyze");
    let output = verify.args(["verify", "--man=no"]).args(&paths).output();
    let output = output.expect("systemd-analyze runs");
    let said = String::from_utf8_lossy(&output.stderr);
    // Others say something about the machine.
    let own: Vec<_> = said
        .lines()
        .filter(|it| it.contains("connect-usage"))
        .collect();
    assert!(own.is_empty(), "{own:#?}");

    let next = |unit: &str, base: &str| {
        let text = page(&format!("systemd/{unit}"));
        let calendar = text.lines().find_map(|it| it.strip_prefix("OnCalendar="));
        let mut analyze = Command::new("systemd-analyze");
        analyze.env("TZ", "UTC").arg("calendar");
        let output = analyze
            .args(["--base-time", base, calendar.expect("a calendar")])
            .output();
        let output = output.expect("systemd-analyze runs");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let month = next("connect-usage-month.timer", "2029-02-01 00:00:00 UTC");
    assert!(month.contains("2029-02-26 05:00:00 UTC"), "{month}");
    let day = next("connect-usage.timer", "2029-02-01 12:00:00 UTC");
    assert!(day.contains("2029-02-02 01:15:00 UTC"), "{day}");
}

/// Whether a field of cron is `*`, or numbers within a range.
fn is_field(field: &str, range: std::ops::RangeInclusive<u8>) -> bool {
    let is_number = |it: &str| it.parse().is_ok_and(|it| range.contains(&it));
    field == "*" || field.split(',').all(is_number)
}

#[test]
fn cron_accepts_the_lines() {
    let lines = cron_lines();
    assert_eq!(lines.len(), 2);
    for (line, days) in lines.iter().zip(["*", "27"]) {
        let fields: Vec<_> = line.split_whitespace().collect();
        assert!(is_field(fields[0], 0..=59), "{line}");
        assert!(is_field(fields[1], 0..=23), "{line}");
        assert!(is_field(fields[2], 1..=31), "{line}");
        assert!(is_field(fields[3], 1..=12), "{line}");
        assert!(is_field(fields[4], 0..=7), "{line}");
        assert_eq!(fields[2], days);
        assert_eq!(fields[5..7], ["connect", INSTALLED]);
        // Cron takes it for the end of a line.
        assert!(!line.contains('%'), "{line}");
    }
}

#[test]
fn the_page_names_the_files() {
    let schedule = page("schedule.md");
    for unit in UNITS {
        assert!(schedule.contains(&format!("(systemd/{unit})")), "{unit}");
    }
    assert!(schedule.contains("(cron/connect-usage)"));
}
