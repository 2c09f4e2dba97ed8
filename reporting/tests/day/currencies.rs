//! One report for each currency.

use connect_reporting::day::{CurrencyError, by_currency, write_by_currency};
use connect_reporting::{AssetBy, ItemBy, Processed, UsageRow, UsageWorkbook, WriteError};
use connect_usage::models::UsageFileSchema;

use crate::support::at;

fn row(id: &str) -> UsageRow {
    let (start, end) = (at("2029-01-31T00:00:00Z"), at("2029-01-31T23:59:59Z"));
    let row = UsageRow::new(id, ItemBy::mpn("CPU"), AssetBy::id("AS-1"), start, end);
    row.quantity(1).amount(2)
}

fn settings(_: &str) -> UsageWorkbook {
    UsageWorkbook::new(UsageFileSchema::Cr).row_limit(2)
}

#[test]
fn no_row_is_lost_and_their_order_is_kept() {
    let all = ["EUR", "USD", "EUR", "GBP", "EUR", "USD"];
    let rows = all.iter().zip(["1", "2", "3", "4", "5", "6"]);
    let reports = write_by_currency(rows.map(|(currency, id)| (currency, row(id))), settings);
    let reports = reports.expect("reports");
    let read = |content: &[u8]| {
        let file = Processed::read(content).expect("a workbook");
        let ids = file
            .rows()
            .map(|it| it.required("record_id").expect("an id"));
        ids.collect::<String>()
    };
    let found: Vec<_> = reports
        .iter()
        .map(|it| {
            let parts = it.workbooks.iter();
            let parts = parts.map(|it| read(it.bytes().expect("in memory")));
            (it.currency.as_str(), parts.collect::<Vec<_>>())
        })
        .collect();
    let part = |it: &str| it.to_owned();
    assert_eq!(
        found,
        [
            ("EUR", vec![part("13"), part("5")]),
            ("USD", vec![part("26")]),
            ("GBP", vec![part("4")]),
        ]
    );
    let groups = by_currency::<&str, ()>([]).expect("no groups");
    assert!(groups.is_empty());
}

#[test]
fn a_currency_is_three_capital_letters() {
    for currency in ["", "eur", "EU", "EURO", "EU ", "ÉU"] {
        let error = by_currency([("EUR", 1), (currency, 2)]).expect_err(currency);
        assert!(matches!(&error, CurrencyError::Invalid { row: 2, found } if found == currency));
    }
}

#[test]
fn a_record_id_in_two_currencies_is_an_error() {
    let rows = [("EUR", row("1")), ("USD", row("2")), ("USD", row("1"))];
    let error = write_by_currency(rows, settings).expect_err("a repeated id");
    assert!(
        matches!(&error, CurrencyError::Duplicate { record_id, .. } if record_id == "1"),
        "{error}"
    );
    let rows = [("EUR", row("1")), ("EUR", row("1"))];
    let error = write_by_currency(rows, settings).expect_err("a repeated id");
    let is_rows = |it: &WriteError| matches!(it, WriteError::Rows(_));
    assert!(
        matches!(&error, CurrencyError::Write { source, .. } if is_rows(source)),
        "{error}"
    );
}
