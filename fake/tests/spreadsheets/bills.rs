//! Reconciliations: chunks in which the bills are filled in.

use connect_fake::Side;
use serde_json::Value;

use crate::support::Talk;
use crate::workbook::{Cell, Empty, Returned, Text, accepted, builder, records, row, workbook};

use Side::{Provider, Vendor};

const COLUMNS: [&str; 3] = ["record_id", "external_billing_id", "external_billing_note"];

const GENERAL: [&str; 2] = ["attribute_id", "attribute_value"];

/// A report with the records A, B and C, accepted; its id.
fn report(talk: &Talk) -> String {
    let rows = ["A", "B", "C"].map(|it| row(it, Text("1")));
    accepted(talk, "qt", &records(&rows)).0
}

fn bill(talk: &Talk, path: &str, content: &[u8]) -> Value {
    let response = talk.upload(Provider, path, "recon_file", content);
    assert!(response.status < 300, "{}", response.text());
    talk.platform.settle();
    let all = talk.get(Provider, "/reconciliations").expect(200).ids();
    let path = format!("/reconciliations/{}", all[all.len() - 1]);
    talk.get(Provider, &path).expect(200).json()
}

fn statuses(talk: &Talk, file: &str) -> Vec<&'static str> {
    let records = talk.platform.records(file);
    let statuses = records.iter().map(|it| talk.platform.status(it));
    statuses.map(|it| it.expect("a record")).collect()
}

#[test]
fn a_chunk_that_was_filled_in_closes_its_records() {
    let talk = Talk::with(builder());
    let file = report(&talk);
    let chunk = talk.platform.chunks(&file).swap_remove(0);
    let download = format!("/chunks/{chunk}/download");
    let content = talk.get(Provider, &download).expect(200).body;

    // As it comes, it has no bills.
    let before = bill(&talk, "/reconciliations", &content);
    assert_eq!(before["notes"]["processing"], "0 records were closed.");
    assert_eq!(before["usagefile"]["id"], file.as_str());
    assert_eq!(before["partusagefile"]["id"], chunk.as_str());
    assert_eq!(statuses(&talk, &file), ["valid"; 3]);

    let mut chunk = Returned::read(&content);
    let general = chunk.rows("general");
    let general: Vec<_> = general
        .iter()
        .map(|it| it.iter().map(|it| leaked(it)).collect())
        .collect();
    let rows = chunk.rows("records");
    let header: Vec<_> = rows[0].iter().map(|it| &*it.clone().leak()).collect();
    let rows: Vec<Vec<_>> = rows[1..]
        .iter()
        .map(|row| {
            let mut row: Vec<_> = row.iter().map(|it| leaked(it)).collect();
            let place = row.len() - 2;
            (row[place], row[place + 1]) = (Text("B-1"), Text("January"));
            row
        })
        .collect();
    let slices = |rows: &[Vec<Cell>]| {
        rows.iter()
            .map(|it| it.clone().leak() as &[Cell])
            .collect::<Vec<_>>()
    };
    let filled = workbook(&[
        ("general", &GENERAL, &slices(&general[1..])),
        ("records", &header, &slices(&rows)),
    ]);
    let after = bill(&talk, "/reconciliations", &filled);
    assert_eq!(after["status"], "processed");
    assert_eq!(after["notes"]["processing"], "3 records were closed.");
    assert_eq!(statuses(&talk, &file), ["closed"; 3]);
    assert_eq!(talk.platform.status(&file), Some("closed"));
    let record = talk.platform.record_named(&file, "B").expect("a record");
    assert_eq!(talk.platform.bill(&record).as_deref(), Some("B-1"));
    let record = talk.get(Vendor, &format!("/records/{record}"));
    assert_eq!(record.at("/external_billing_note"), "January");
}

fn leaked(text: &str) -> Cell {
    match text.is_empty() {
        true => Empty,
        false => Text(text.to_owned().leak()),
    }
}

