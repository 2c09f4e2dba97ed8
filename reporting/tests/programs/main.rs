//! The programs of examples/, on the fake platform, run twice and after failures.
#![allow(missing_docs, dead_code)]

#[path = "../../examples/daily.rs"]
mod daily;
#[path = "../../examples/hourly.rs"]
mod hourly;
#[path = "../../examples/monthly.rs"]
mod monthly;
#[path = "../../examples/provider.rs"]
mod provider;

use std::cell::Cell;

use connect_fake::{FileSeed, FileStatus, Platform, RecordSeed, Side};
use connect_reporting::ProgressFolder;
use connect_usage::{DateTime, Decimal, aggregates, chunks, files, records};

const PRODUCT: &str = "PRD-000-000-007";

fn time(text: &str) -> DateTime {
    text.parse().expect("a date-time")
}

/// A platform with a product of a schema, whose assets are under contracts in two currencies.
fn platform(schema: &'static str) -> Platform {
    let builder = Platform::builder().without_directory();
    let platform = builder.read_workbooks().schema(schema).in_memory();
    platform
        .product(PRODUCT)
        .schema(schema.to_uppercase())
        .item("CPU")
        .item("DISK")
        .parameter("project_id")
        .parameter("domain_name")
        .add();
    for (number, currency) in [(1, "USD"), (2, "EUR")] {
        let market = platform
            .marketplace(&format!("MP-0000{number}"))
            .currency(currency)
            .add();
        let contract = platform.contract(&format!("CRD-00000-00000-0000{number}"));
        contract.marketplace(market).add();
    }
    for number in 1..=4 {
        let asset = platform.asset(&format!("AS-0000-0000-000{number}"));
        let contract = format!("CRD-00000-00000-0000{}", 1 + number % 2);
        let asset = asset.product(PRODUCT).contract(contract);
        let asset = asset.parameter("project_id", format!("P-{number}"));
        let asset = asset.parameter("domain_name", format!("p{number}"));
        asset.created(time("2028-01-01T00:00:00Z")).add();
    }
    platform
}

/// The statuses of all reports.
fn statuses(platform: &Platform) -> Vec<&'static str> {
    let files = platform.files();
    files.iter().filter_map(|it| platform.status(it)).collect()
}

#[test]
fn the_daily_program_reports_each_asset_once() {
    let platform = platform("qt");
    let client = platform.blocking_client(Side::Vendor).expect("a client");
    let folder = tempfile::tempdir().expect("a folder");
    let broken = Cell::new(true);
    let run = |now: &str| {
        let progress = ProgressFolder::new(folder.path().join("progress"));
        let usage = |project: &str, _: &_| match project {
            "P-3" if broken.get() => Err("no meter answers".into()),
            _ => Ok(vec![("CPU".to_owned(), 4), ("DISK".to_owned(), 7)]),
        };
        let result = daily::daily(&client, PRODUCT, time(now), usage, progress);
        result.expect("the assets can be read")
    };
    let first = run("2029-01-01T05:00:00Z");
    assert_eq!(
        first.to_string(),
        "3 of 4 succeeded\nAS-0000-0000-0003: no meter answers"
    );
    broken.set(false);
    for _ in 0..2 {
        let again = run("2029-01-01T11:00:00Z");
        assert!(again.is_success(), "{again}");
        assert_eq!(statuses(&platform), ["pending"; 4]);
    }
    let day = "AS-0000-0000-0003/2028-12-31/CPU";
    let record = platform
        .files()
        .iter()
        .find_map(|it| platform.record_named(it, day));
    assert!(
        record.is_some(),
        "the last day of the year is reported in January"
    );
    assert!(run("2029-01-02T05:00:00Z").is_success());
    assert_eq!(statuses(&platform), ["pending"; 8]);
    platform.assert_no_drift();
}

#[test]
fn the_monthly_program_reports_each_contract_once_in_its_currency() {
    let platform = platform("cr");
    let client = platform.blocking_client(Side::Vendor).expect("a client");
    let folder = tempfile::tempdir().expect("a folder");
    let item = Cell::new("GPU");
    let run = || {
        let progress = ProgressFolder::new(folder.path().join("progress"));
        let costs = |asset: &connect_reporting::day::ReportedAsset| {
            let mpn = if asset.id().ends_with('2') {
                item.get()
            } else {
                "CPU"
            };
            let amount: Decimal = "12.50".parse().expect("a decimal");
            Ok(vec![(mpn.to_owned(), Decimal::from(3), amount)])
        };
        let now = time("2029-01-01T05:00:00Z");
        let result = monthly::monthly(&client, PRODUCT, now, costs, progress);
        result.expect("the assets can be read")
    };
    let first = run();
    let text = first.to_string();
    assert!(
        text.starts_with("1 of 2 succeeded\nCRD-00000-00000-00001: "),
        "{text}"
    );
    assert!(text.contains("column `item_search_value`"), "{text}");
    item.set("DISK");
    for _ in 0..2 {
        let again = run();
        assert!(again.is_success(), "{again}");
        assert_eq!(statuses(&platform), ["pending"; 2]);
    }
    let mut found: Vec<_> = platform
        .files()
        .iter()
        .map(|id| {
            let file = client.send(files::get(id)).expect("it exists");
            assert_eq!(platform.records(id).len(), 2);
            (
                file.external_id.unwrap_or_default(),
                file.currency.unwrap_or_default(),
            )
        })
        .collect();
    found.sort();
    let id = |contract, currency: &str| {
        let id = format!("{PRODUCT}/CRD-00000-00000-0000{contract}/2028-12/{currency}");
        (id, currency.to_owned())
    };
    assert_eq!(found, [id(1, "USD"), id(2, "EUR")]);
    platform.assert_no_drift();
}

