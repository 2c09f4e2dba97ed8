//! Several reports that belong together.

use connect_fake::{Platform, Side};
use connect_reporting::day::{Period, Zone, report_id};
use connect_reporting::{
    AssetBy, ItemBy, PartOutcome, ProgressFolder, ProgressStore, Report, ReportErrorKind,
    ReportOutcome, ReportWorkbook, UsageRow, UsageWorkbook, blocking, report_all,
};
use connect_usage::models::{NewUsageFile, UsageFileSchema};
use connect_usage::{DateTime, files};

use crate::support::{
    CONTRACT, DOORS, Door, Memory, PRODUCT, assert_rows, block_on, broken, calls, platform, report,
    workbook,
};

fn run_all(
    door: Door,
    platform: &Platform,
    parts: Vec<(Report, ReportWorkbook)>,
    store: &mut dyn ProgressStore,
) -> Vec<PartOutcome> {
    match door {
        Door::Async => {
            let client = platform.client(Side::Vendor).expect("a client");
            block_on(report_all(&client, parts, store))
        }
        Door::Blocking => {
            let client = platform.blocking_client(Side::Vendor).expect("a client");
            blocking::report_all(&client, parts, store).expect("the client can run")
        }
    }
}

fn external_ids(outcomes: &[PartOutcome]) -> Vec<&str> {
    outcomes.iter().map(|it| it.external_id.as_str()).collect()
}

fn parts() -> Vec<(Report, ReportWorkbook)> {
    let euros = ["R-1", "R-2", "R-3"].map(|id| workbook(&[id]));
    let mut parts = report().part("EUR").currency("EUR").numbered(euros);
    parts.push((report().part("USD").currency("USD"), workbook(&["R-4"])));
    parts
}

#[test]
fn each_workbook_has_a_report_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    for (number, door) in DOORS.into_iter().enumerate() {
        let platform = platform();
        let mut store = ProgressFolder::new(folder.path().join(number.to_string()));
        let expected = [
            "2029-01-EUR",
            "2029-01-EUR-part2",
            "2029-01-EUR-part3",
            "2029-01-USD",
        ];
        for run in 0..2 {
            let outcomes = run_all(door, &platform, parts(), &mut store);
            assert_eq!(external_ids(&outcomes), expected);
            for (at, outcome) in outcomes.iter().enumerate() {
                let result = outcome.result.as_ref().expect("it is reported");
                let is_expected = match result {
                    ReportOutcome::Submitted { .. } => run == 0,
                    ReportOutcome::AlreadyReported { same_workbook, .. } => {
                        run == 1 && *same_workbook == Some(true)
                    }
                    _ => false,
                };
                assert!(is_expected, "{run} {result:?}");
                assert_rows(&platform, result.report(), &[&format!("R-{}", at + 1)], "");
            }
        }
        assert_eq!(platform.files().len(), 4);
        let vendor = platform.blocking_client(Side::Vendor).expect("a client");
        let rows = vendor.send(files::list()).expect("there is a list").rows;
        let text = |it: &Option<String>| it.clone().unwrap_or_default();
        let names: Vec<_> = rows
            .iter()
            .map(|it| (text(&it.name), text(&it.currency)))
            .collect();
        let name = |name: &str, currency: &str| (name.to_owned(), currency.to_owned());
        let expected = [
            name("January-EUR", "EUR"),
            name("January-EUR-part2", "EUR"),
            name("January-EUR-part3", "EUR"),
            name("January-USD", "USD"),
        ];
        assert_eq!(names, expected);
    }
}

