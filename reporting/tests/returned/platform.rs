//! Workbooks of the platform.

use connect_fake::{FileSeed, Platform, Side};
use connect_reporting::{
    AssetBy, BillError, Chunk, ItemBy, Processed, Reconciliation, UsageRow, UsageWorkbook,
};
use connect_usage::models::{NewReconciliation, UsageFileSchema, UsageFileStatus};
use connect_usage::{DateTime, Upload, chunks, files, reconciliations};

use crate::support::workbook;

fn time(text: &str) -> DateTime {
    text.parse().expect("a date-time")
}

fn row(id: &str) -> UsageRow {
    let (start, end) = (time("2029-01-01T00:00:00Z"), time("2029-01-31T23:59:59Z"));
    UsageRow::new(id, ItemBy::mpn("CPU"), AssetBy::id("AS-1"), start, end).quantity(4)
}

fn upload(rows: &[UsageRow]) -> Upload {
    let mut writer = UsageWorkbook::new(UsageFileSchema::Qt)
        .in_memory()
        .expect("the settings are right");
    for row in rows {
        writer.add(row).expect("rows can be written");
    }
    writer.finish().expect("the rows are right")[0].upload()
}

/// The processed file of an upload, and its status.
fn processed(upload: Upload, status: UsageFileStatus) -> (Processed, String) {
    let platform = Platform::builder()
        .without_directory()
        .read_workbooks()
        .in_memory();
    let id = platform.add_file(FileSeed::new().schema("qt"));
    let vendor = platform.blocking_client(Side::Vendor).expect("a client");
    vendor
        .send(files::upload(&id, upload))
        .expect("it is uploaded");
    let report = vendor
        .wait(files::get(&id))
        .until(status)
        .expect("it is processed");
    let url = report.processed_file_uri.expect("a processed file");
    let content = vendor
        .download(&url)
        .bytes()
        .expect("it is downloaded")
        .bytes;
    (Processed::read(&content).expect("a workbook"), id)
}

#[test]
fn a_valid_report_comes_back_as_it_was() {
    let rows = [row("R-1"), row("R-2").note("two\nlines")];
    let (file, id) = processed(upload(&rows), UsageFileStatus::Ready);
    let read: Result<Vec<_>, _> = file.rows().map(|it| it.usage()).collect();
    assert_eq!(read.expect("the rows are right"), rows);
    let general = file.general();
    assert_eq!(general.report_id(), Ok(Some(id)));
    assert_eq!(general.schema(), Ok(Some(UsageFileSchema::Qt)));
    assert_eq!(general.valid_records(), Ok(Some(2)));
    assert_eq!(general.invalid_records(), Ok(Some(0)));
    assert_eq!(general.status(), Ok(Some("ready".to_owned())));
    assert_eq!(general.get("no_such_thing"), Ok(None));
    assert!(general.attributes().count() > 5);
    assert!(file.comments().is_empty());
    assert!(file.columns().any(|it| it == "record_id"));
}

#[test]
fn errors_are_comments_of_their_rows() {
    let header = [
        "record_id",
        "item_search_criteria",
        "item_search_value",
        "quantity",
        "start_time_utc",
        "end_time_utc",
        "asset_search_criteria",
        "asset_search_value",
    ];
    let row = |id, quantity| {
        let (start, end) = ("2029-01-01 00:00:00", "2029-01-31 23:59:59");
        [
            id, "item.mpn", "CPU", quantity, start, end, "asset.id", "AS-1",
        ]
    };
    let (good, broken, last) = (row("R-1", "1"), row("R-2", "many"), row("R-1", "1"));
    let content = workbook(&[("records", &[&header, &good, &broken, &last])]);
    let upload = Upload::bytes(content).file_name("usage.xlsx");
    let (file, _) = processed(upload, UsageFileStatus::Invalid);
    assert_eq!(file.general().invalid_records(), Ok(Some(2)));
    let errors = file.rows().map(|row| {
        let comments = row.comments().iter();
        let comments = comments.map(|it| {
            (
                it.row,
                it.column.clone(),
                it.text.contains("expected a decimal number"),
            )
        });
        (row.number(), comments.collect::<Vec<_>>())
    });
    let expected = [
        (2, vec![]),
        (3, vec![(3, "quantity".to_owned(), true)]),
        (4, vec![(4, "record_id".to_owned(), false)]),
    ];
    assert_eq!(errors.collect::<Vec<_>>(), expected);
    let broken = file
        .rows()
        .nth(1)
        .expect("a row")
        .usage()
        .expect_err("a broken row");
    let expected = "cannot read the workbook, sheet `records`, row 3, column `quantity`: \
        expected a decimal number, found `many`";
    assert_eq!(broken.to_string(), expected);
}

