//! The platform, and what is to be reported to it.

use std::collections::BTreeMap;

use connect_fake::{Builder, Catalog, Known, Platform};
use connect_usage::blocking::Client;
use connect_usage::{DateTime, Decimal, files, records};

pub const PRODUCTS: [&str; 3] = ["PRD-000-000-001", "PRD-000-000-002", "PRD-000-000-003"];
pub const ITEMS: [&str; 2] = ["CPU", "DISK"];

/// The customer whose meter does not answer.
pub const SILENT: &str = "AS-0000-0000-0003";

/// The customer with a part number that only the platform knows to be wrong.
pub const MISTYPED: &str = "AS-0000-0000-0005";

/// The only items that exist.
struct Items;

impl Catalog for Items {
    fn item(&self, _product: &str, criterion: &str, value: &str) -> Known {
        assert_eq!(criterion, "item.mpn");
        match ITEMS.contains(&value) {
            true => Known::Nothing,
            false => Known::Missing,
        }
    }
}

pub fn time(text: &str) -> DateTime {
    text.parse().expect("a date-time")
}

pub fn builder() -> Builder {
    let builder = Platform::builder().without_directory().schema("cr");
    builder.read_workbooks_with(Items)
}

/// Adds three products, a contract in each currency, and so many assets.
pub fn fill(platform: &Platform, assets: usize) {
    for product in PRODUCTS {
        let product = platform.product(product).schema("CR");
        ITEMS
            .into_iter()
            .fold(product, |it, item| it.item(item))
            .add();
    }
    for (number, currency) in [(1, "USD"), (2, "EUR")] {
        let market = format!("MP-0000{number}");
        platform.marketplace(&market).currency(currency).add();
        let contract = format!("CRD-00000-00000-0000{number}");
        platform.contract(&contract).marketplace(market).add();
    }
    for number in 1..=assets {
        let asset = platform.asset(&format!("AS-0000-0000-{number:04}"));
        let contract = format!("CRD-00000-00000-0000{}", 1 + number % 2);
        let asset = asset.product(PRODUCTS[number % 3]).contract(contract);
        asset.created(time("2028-01-01T00:00:00Z")).add();
    }
}

/// What an item has cost an asset.
pub fn amount(asset: &str, item: &str) -> Decimal {
    let number: i64 = asset.bytes().chain(item.bytes()).map(i64::from).sum();
    format!("{number}.05").parse().expect("a decimal")
}

/// What every asset is to be reported with: the currency and the amount by record id.
fn expected(assets: usize) -> BTreeMap<String, (String, Decimal)> {
    let mut rows = BTreeMap::new();
    for number in 1..=assets {
        let asset = format!("AS-0000-0000-{number:04}");
        for item in ITEMS {
            let currency = if number % 2 == 0 { "USD" } else { "EUR" };
            let row = (currency.to_owned(), amount(&asset, item));
            rows.insert(format!("{asset}/2029-01-31/{item}"), row);
        }
    }
    rows
}

/// Checks that the platform has each row once, in a report that was submitted, in the right currency.
#[track_caller]
pub fn assert_reported_once(platform: &Platform, reader: &Client, assets: usize) {
    let mut missing = expected(assets);
    for report in platform.files() {
        assert_eq!(platform.status(&report), Some("pending"), "{report}");
        let file = reader.send(files::get(&report)).expect("it exists");
        let external_id = file.external_id.expect("an external id");
        let asset = external_id.split('/').nth(1).expect("an asset");
        for item in ITEMS {
            let name = format!("{asset}/2029-01-31/{item}");
            let (currency, amount) = missing.remove(&name).expect("it was not reported before");
            assert_eq!(file.currency.as_deref(), Some(currency.as_str()), "{name}");
            let record = platform.record_named(&report, &name);
            let record = records::get(record.expect("a record"));
            let record = reader.send(record).expect("it exists");
            assert_eq!(record.amount, Some(amount), "{name}");
        }
        assert_eq!(platform.records(&report).len(), ITEMS.len(), "{report}");
    }
    assert!(missing.is_empty(), "not reported: {:?}", missing.keys());
}