#[test]
fn a_report_that_fails_does_not_stop_the_others() {
    for door in DOORS {
        let platform = platform();
        let create = platform.on(files::create(NewUsageFile::new("", "")));
        create.fail_once(400);
        let mut parts = parts();
        parts[1].1 = broken(&["R-2"]);
        let mut progress = Memory::new();
        let outcomes = run_all(door, &platform, parts.clone(), &mut progress);
        let results: Vec<_> = outcomes.iter().map(|it| &it.result).collect();
        assert!(
            matches!(
                results.as_slice(),
                [
                    Err(_),
                    Ok(ReportOutcome::Invalid(_)),
                    Ok(ReportOutcome::Submitted { .. }),
                    Ok(ReportOutcome::Submitted { .. }),
                ]
            ),
            "{results:?}"
        );
        parts[1].1 = workbook(&["R-2"]);
        let outcomes = run_all(door, &platform, parts, &mut progress);
        let mut results = outcomes.iter().map(|it| it.result.as_ref());
        assert!(
            results.all(|it| it.is_ok_and(ReportOutcome::is_submitted)),
            "{outcomes:?}"
        );
        assert_eq!(
            (platform.files().len(), calls(&platform, "files::submit")),
            (4, 4)
        );
    }
}

#[test]
fn two_parts_with_one_external_id_are_not_one_report() {
    for door in DOORS {
        let platform = platform();
        let parts = [["R-1"], ["R-2"]].map(|ids| (report(), workbook(&ids)));
        let outcomes = run_all(door, &platform, parts.into(), &mut ());
        let [first, second] = outcomes.as_slice() else {
            panic!("{outcomes:?}");
        };
        assert!(first.result.as_ref().is_ok_and(ReportOutcome::is_submitted));
        let error = second
            .result
            .as_ref()
            .expect_err("it is not another report");
        assert_eq!(*error.kind(), ReportErrorKind::RepeatedPart);
        assert_rows(&platform, &platform.files()[0], &["R-1"], "");
    }
}

#[test]
fn the_only_workbook_has_the_external_id_itself() {
    let parts = report().numbered(["one"]);
    assert_eq!(parts, [(report(), "one")]);
    let unnamed = Report::new("2029-01", "PRD-1", "CRD-1").part("2");
    assert_eq!(
        (unnamed.external_id(), unnamed.sent_name()),
        ("2029-01-2", "2029-01-2")
    );
}

#[test]
fn the_workbooks_of_a_writer_are_reported_as_they_are() {
    let platform = platform();
    let mut writer = UsageWorkbook::new(UsageFileSchema::Qt)
        .row_limit(2)
        .in_memory()
        .expect("the settings are right");
    for id in ["R-1", "R-2", "R-3"] {
        let time = |text: &str| text.parse::<DateTime>().expect("a date-time");
        let (start, end) = (time("2029-01-01T00:00:00Z"), time("2029-01-31T23:59:59Z"));
        let row = UsageRow::new(id, ItemBy::mpn("CPU"), AssetBy::id("AS-1"), start, end);
        writer.add(&row.quantity(1)).expect("rows can be written");
    }
    let written = writer.finish().expect("the rows are right");
    let client = platform.blocking_client(Side::Vendor).expect("a client");
    let parts = report().numbered(written);
    let outcomes = blocking::report_all(&client, parts, &mut ()).expect("the client can run");
    assert_eq!(external_ids(&outcomes), ["2029-01", "2029-01-part2"]);
    let files = platform.files();
    assert_rows(&platform, &files[0], &["R-1", "R-2"], "");
    assert_rows(&platform, &files[1], &["R-3"], "");
}

#[test]
fn no_part_of_a_month_has_the_external_id_of_a_day() {
    let of = |period: &Period| report_id(PRODUCT, CONTRACT, period, None).expect("an id");
    let month = Period::month(2029, 1, &Zone::utc()).expect("a month");
    let parts = Report::new(of(&month), PRODUCT, CONTRACT).numbered([(); 31]);
    for day in 1..=31 {
        let day = Period::day(format!("2029-01-{day:02}").as_str(), &Zone::utc());
        let id = of(&day.expect("a day"));
        assert!(parts.iter().all(|(it, ())| it.external_id() != id), "{id}");
    }
}
