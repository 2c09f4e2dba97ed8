//! Workbooks that the platform returns: templates, processed files, chunks.

use std::io::{Cursor, Read};

use connect_fake::{FileSeed, FileStatus, RecordSeed, Side};
use time::macros::date;
use zip::ZipArchive;

use crate::support::{Talk, XLSX};
use crate::workbook::{
    COLUMNS, Cell, Number, Returned, Text, accepted, builder, changed, records, row, upload,
    upload_to, workbook,
};

use Side::{Provider, Vendor};

/// The text of a part of a workbook.
fn part(content: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(content)).expect("an archive");
    let mut text = String::new();
    let mut part = archive.by_name(name).expect(name);
    part.read_to_string(&mut text).expect("text");
    text
}

#[test]
fn a_template_can_be_filled_in() {
    let talk = Talk::with(builder().schema("tr"));
    let response = talk.get(Vendor, "/products/PRD-1/template").expect(200);
    let response = talk.follow(&response.at("/template_link"), &[]).expect(200);
    assert_eq!(response.header("content-type"), Some(XLSX));
    let mut template = Returned::read(&response.body);
    let sheets = ["instructions", "data_definitions", "categories", "records"];
    assert_eq!(template.sheets(), sheets);
    let help = template.rows("instructions").concat().concat();
    assert!(help.contains("PRD-1") && help.contains("TR"), "{help}");
    let header = template.rows("records").concat();
    for column in COLUMNS.iter().chain(&["amount", "tier", "category_id"]) {
        assert!(header.iter().any(|it| it == column), "{column}");
    }
    // The columns are formatted as text.
    let records = part(&response.body, "xl/worksheets/sheet4.xml");
    let count = records.matches("<col ").count();
    assert!(count > 0 && part(&response.body, "xl/styles.xml").contains("numFmtId=\"49\""));

    // A template that was not filled in has no records, and nothing is wrong with it.
    let report = upload(&talk, "tr", &response.body);
    assert_eq!(
        (
            report["status"].as_str(),
            report["records"]["valid"].as_i64()
        ),
        (Some("ready"), Some(0))
    );
}