/// A report with three records that is accepted, its id, and its chunk.
fn accepted() -> (Platform, String, Chunk) {
    let platform = Platform::builder()
        .without_directory()
        .read_workbooks()
        .in_memory();
    let id = platform.add_file(FileSeed::new().schema("qt"));
    let vendor = platform.blocking_client(Side::Vendor).expect("a client");
    let provider = platform.blocking_client(Side::Provider).expect("a client");
    let rows = ["A", "B", "C"].map(row);
    vendor
        .send(files::upload(&id, upload(&rows)))
        .expect("it is uploaded");
    vendor
        .wait(files::get(&id))
        .until(UsageFileStatus::Ready)
        .expect("it is processed");
    vendor.send(files::submit(&id)).expect("it is submitted");
    provider.send(files::accept(&id)).expect("it is accepted");
    platform.settle();
    let chunk = platform.chunks(&id).swap_remove(0);
    let content = provider
        .download(chunks::download(&chunk))
        .bytes()
        .expect("it is downloaded")
        .bytes;
    let chunk = Chunk::read(content).expect("a workbook");
    (platform, id, chunk)
}

#[test]
fn the_records_of_a_chunk_have_types() {
    let (_, _, chunk) = accepted();
    let records: Result<Vec<_>, _> = chunk.records().collect();
    let records = records.expect("the rows are right");
    let ids: Vec<_> = records.iter().map(|it| it.record_id.as_str()).collect();
    assert_eq!(ids, ["A", "B", "C"]);
    assert_eq!(records[0].quantity, Some(4.into()));
    assert_eq!(records[0].item_mpn.as_deref(), Some("CPU"));
    assert_eq!(records[0].end, Some(time("2029-01-31T23:59:59Z")));
    assert_eq!(
        (&records[0].billing_id, records[0].amount.is_none()),
        (&None, true)
    );
    assert!(chunk.general().get("hub_id").expect("a text").is_some());
}

#[test]
fn a_bill_needs_a_record_and_two_texts() {
    let (_, _, mut chunk) = accepted();
    let unknown = BillError::UnknownRecord("D".to_owned());
    assert_eq!(chunk.bill("D", "B-3", "January"), Err(unknown));
    for (bill, note, column) in [
        ("", "x", "external_billing_id"),
        ("x", "", "external_billing_note"),
        ("a\nb", "x", "external_billing_id"),
    ] {
        let error = chunk.bill("B", bill, note).expect_err("no bill");
        assert!(
            matches!(&error, BillError::Text { column: it, .. } if *it == column),
            "{error}"
        );
    }
}

#[test]
fn a_chunk_that_is_filled_in_closes_its_records() {
    let (platform, id, mut chunk) = accepted();
    let records: Result<Vec<_>, _> = chunk.records().collect();
    let records = records.expect("the rows are right");
    chunk.bill("A", "B-1", "January").expect("a record");
    chunk.bill("C", "B-0", "wrong").expect("a record");
    chunk
        .bill("C", "B-2", "<January> & co\nin two lines")
        .expect("a record");
    let filled = chunk.reconciliation().expect("it can be written");
    assert_eq!(filled, chunk.reconciliation().expect("it can be written"));
    let read = Reconciliation::read(&filled).expect("a workbook");
    let read: Result<Vec<_>, _> = read.records().collect();
    let mut expected = records;
    for (at, bill, note) in [
        (0, "B-1", "January"),
        (2, "B-2", "<January> & co\nin two lines"),
    ] {
        expected[at].billing_id = Some(bill.to_owned());
        expected[at].billing_note = Some(note.to_owned());
    }
    assert_eq!(read.expect("the rows are right"), expected);

    let new = NewReconciliation::new(chunk.upload().expect("it can be written"));
    let provider = platform.blocking_client(Side::Provider).expect("a client");
    provider
        .send(reconciliations::create(new))
        .expect("it is uploaded");
    platform.settle();
    let statuses = platform.records(&id);
    let statuses = statuses
        .iter()
        .map(|it| platform.status(it).expect("a record"));
    assert_eq!(statuses.collect::<Vec<_>>(), ["closed", "valid", "closed"]);
}
