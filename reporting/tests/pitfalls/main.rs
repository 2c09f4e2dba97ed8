//! Mistakes that programs which report usage have made, or could make: each loses usage, doubles it, or bills the wrong one.
#![allow(missing_docs)]

use std::collections::BTreeSet;

use connect_fake::{FileSeed, FileStatus, Platform, RecordSeed, Side, Step};
use connect_reporting::blocking::{day, provider};
use connect_reporting::day::{
    AssetQuery, DayError, Period, Precision, Selection, Zone, grouped, never_down, record_id,
    report_id, write_by_currency,
};
use connect_reporting::provider::{Bill, Round};
use connect_reporting::{AssetBy, ItemBy, Processed, UsageRow, UsageWorkbook, WriteError};
use connect_usage::directory::assets;
use connect_usage::models::{NewPeriod, UsageFileSchema};
use connect_usage::{DateTime, chunks};

fn at(text: &str) -> DateTime {
    text.parse().expect("a date-time")
}

fn yesterday() -> Period {
    Period::day("2029-01-31", &Zone::utc()).expect("a day")
}

fn platform() -> Platform {
    let platform = Platform::builder()
        .without_directory()
        .by_hand()
        .in_memory();
    let product = platform.product("PRD-000-000-002").schema("QT").item("CPU");
    product.parameter("project_id").add();
    platform
}

/// Adds an asset, whose last update is that of its status.
fn add(platform: &Platform, number: u32, status: &str, project: &str, updated: &str) -> String {
    let asset = platform
        .asset(&format!("AS-0000-0000-{number:04}"))
        .product("PRD-000-000-002");
    let asset = asset
        .created(at("2028-05-01T00:00:00Z"))
        .updated(at(updated));
    asset
        .status(status.to_owned())
        .parameter("project_id", project)
        .add()
}

fn read(platform: &Platform) -> Selection {
    let client = platform.blocking_client(Side::Vendor).expect("a client");
    day::assets(&client, &AssetQuery::new(&yesterday())).expect("assets")
}

fn ids(selection: &Selection) -> Vec<&str> {
    selection.assets.iter().map(|it| it.id()).collect()
}

fn row(id: &str, item: &str) -> UsageRow {
    let (start, end) = (yesterday().start(), yesterday().end());
    UsageRow::new(id, ItemBy::mpn(item), AssetBy::id("AS-1"), start, end).quantity(1)
}

#[test]
fn record_ids_of_the_same_second_do_not_collide() {
    let items = ["CPU", "RAM", "CPU-RAM"];
    let ids: BTreeSet<_> = ["AS-1", "AS-1-CPU", "AS-2"]
        .iter()
        .flat_map(|asset| items.map(|it| record_id(asset, it, &yesterday()).expect("an id")))
        .collect();
    assert_eq!(ids.len(), 9);
}

#[test]
fn a_second_run_does_not_report_the_same_usage_under_another_id() {
    let ids = |now: &str| {
        let day = Period::day_before(at(now), &Zone::utc()).expect("a day");
        let report = report_id("PRD-1", "CRD-1", &day, None).expect("an id");
        (record_id("AS-1", "CPU", &day).expect("an id"), report)
    };
    assert_eq!(ids("2029-02-01T00:00:00Z"), ids("2029-02-01T23:59:59Z"));
    assert_ne!(ids("2029-02-01T23:59:59Z"), ids("2029-02-02T00:00:00Z"));
}

#[test]
fn the_month_before_january_is_december_of_the_year_before() {
    let month = Period::month_before(at("2029-01-15T12:00:00Z"), &Zone::utc());
    let month = month.expect("a month");
    assert_eq!(month.key(), "2028-12");
    assert_eq!(month.end(), at("2028-12-31T23:59:59Z"));
}

#[test]
fn external_ids_of_the_same_month_in_two_years_differ() {
    let id = |year| {
        let month = Period::month(year, 1, &Zone::utc()).expect("a month");
        let record = record_id("AS-1", "CPU", &month).expect("an id");
        (
            report_id("PRD-1", "CRD-1", &month, None).expect("an id"),
            record,
        )
    };
    let (one, other) = (id(2029), id(2030));
    assert!(one.0 != other.0 && one.1 != other.1);
}

#[test]
fn the_day_is_not_that_of_the_machine_s_clock() {
    let now = at("2029-01-31T23:30:00Z");
    let key = |zone: &str| {
        let zone = Zone::new(zone).expect("a zone");
        Period::day_before(now, &zone).expect("a day").key()
    };
    assert_eq!(
        (key("UTC").as_str(), key("Europe/Berlin").as_str()),
        ("2029-01-30", "2029-01-31")
    );
}