/// A workbook with a category, a good record and a broken one.
fn half_good(header: &[&'static str]) -> Vec<u8> {
    let with = |row: Vec<Cell>| [row, vec![Text("gold")]].concat();
    let rows = [
        with(row("A", Number(4.0))),
        with(changed("B", "quantity", Text("many"))),
    ];
    let rows: Vec<_> = rows.iter().map(Vec::as_slice).collect();
    let names: &[&[Cell]] = &[&[Text("gold"), Text("Gold")]];
    workbook(&[
        ("categories", &["category_id", "category_name"], names),
        ("records", header, &rows),
    ])
}

/// The id of a report with this workbook, and its processed file.
fn processed(talk: &Talk, content: &[u8]) -> (String, Vec<u8>) {
    let seed = FileSeed::new().schema("qt").name("January");
    let seed = seed.period(date!(2029 - 01 - 01), date!(2029 - 01 - 31));
    let id = talk.platform.add_file(seed);
    let report = upload_to(talk, &id, content);
    let url = |name: &str| report[name].as_str().expect(name).to_owned();
    let uploaded = talk.follow(&url("usage_file_uri"), &[]).expect(200);
    assert_eq!(uploaded.body, content, "the uploaded file stays as it is");
    let processed = talk.follow(&url("processed_file_uri"), &[]).expect(200);
    (id, processed.body)
}

#[test]
fn a_processed_file_says_what_it_is_about() {
    let talk = Talk::with(builder());
    let header = [&COLUMNS[..], &["category_id"]].concat();
    let (id, content) = processed(&talk, &half_good(&header));
    let mut workbook = Returned::read(&content);
    let sheets = ["instructions", "general", "categories", "records"];
    assert_eq!(workbook.sheets(), sheets);
    for (name, value) in [
        ("report_name", "January"),
        ("report_id", &id),
        ("status", "invalid"),
        ("valid_records", "1"),
        ("invalid_records", "1"),
        ("report_start_time_utc", "2029-01-01 00:00:00"),
        ("report_end_time_utc", "2029-01-31 23:59:59"),
        ("usage_schema", "QT"),
        ("product_id", "PRD-000-000-001"),
    ] {
        assert_eq!(workbook.general(name).as_deref(), Some(value), "{name}");
    }
    assert_eq!(workbook.general("hub_id"), None);
    assert_eq!(workbook.rows("categories")[1], ["gold", "Gold"]);
}

#[test]
fn a_processed_file_marks_broken_cells() {
    let header = [&COLUMNS[..], &["category_id"]].concat();
    let content = half_good(&header);
    let (_, first) = processed(&Talk::with(builder()), &content);
    let rows = Returned::read(&first).rows("records");
    assert_eq!(rows[0], header);
    assert_eq!(
        (rows[1][0].as_str(), rows[2][0].as_str()),
        ("4.00000000", "many")
    );
    let comments = part(&first, "xl/comments1.xml");
    assert_eq!(comments.matches("<comment ").count(), 1);
    assert!(comments.contains("ref=\"A3\""), "{comments}");
    let message = "expected a decimal number, found `many`";
    assert!(comments.contains(message), "{comments}");
    assert!(part(&first, "xl/styles.xml").contains("FFFF0000"));

    // The same upload is processed to the same bytes.
    let (_, second) = processed(&Talk::with(builder()), &content);
    assert_eq!(first, second);
}

#[test]
fn a_chunk_has_inline_strings_only() {
    let talk = Talk::with(builder().hubs(2));
    let rows = [
        row("A", Number(4.0)),
        row("B", Text("0.25")),
        row("C", Text("1")),
    ];
    let (id, chunks) = accepted(&talk, "qt", &records(&rows));
    let path = format!("/chunks/{}/download", chunks[0]);
    let content = talk.get(Provider, &path).expect(200).body;
    let mut chunk = Returned::read(&content);
    assert_eq!(
        chunk.sheets(),
        [
            "instructions",
            "general",
            "categories",
            "records",
            "summary"
        ]
    );
    assert_eq!(chunk.general("report_id"), Some(id));
    assert_eq!(chunk.general("hub_id").as_deref(), Some("HB-0000-0001"));
    assert_eq!(chunk.general("status"), None);
    let rows = chunk.rows("records");
    assert_eq!(rows[0].len(), 20, "{:?}", rows[0]);
    assert_eq!(
        rows[0][18..],
        ["external_billing_id", "external_billing_note"]
    );
    let of = |column: &str| {
        let place = rows[0].iter().position(|it| it == column).expect(column);
        rows[1..]
            .iter()
            .map(|it| it[place].clone())
            .collect::<Vec<_>>()
    };
    // The records of the other hub are in the other chunk.
    assert_eq!(of("record_id"), ["A", "C"]);
    assert_eq!(of("quantity"), ["4.00000000", "1.00000000"]);
    assert_eq!(of("item_type"), ["PPU", "PPU"]);
    assert_eq!(of("start_time_utc")[0], "2029-01-01 00:00:00");
    let summary = chunk.rows("summary");
    assert_eq!(summary.len(), 2);
    assert_eq!(summary[1][1..], ["CPU", "", "5.00000000", "2"]);

    let sheet = part(&content, "xl/worksheets/sheet4.xml");
    let cells = sheet.matches("<c ").count();
    assert_eq!(cells, 60);
    assert_eq!(sheet.matches("t=\"inlineStr\"").count(), cells);
    assert!(sheet.contains("t=\"inlineStr\"/>") && !sheet.contains("<dimension"));
}

#[test]
fn a_chunk_has_the_columns_of_its_schema() {
    let talk = Talk::with(builder());
    for (schema, columns) in [("qt", ""), ("cr", "amount"), ("tr", "amount,tier")] {
        let records = [
            RecordSeed::new().amount(15.into()),
            RecordSeed::new().item(2),
        ];
        let seed = FileSeed::new().schema(schema).status(FileStatus::Accepted);
        let id = talk.platform.add_file(seed.records(records));
        let chunk = talk.platform.chunks(&id).swap_remove(0);
        let path = format!("/chunks/{chunk}/download");
        let content = talk.get(Provider, &path).expect(200).body;
        let rows = Returned::read(&content).rows("records");
        assert_eq!(rows[0][18..rows[0].len() - 2].join(","), columns);
        assert_eq!(rows[1][0], "record-1");
        if !columns.is_empty() {
            assert_eq!((rows[1][18].as_str(), rows[2][18].as_str()), ("15", ""));
        }
        assert_eq!(rows[2][8], "Reservation");
    }
}
