//! The programs of examples/, on the fake platform, run twice and after failures.
#![allow(missing_docs, dead_code)]

#[path = "../../examples/daily.rs"]
mod daily;
#[path = "../../examples/monthly.rs"]
mod monthly;

use std::cell::Cell;

use connect_fake::{Platform, Side};
use connect_reporting::ProgressFolder;
use connect_usage::{DateTime, Decimal, files};

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
