//! What the platform reads in an upload.

use connect_fake::{FileSeed, Platform, Side};
use connect_reporting::{AssetBy, Category, ItemBy, UsageRow, UsageWorkbook, WrittenWorkbook};
use connect_usage::models::{UsageFileSchema, UsageFileStatus, UsageRecord};
use connect_usage::{files, records};

use crate::support::{decimal, row, time};

/// Uploads a workbook, and returns what the platform made of its rows.
fn uploaded(
    workbook: &WrittenWorkbook,
    schema: &'static str,
    rows: &[UsageRow],
) -> Vec<UsageRecord> {
    let platform = Platform::builder()
        .without_directory()
        .read_workbooks()
        .in_memory();
    let id = platform.add_file(FileSeed::new().schema(schema));
    let vendor = platform.blocking_client(Side::Vendor).expect("a client");
    vendor
        .send(files::upload(&id, workbook.upload()))
        .expect("it is uploaded");
    let wait = vendor.wait(files::get(&id));
    let report = wait.until(UsageFileStatus::Ready).expect("it is read");
    assert_eq!(report.error_detail, None);
    assert_eq!(platform.records(&id).len(), rows.len());
    let read = rows.iter().map(|row| {
        let record = platform.record_named(&id, &row.record_id);
        let record = record.expect("each row is a record");
        vendor
            .send(records::get(&record))
            .expect("the record exists")
    });
    read.collect()
}

fn written(workbook: UsageWorkbook, rows: &[UsageRow]) -> Vec<WrittenWorkbook> {
    let mut writer = workbook.in_memory().expect("the settings are right");
    for row in rows {
        writer.add(row).expect("rows can be written");
    }
    writer.finish().expect("the rows are right")
}

#[test]
fn every_cell_arrives() {
    let mut first = row("R <1> & \"co\"")
        .quantity(decimal("1000000000000000.20"))
        .amount(decimal("-0.10"))
        .tier(2)
        .category("c&1")
        .note("two\nlines, =1+1  and é 漢 😀")
        .parameter("v.invoice", "00042")
        .parameter("v.empty", "");
    first.start = time("2029-01-01T03:00:00+03:00");
    first.end = time("2029-01-31T21:59:59-02:00");
    let mut second = row("R-2").amount(0).tier(0);
    second.item = ItemBy::global_id("PRD-000-000-001-0007");
    second.asset = AssetBy::parameter("project_id", "P-1");
    let rows = [first, second];
    let workbook = UsageWorkbook::new(UsageFileSchema::Tr)
        .category(Category::new("c&1", "First").description("of two"))
        .category(Category::new("c2", "Second"))
        .parameter("v.invoice")
        .parameter("v.empty");
    let workbooks = written(workbook, &rows);
    assert_eq!(workbooks.len(), 1);
    assert_eq!(workbooks[0].rows(), 2);

    let read = uploaded(&workbooks[0], "tr", &rows);
    let [first, second] = read.as_slice() else {
        panic!("{read:?}");
    };
    let text = |it: &Option<_>| it.as_ref().map(ToString::to_string);
    assert_eq!(text(&first.usage).as_deref(), Some("1000000000000000.20"));
    assert_eq!(first.amount, Some(decimal("-0.10")));
    assert_eq!(first.tier, Some(2));
    let category = first.category.as_ref().expect("a category");
    assert_eq!(category.id.as_deref(), Some("c&1"));
    assert_eq!(first.start_date, Some(time("2029-01-01T00:00:00Z")));
    assert_eq!(first.end_date, Some(time("2029-01-31T23:59:59Z")));
    let params = first.params.as_ref().expect("parameters");
    let params: Vec<_> = params
        .iter()
        .map(|it| (it.parameter_name.as_deref(), it.parameter_value.as_deref()))
        .collect();
    assert_eq!(params, [(Some("v.invoice"), Some("00042"))]);
    let item = second.item.as_ref().expect("an item");
    assert_eq!(item.id.as_deref(), Some("PRD-000-000-001-0007"));
    assert!(second.category.is_none() && second.amount == Some(0.into()));
}

#[test]
fn rows_beyond_the_limit_are_in_another_workbook() {
    let rows: Vec<_> = (1..=7).map(|it| row(&format!("R-{it}"))).collect();
    let workbook = UsageWorkbook::new(UsageFileSchema::Qt).row_limit(3);
    let workbooks = written(workbook, &rows);
    let counts: Vec<_> = workbooks.iter().map(WrittenWorkbook::rows).collect();
    assert_eq!(counts, [3, 3, 1]);
    let names: Vec<_> = workbooks
        .iter()
        .map(|it| it.upload().sent_file_name())
        .collect();
    assert_eq!(
        names,
        ["usage_file.xlsx", "usage_file-2.xlsx", "usage_file-3.xlsx"]
    );
    for (workbook, rows) in workbooks.iter().zip(rows.chunks(3)) {
        let read = uploaded(workbook, "qt", rows);
        assert!(read.iter().all(|it| it.usage == Some(4.into())), "{read:?}");
    }
}

#[test]
fn an_id_is_unique_across_workbooks() {
    let rows: Vec<_> = ["R-1", "R-2", "R-3", "R-1"].map(row).to_vec();
    let found = crate::support::broken(UsageWorkbook::new(UsageFileSchema::Qt).row_limit(1), &rows);
    assert_eq!(found.problems()[0].row, 4);
}

#[test]
fn the_same_rows_are_the_same_bytes() {
    let bytes = || {
        let workbook = UsageWorkbook::new(UsageFileSchema::Qt).category(Category::new("a", "A"));
        let written = written(workbook, &[row("R-1"), row("R-2").category("a")]);
        written[0].bytes().expect("it is in memory").clone()
    };
    assert_eq!(bytes(), bytes());
}

#[test]
fn without_rows_there_is_a_header() {
    let workbook = UsageWorkbook::new(UsageFileSchema::Qt).allow_empty();
    let workbooks = written(workbook, &[]);
    assert_eq!(workbooks.len(), 1);
    assert!(uploaded(&workbooks[0], "qt", &[]).is_empty());
}
