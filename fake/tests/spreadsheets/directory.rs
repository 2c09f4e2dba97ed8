//! Rows that name the items and assets of the directory.

use connect_fake::{Builder, FileSeed, ItemSeed, ParameterSeed, Platform, Side};
use serde_json::Value;

use crate::support::Talk;
use crate::workbook::{Text, accepted, changed, listed, records, row, upload, upload_to};

const PRODUCT: &str = "PRD-000-000-002";

/// A platform with a product that has an item and two assets.
fn talk(builder: Builder) -> Talk {
    let talk = Talk::with(builder.read_workbooks());
    let product = talk
        .platform
        .product(PRODUCT)
        .item(ItemSeed::reservation("CPU"));
    let product = product.parameter("tenant");
    product
        .parameter(ParameterSeed::new("recon_id").reconciliation())
        .add();
    for (id, tenant) in [("AS-1111-2222-3333", "t-1"), ("AS-1111-2222-4444", "t-2")] {
        let asset = talk
            .platform
            .asset(id)
            .product(PRODUCT)
            .parameter("tenant", tenant);
        asset
            .parameter("recon_id", format!("R-{tenant}"))
            .set("external_id", 1001)
            .add();
    }
    talk
}

/// The records of a report of that product with these rows.
fn read(talk: &Talk, rows: &[Vec<crate::workbook::Cell>]) -> Vec<Value> {
    let seed = FileSeed::new().product(PRODUCT, "Example").schema("qt");
    let id = talk.platform.add_file(seed);
    listed(talk, &upload_to(talk, &id, &records(rows)))
}

fn by_parameter(
    id: &'static str,
    criterion: &'static str,
    value: &'static str,
) -> Vec<crate::workbook::Cell> {
    let mut row = row(id, Text("1"));
    (row[4], row[5]) = (Text(criterion), Text(value));
    row
}

#[test]
fn rows_name_what_the_directory_has() {
    let talk = talk(Platform::builder());
    let rows = [
        row("A", Text("1")),
        by_parameter("B", "parameter.tenant", "t-2"),
    ];
    let listed = read(&talk, &rows);
    let item = &listed[0]["item"];
    assert_eq!(item["id"], format!("{PRODUCT}-0001"));
    assert_eq!(item["local_id"], "PRD_000_000_002_0001");
    assert_eq!(
        (&item["mpn"], &item["type"]),
        (&"CPU".into(), &"Reservation".into())
    );
    assert_eq!(listed[0]["asset_id"], "AS-1111-2222-3333");
    let asset = &listed[1]["asset"];
    assert_eq!(asset["id"], "AS-1111-2222-4444");
    assert_eq!(asset["external_id"].to_string().trim_matches('"'), "1001");
    assert_eq!(asset["recon_id"], "R-t-2");
}

#[test]
fn rows_that_name_something_else_are_invalid() {
    let talk = talk(Platform::builder());
    let other = talk.platform.asset("AS-1111-2222-5555").add();
    assert_eq!(other, "AS-1111-2222-5555");
    talk.platform
        .asset("AS-1111-2222-6666")
        .product(PRODUCT)
        .parameter("tenant", "t-1")
        .add();
    let rows = [
        changed("A", "item_search_value", Text("GPU")),
        changed("B", "asset_search_value", Text("AS-9999-9999-9999")),
        // Of another product.
        changed("C", "asset_search_value", Text("AS-1111-2222-5555")),
        by_parameter("D", "parameter.tenant", "t-1"),
        by_parameter("E", "parameter.tenant", "t-3"),
        by_parameter("F", "parameter.region", "t-2"),
    ];
    let errors: Vec<_> = read(&talk, &rows)
        .iter()
        .map(|it| it["error_details"].clone())
        .collect();
    let missing = "asset_search_value: there is no such asset";
    let expected = [
        "item_search_value: the product has no such item",
        missing,
        missing,
        "asset_search_value: several assets have it",
        missing,
        missing,
    ];
    assert_eq!(errors, expected);
}

#[test]
fn every_criterion_finds_the_item() {
    let talk = talk(Platform::builder());
    for (criterion, value) in [
        ("item.mpn", "CPU"),
        ("item.global_id", "PRD-000-000-002-0001"),
        ("item.local_id", "PRD_000_000_002_0001"),
    ] {
        let mut row = changed("A", "item_search_criteria", Text(criterion));
        row[2] = Text(value);
        let listed = read(&talk, &[row]);
        assert_eq!(listed[0]["item"]["mpn"], "CPU", "{criterion}");
        let row = changed("A", "item_search_criteria", Text(criterion));
        let is_named = read(&talk, &[row])[0]["status"] == "valid";
        assert_eq!(is_named, criterion == "item.mpn", "{criterion}");
    }
}

#[test]
fn products_that_the_directory_does_not_have_have_everything() {
    let talk = talk(Platform::builder().without_directory());
    let report = upload(&talk, "qt", &records(&[row("A", Text("1"))]));
    assert_eq!(listed(&talk, &report)[0]["status"], "valid");
    let listed = read(&talk, &[changed("A", "item_search_value", Text("GPU"))]);
    assert_eq!(listed[0]["status"], "invalid");
}

#[test]
fn the_default_objects_are_named_without_further_ado() {
    let talk = Talk::with(Platform::builder().read_workbooks());
    let mut named = row("A", Text("1"));
    (named[2], named[5]) = (Text("ITEM-1"), Text("AS-0000-0000-0001"));
    let other = row("B", Text("1"));
    let listed = listed(&talk, &upload(&talk, "qt", &records(&[named, other])));
    assert_eq!(listed[0]["status"], "valid", "{}", listed[0]);
    assert_eq!(listed[1]["status"], "invalid");
}

/// The ids of the hubs of chunks.
fn hubs(talk: &Talk, chunks: &[String]) -> Vec<String> {
    let hub = |id: &String| {
        let chunk = talk
            .get(Side::Provider, &format!("/chunks/{id}"))
            .expect(200)
            .json();
        chunk["binding"]["hub"]["id"]
            .as_str()
            .expect("a hub")
            .to_owned()
    };
    chunks.iter().map(hub).collect()
}

#[test]
fn chunks_are_for_the_hubs_of_the_marketplace() {
    for (builder, expected) in [
        (Platform::builder(), vec!["HB-1111-1111", "HB-2222-2222"]),
        (Platform::builder().hubs(1), vec!["HB-0000-0001"]),
    ] {
        let talk = talk(builder);
        let market = talk.platform.marketplace("MP-00002");
        let market = market.hub("HB-1111-1111").hub("HB-2222-2222").add();
        let contract = talk
            .platform
            .contract("CRD-00000-00000-00002")
            .marketplace(market)
            .add();
        let seed = FileSeed::new()
            .contract(contract, "Example")
            .product(PRODUCT, "Example");
        let seed = seed.status(connect_fake::FileStatus::Accepted);
        let id = talk.platform.add_file(seed);
        assert_eq!(hubs(&talk, &talk.platform.chunks(&id)), expected);
    }
}

#[test]
fn a_report_without_a_known_marketplace_has_one_chunk() {
    let talk = Talk::with(Platform::builder().without_directory().read_workbooks());
    let (_, chunks) = accepted(&talk, "qt", &records(&[row("A", Text("1"))]));
    assert_eq!(hubs(&talk, &chunks), ["HB-0000-0001"]);
}