#[test]
fn the_hourly_program_makes_up_for_hours_that_were_missed() {
    let platform = platform("qt");
    let client = platform.blocking_client(Side::Vendor).expect("a client");
    let folder = tempfile::tempdir().expect("a folder");
    let broken = Cell::new(true);
    let run = |now: &str| {
        let progress = ProgressFolder::new(folder.path().join("progress"));
        let usage = |domain: &str, _: &_| match domain {
            "p3" if broken.get() => Err("no meter answers".into()),
            _ => Ok(vec![("CPU".to_owned(), 1)]),
        };
        let result = hourly::hourly(&client, PRODUCT, (time(now), 3), usage, progress);
        result.expect("the assets can be read")
    };
    let first = run("2029-01-01T01:10:00Z");
    let hours = ["2029-01-01T00", "2028-12-31T23", "2028-12-31T22"];
    let failed: Vec<_> = first.failed().map(|it| it.0.clone()).collect();
    let expected = hours.map(|hour| format!("AS-0000-0000-0003 {hour}"));
    assert!(failed == expected && first.iter().len() == 12, "{first}");
    broken.set(false);
    for (now, reports) in [("01:50", 12), ("01:59", 12), ("03:00", 20)] {
        let again = run(&format!("2029-01-01T{now}:00Z"));
        assert!(again.is_success(), "{again}");
        assert_eq!(statuses(&platform), vec!["pending"; reports]);
    }
    platform.assert_no_drift();
}

#[test]
fn what_used_nothing_gets_no_report() {
    let platform = platform("qt");
    let client = platform.blocking_client(Side::Vendor).expect("a client");
    let folder = tempfile::tempdir().expect("a folder");
    let progress = || ProgressFolder::new(folder.path().join("progress"));
    let now = time("2029-01-01T05:00:00Z");
    let none = |_: &str, _: &_| Ok(Vec::new());
    let daily = daily::daily(&client, PRODUCT, now, none, progress()).expect("the assets");
    let hourly = hourly::hourly(&client, PRODUCT, (now, 1), none, progress()).expect("the assets");
    let monthly = monthly::monthly(&client, PRODUCT, now, |_| Ok(Vec::new()), progress());
    let monthly = monthly.expect("the assets");
    assert!(daily.is_success(), "{daily}");
    assert!(hourly.is_success(), "{hourly}");
    assert!(monthly.is_success(), "{monthly}");
    assert_eq!(platform.files(), [""; 0]);
}

/// A platform with an accepted report of quantities, and one of amounts, and the hub of both.
fn accepted() -> (Platform, String) {
    let platform = Platform::builder().read_workbooks().in_memory();
    for schema in ["qt", "cr"] {
        let records = (1..=3).map(|it| RecordSeed::new().item(it));
        let seed = FileSeed::new().status(FileStatus::Accepted).schema(schema);
        platform.add_file(seed.records(records));
    }
    let client = platform.blocking_client(Side::Provider).expect("a client");
    for file in platform.files() {
        client.send(files::approve_all(file)).expect("approved");
    }
    let chunk = platform.chunks(&platform.files()[0]).remove(0);
    let chunk = client.send(chunks::get(&chunk)).expect("it exists");
    let hub = chunk.binding.and_then(|it| it.hub?.id).expect("a hub");
    (platform, hub)
}

#[test]
fn the_providers_program_bills_chunks_and_counts_quantities_once() {
    let (platform, hub) = accepted();
    let client = platform.blocking_client(Side::Provider).expect("a client");
    let files = platform.files();
    let mut billing = provider::InMemory::default();
    for batch in ["2029-01-31", "2029-02-01"] {
        let failed = provider::settle(&client, (&hub, batch), &mut billing);
        assert_eq!(failed.expect("the lists"), []);
    }
    let chunk = &platform.chunks(&files[1])[0];
    let bills: Vec<_> = billing.bills.iter().collect();
    let bill = format!("2029-01-31/{chunk}: 3 rows");
    assert_eq!(bills, [(chunk, &bill)]);
    assert_eq!(platform.status(chunk), Some("closed"));
    assert_eq!(platform.status(&files[0]), Some("closed"));
    for id in platform.records(&files[0]) {
        let record = client.send(records::get(&id)).expect("it exists");
        assert_eq!(record.external_billing_id.as_deref(), Some("2029-01-31"));
        assert_eq!(platform.status(&id), Some("closed"));
    }
    assert!(billing.counters.len() >= 3, "{billing:?}");
    assert!(billing.counters.values().all(|it| *it > 0), "{billing:?}");
    platform.assert_no_drift();
}

#[test]
fn records_that_were_not_counted_stay_open() {
    let (platform, hub) = accepted();
    let client = platform.blocking_client(Side::Provider).expect("a client");
    let rows: &[connect_usage::models::Aggregate] = &[];
    platform.on(aggregates::list()).respond_with_rows(rows);
    let mut billing = provider::InMemory::default();
    let failed = provider::settle(&client, (&hub, "2029-01-31"), &mut billing);
    assert_eq!(failed.expect("the lists"), []);
    for id in platform.records(&platform.files()[0]) {
        assert_eq!(platform.status(&id), Some("approved"));
    }
}