#[test]
fn the_hour_that_the_clocks_show_twice_is_reported_twice() {
    let zone = Zone::new("Europe/Berlin").expect("a zone");
    let hours = ["2029-10-28T01:00:00Z", "2029-10-28T02:00:00Z"];
    let hours = hours.map(|now| Period::hour_before(at(now), &zone).expect("an hour"));
    let ids = hours
        .each_ref()
        .map(|it| record_id("AS-1", "CPU", it).expect("an id"));
    assert_ne!(ids[0], ids[1]);
    assert_ne!(hours[0].name(), hours[1].name());
    assert_eq!(hours[0].clip(&hours[1].span()), None);
}

#[test]
fn the_report_says_which_period_it_is_about() {
    let sent: NewPeriod = (&yesterday()).into();
    let days = (sent.from.expect("a day"), sent.to.expect("a day"));
    assert_eq!(
        (days.0.to_string(), days.1.to_string()),
        ("2029-01-31".into(), "2029-01-31".into())
    );
}

#[test]
fn no_row_is_dropped_where_the_product_changes() {
    let products = ["PRD-1", "PRD-1", "PRD-2", "PRD-2", "PRD-1", "PRD-3"];
    let groups = grouped(products.into_iter().zip(1..));
    let expected = [
        ("PRD-1", vec![1, 2, 5]),
        ("PRD-2", vec![3, 4]),
        ("PRD-3", vec![6]),
    ];
    assert_eq!(groups, expected);
}

#[test]
fn rows_of_two_currencies_are_not_in_one_report() {
    let rows = [
        ("EUR", row("1", "CPU")),
        ("USD", row("2", "CPU")),
        ("EUR", row("3", "CPU")),
    ];
    let reports = write_by_currency(rows, |_| UsageWorkbook::new(UsageFileSchema::Qt));
    let reports = reports.expect("reports");
    let rows = reports
        .iter()
        .map(|it| (it.currency.as_str(), it.workbooks[0].rows()));
    assert_eq!(rows.collect::<Vec<_>>(), [("EUR", 2), ("USD", 1)]);
}

#[test]
fn one_asset_s_error_does_not_stop_the_rest() {
    let platform = platform();
    for number in 1..=3 {
        add(&platform, number, "active", "P", "2029-01-31T12:00:00Z");
    }
    let meter = |it: &str| match it.ends_with('1') {
        true => Err("the meter is down".to_owned()),
        false => Ok(4),
    };
    let outcomes = day::for_each(read(&platform).assets, |it| meter(it.id()));
    assert_eq!(outcomes.succeeded().count(), 2);
    let expected = "2 of 3 succeeded\nAS-0000-0000-0001: the meter is down";
    assert_eq!(outcomes.to_string(), expected);
}

#[test]
fn usage_without_an_asset_is_not_dropped_in_silence() {
    let platform = platform();
    add(&platform, 1, "active", "P-1", "2029-01-31T12:00:00Z");
    let selection = read(&platform);
    let outcomes = day::for_each(["P-1", "P-2"], |project| {
        selection.find("project_id", project).map(|it| it.by_id())
    });
    let failed: Vec<_> = outcomes.failed().map(|(project, _)| *project).collect();
    assert_eq!(failed, ["P-2"]);
}

#[test]
fn usage_of_two_assets_with_one_parameter_is_not_given_to_the_first() {
    let platform = platform();
    add(&platform, 1, "active", "P-1", "2029-01-31T12:00:00Z");
    add(&platform, 2, "active", "P-1", "2029-01-31T12:00:00Z");
    let selection = read(&platform);
    let found = selection.find("project_id", "P-1");
    assert!(
        matches!(found, Err(DayError::AmbiguousAsset { .. })),
        "{found:?}"
    );
}

#[test]
fn a_missing_parameter_is_an_error_of_its_asset() {
    let platform = platform();
    add(&platform, 1, "active", "", "2029-01-31T12:00:00Z");
    add(&platform, 2, "active", "P-2", "2029-01-31T12:00:00Z");
    let outcomes = day::for_each(read(&platform).assets, |it| it.by_parameter("project_id"));
    let failed: Vec<_> = outcomes.failed().map(|(it, _)| it.id()).collect();
    assert_eq!(failed, ["AS-0000-0000-0001"]);
}

#[test]
fn the_last_day_of_an_asset_is_reported_until_its_stop() {
    let platform = platform();
    add(&platform, 1, "terminated", "P-1", "2029-01-31T12:00:00Z");
    // Stopped after the day, before it was reported.
    add(&platform, 2, "suspended", "P-2", "2029-02-05T12:00:00Z");
    add(&platform, 3, "terminating", "P-3", "2029-01-31T12:00:00Z");
    let selection = read(&platform);
    let ends: Vec<_> = selection.assets.iter().map(|it| it.span.end()).collect();
    let end = yesterday().end();
    assert_eq!(ends, [at("2029-01-31T12:00:00Z"), end, end]);
}

