//! Ids that are the same in every run.

use std::collections::BTreeMap;

use connect_reporting::day::{IdError, MAX_ID, Period, Zone, record_id, record_id_with, report_id};
use connect_reporting::{AssetBy, ItemBy, UsageRow, UsageWorkbook};
use connect_usage::models::UsageFileSchema;

use crate::support::{at, day};

#[test]
fn different_usage_has_different_ids() {
    let zone = Zone::utc();
    let mut found = BTreeMap::new();
    let periods = [
        "2029-01",
        "2028-01",
        "2029-01-01",
        "2029-01-01T00",
        "2029-01-01--2029-01-10",
    ];
    for key in periods {
        let period = Period::from_key(key, &zone).expect("a period");
        for asset in ["A", "A/B", "A%2FB", "A B", "A\u{a0}B", "Ä"] {
            for item in ["A", "B", "B/A", "_x0041_", "%5Fx0041_", "a"] {
                let id = record_id(asset, item, &period).expect("an id");
                let again = record_id(asset, item, &period);
                assert_eq!(again.as_ref(), Ok(&id));
                let of = (key, asset, item, "");
                assert_eq!(found.insert(id, of), None, "{of:?}");
                let id = record_id_with(asset, item, &period, "A").expect("an id");
                let of = (key, asset, item, "A");
                assert_eq!(found.insert(id, of), None, "{of:?}");
            }
        }
    }
}

#[test]
fn cells_keep_ids() {
    let mut writer = UsageWorkbook::new(UsageFileSchema::Qt)
        .in_memory()
        .expect("a writer");
    let odd = [
        "A\tB\n",
        " A ",
        "_x0041_",
        "\u{ffff}",
        "\0",
        "é 漢 😀",
        "\u{85}",
        "a_x004A_",
    ];
    for item in odd {
        let id = record_id("AS-1", item, &day()).expect("an id");
        let (start, end) = (at("2029-01-31T00:00:00Z"), at("2029-01-31T23:59:59Z"));
        let row = UsageRow::new(id, ItemBy::mpn("CPU"), AssetBy::id("AS-1"), start, end);
        writer.add(&row.quantity(1)).expect("a row");
    }
    assert_eq!(
        writer.finish().expect("a workbook")[0].rows() as usize,
        odd.len()
    );
}

#[test]
fn an_id_has_a_form_and_a_limit() {
    let id = report_id("PRD-1", "CRD-1", &day(), None);
    assert_eq!(id.as_deref(), Ok("PRD-1/CRD-1/2029-01-31"));
    let id = report_id("PRD-1", "CRD-1", &day(), Some("EUR"));
    assert_eq!(id.as_deref(), Ok("PRD-1/CRD-1/2029-01-31/EUR"));
    let rest = MAX_ID - "A/2029-01-31/".len();
    assert!(record_id("A", &"é".repeat(rest), &day()).is_ok());
    let long = record_id("A", &"é".repeat(rest + 1), &day());
    assert!(matches!(long, Err(IdError::TooLong(_))), "{long:?}");
    assert_eq!(record_id("", "A", &day()), Err(IdError::Empty("an asset")));
    assert_eq!(record_id("A", "", &day()), Err(IdError::Empty("an item")));
    assert!(record_id_with("A", "A", &day(), "").is_err());
    assert!(report_id("A", "A", &day(), Some("")).is_err());
}