#[test]
fn rows_without_a_bill_stay_open_and_wrong_ones_are_named() {
    let talk = Talk::with(builder());
    let file = report(&talk);
    let path = format!("/files/{file}/reconciliation");
    let rows: &[&[Cell]] = &[
        &[Text("A"), Text("B-1"), Text("January")],
        &[Text("B"), Text("B-1")],
        &[Text("C"), Empty, Empty],
        &[Text("D"), Text("B-1"), Text("January")],
        &[Empty, Text("B-1"), Text("January")],
        &[Text("A"), Text("B-2"), Text("again")],
    ];
    let content = workbook(&[("records", &COLUMNS, rows)]);
    let done = bill(&talk, &path, &content);
    assert_eq!(done["status"], "processed");
    let note = "1 records were closed. Cells with errors: 4.";
    assert_eq!(done["notes"]["processing"], note);
    assert_eq!(statuses(&talk, &file), ["closed", "valid", "valid"]);
    assert_eq!(talk.platform.status(&file), Some("accepted"));

    let id = done["id"].as_str().expect("an id");
    let path = format!("/reconciliations/{id}/processedfile");
    let processed = talk.get(Provider, &path).expect(200).body;
    let mut processed_file = Returned::read(&processed);
    assert_eq!(
        processed_file.general("processing_note").as_deref(),
        Some(note)
    );
    assert_eq!(processed_file.rows("records").len(), 7);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(processed)).expect("an archive");
    let comments = archive.by_name("xl/comments1.xml").expect("comments");
    let comments = std::io::read_to_string(comments).expect("text");
    for (place, message) in [
        ("C3", "a record is billed once both columns are filled in"),
        ("A5", "there is no such record in this report or chunk"),
        ("A6", "this cell is required"),
        ("A7", "a record or report that is closed is not billed"),
    ] {
        let (_, rest) = comments
            .split_once(&format!("ref=\"{place}\""))
            .expect(place);
        let (comment, _) = rest.split_once("</comment>").expect("a comment");
        assert!(comment.contains(message), "{place}: {comment}");
    }
    let url = talk
        .get(Provider, &format!("/files/{file}"))
        .at("/reconciliation_file_uri");
    assert_eq!(talk.follow(&url, &[]).expect(200).body, content);
}

#[test]
fn a_workbook_must_be_of_the_report() {
    let talk = Talk::with(builder().hubs(2));
    let file = report(&talk);
    let other = report(&talk);
    let own = format!("/files/{file}/reconciliation");
    let rows: &[&[Cell]] = &[
        &[Text("A"), Text("B-1"), Text("x")],
        &[Text("B"), Text("B-1"), Text("x")],
    ];
    let general = |file: &str, hub: &'static str| {
        let names = [["report_id", file.to_owned().leak()], ["hub_id", hub]];
        let names = names.map(|it| it.map(Text));
        let names: Vec<_> = names.iter().map(|it| &it[..]).collect();
        workbook(&[("general", &GENERAL, &names), ("records", &COLUMNS, rows)])
    };
    let failed = |path: &str, content: &[u8], expected: &str| {
        let done = bill(&talk, path, content);
        assert_eq!(done["status"], "failed", "{done}");
        let detail = done["error"]["detail"].as_str().expect("a detail");
        assert!(detail.contains(expected), "{expected}: {detail}");
    };
    failed(&own, &general(&other, "HB-0000-0001"), "is of the report");
    failed(&own, b"PK\x03\x04 rows", "not a workbook");
    failed(
        &own,
        &workbook(&[("other", &COLUMNS, rows)]),
        "no sheet `records`",
    );
    failed(
        &own,
        &workbook(&[("records", &COLUMNS[..2], rows)]),
        "external_billing_note",
    );

    // Without a report, no row can be found.
    let done = bill(
        &talk,
        "/reconciliations",
        &workbook(&[("records", &COLUMNS, rows)]),
    );
    assert_eq!(
        done["notes"]["processing"],
        "0 records were closed. Cells with errors: 2."
    );
    // Of two chunks, the one of the second hub has the second record only.
    let done = bill(&talk, "/reconciliations", &general(&file, "HB-0000-0002"));
    assert_eq!(
        done["notes"]["processing"],
        "1 records were closed. Cells with errors: 1."
    );
    assert_eq!(statuses(&talk, &file), ["valid", "closed", "valid"]);
    assert_eq!(statuses(&talk, &other), ["valid"; 3]);
}