#[test]
fn test_assets_are_not_billed() {
    let platform = platform();
    add(&platform, 1, "active", "P-1", "2029-01-31T12:00:00Z");
    platform
        .asset("AS-0000-0000-0002")
        .created(at("2028-05-01T00:00:00Z"))
        .preview()
        .add();
    assert_eq!(ids(&read(&platform)), ["AS-0000-0000-0001"]);
}

#[test]
fn assets_that_change_places_between_two_pages_are_not_lost() {
    let platform = platform();
    let page = |id: &str, at: usize| {
        let body = format!(r#"[{{"id": "{id}", "status": "active"}}]"#);
        let reply = connect_fake::reply::Reply::json(200, body);
        Step::reply(reply.header("Content-Range", &format!("items {at}-{at}/2")))
    };
    let pages = [
        page("AS-1", 0),
        page("AS-1", 1),
        page("AS-1", 0),
        page("AS-2", 1),
    ];
    platform.on(assets::list()).sequence(pages);
    assert_eq!(ids(&read(&platform)), ["AS-1", "AS-2"]);
}

#[test]
fn usage_of_zero_is_a_row() {
    let mut writer = UsageWorkbook::new(UsageFileSchema::Qt)
        .in_memory()
        .expect("a writer");
    writer.add(&row("1", "CPU").quantity(0)).expect("a row");
    let written = writer.finish().expect("a workbook");
    let file = Processed::read(written[0].bytes().expect("in memory")).expect("a workbook");
    let row = file.rows().next().expect("a row").usage().expect("usage");
    assert_eq!(row.quantity, Some(0.into()));
}

#[test]
fn an_item_that_the_product_does_not_have_is_found_before_the_upload() {
    let platform = platform();
    let client = platform.blocking_client(Side::Vendor).expect("a client");
    let items = day::items(&client, "PRD-000-000-002").expect("items");
    let workbook = UsageWorkbook::new(UsageFileSchema::Qt).known_items(move |it| items.has(it));
    let mut writer = workbook.in_memory().expect("a writer");
    writer.add(&row("1", "CPU")).expect("a row");
    writer.add(&row("2", "CPUS")).expect("a row");
    let error = writer.finish().expect_err("an unknown item");
    assert!(
        matches!(&error, WriteError::Rows(it) if it.broken() == 1),
        "{error}"
    );
}

#[test]
fn usage_outside_of_the_period_is_clipped() {
    let used = Period::between(
        at("2029-01-30T22:00:00Z"),
        at("2029-01-31T02:00:00Z"),
        &Zone::utc(),
    );
    let clipped = yesterday()
        .clip(&used.expect("a span").span())
        .expect("an overlap");
    assert_eq!(
        (clipped.start(), clipped.end()),
        (yesterday().start(), at("2029-01-31T02:00:00Z"))
    );
}

#[test]
fn a_provider_s_counter_is_exact_and_never_goes_down() {
    let precision: Precision = "Decimal(8)".parse().expect("a precision");
    let units = precision.units(&"0.000000299".parse().expect("a number"));
    assert_eq!(units, Ok(29));
    assert_eq!(never_down(30, 29), 30);
}

#[test]
fn a_chunk_that_was_handed_over_before_a_crash_is_not_billed_twice() {
    let platform = Platform::builder().read_workbooks().in_memory();
    let seed = FileSeed::new().status(FileStatus::Accepted);
    let file = platform.add_file(seed.records([RecordSeed::new()]));
    let id = platform.chunks(&file).remove(0);
    let client = platform.blocking_client(Side::Provider).expect("a client");
    let chunk = client.send(chunks::get(&id)).expect("a chunk");
    let hub = chunk.binding.and_then(|it| it.hub?.id).expect("a hub");
    platform
        .on(chunks::close(
            &id,
            connect_usage::models::CloseChunk::new("B"),
        ))
        .fail_once(403);
    let mut billed = BTreeSet::new();
    let mut run = || {
        let outcomes = provider::run(&client, &Round::new(&hub), |it| {
            let is_new = billed.insert(it.key.clone());
            match is_new == it.may_be_repeated {
                true => Err("billed twice, or never"),
                false => Ok(Bill::whole("B-1")),
            }
        });
        outcomes.expect("chunks").to_string()
    };
    assert!(run().starts_with("0 of 1 succeeded"));
    assert_eq!(run(), "1 of 1 succeeded");
    assert_eq!(platform.bill(&id), Some("B-1".to_owned()));
}
