//! Reports are about what is in the directory.

use connect_fake::{FileSeed, FileStatus, Platform, RecordSeed, Side};
use connect_usage::directory::{assets, product_items};
use connect_usage::models::NewUsageFile;
use connect_usage::{chunks, files, records};

use crate::support::{empty, ids};

#[test]
fn created_reports_have_the_names_of_the_directory() {
    let (platform, client) = empty();
    platform
        .marketplace("MP-2")
        .name("Europe")
        .currency("EUR")
        .add();
    platform
        .contract("CRD-2")
        .name("Second")
        .marketplace("MP-2")
        .add();
    platform.product("PRD-2").name("Storage").schema("TR").add();
    let create = |product: &str, contract: &str| {
        let report = client.send(files::create(NewUsageFile::new(product, contract)));
        report.expect("a report")
    };
    let report = create("PRD-2", "CRD-2");
    assert_eq!(
        report.product.and_then(|it| it.name).as_deref(),
        Some("Storage")
    );
    assert_eq!(
        report.contract.and_then(|it| it.name).as_deref(),
        Some("Second")
    );
    assert_eq!(
        report.marketplace.and_then(|it| it.name).as_deref(),
        Some("Europe")
    );
    assert_eq!(report.currency.as_deref(), Some("EUR"));
    assert_eq!(
        report.schema.map(|it| it.to_string()).as_deref(),
        Some("tr")
    );
    let listed = ids(&platform, "/usage/files?marketplace.id=MP-2");
    assert_eq!(listed, [report.id]);
    // What is not there is made up, as without a directory.
    let report = create("PRD-9", "CRD-9");
    assert_eq!(
        report.product.and_then(|it| it.name).as_deref(),
        Some("Example product")
    );
    assert_eq!(report.currency, None);
    // What the request says counts.
    let report = NewUsageFile::new("PRD-2", "CRD-2").currency("USD");
    let report = client.send(files::create(report)).expect("a report");
    assert_eq!(report.currency.as_deref(), Some("USD"));
}

#[test]
fn added_reports_have_the_terms_of_their_contract() {
    let (platform, client) = empty();
    platform.marketplace("MP-2").currency("EUR").add();
    platform.contract("CRD-2").marketplace("MP-2").add();
    platform.product("PRD-2").schema("QT").add();
    let seed = FileSeed::new()
        .product("PRD-2", "Storage")
        .contract("CRD-2", "Second");
    let id = platform.add_file(seed.clone());
    let report = client.send(files::get(&id)).expect("a report");
    assert_eq!(report.currency.as_deref(), Some("EUR"));
    assert_eq!(
        report.schema.map(|it| it.to_string()).as_deref(),
        Some("qt")
    );
    let id = platform.add_file(seed.schema("pr"));
    let report = client.send(files::get(&id)).expect("a report");
    assert_eq!(
        report.schema.map(|it| it.to_string()).as_deref(),
        Some("pr")
    );
}

#[test]
fn chunks_are_of_the_marketplace_of_their_report() {
    let (platform, client) = empty();
    platform.marketplace("MP-2").name("Europe").add();
    platform.contract("CRD-2").marketplace("MP-2").add();
    let seed = FileSeed::new().contract("CRD-2", "Second");
    platform.add_file(seed.status(FileStatus::Accepted));
    let chunk = client.send(chunks::list()).expect("chunks").rows.remove(0);
    let marketplace = chunk.marketplace.expect("a marketplace");
    assert_eq!(marketplace.id.as_deref(), Some("MP-2"));
    assert_eq!(marketplace.name.as_deref(), Some("Europe"));
}

/// The default objects are those that records name.
#[test]
fn records_name_objects_of_the_directory() {
    let platform = Platform::in_memory();
    let client = platform.blocking_client(Side::Vendor).expect("a client");
    let seeds = [
        RecordSeed::new().item(1).asset(1),
        RecordSeed::new().item(2).asset(1),
    ];
    platform.add_file(FileSeed::new().status(FileStatus::Ready).records(seeds));
    let rows = client.send(records::list()).expect("records").rows;
    assert_eq!(rows.len(), 2);
    for row in rows {
        let item = row.item.expect("an item");
        let known = client.send(product_items::get(
            "PRD-000-000-001",
            item.id.unwrap_or_default(),
        ));
        let known = known.expect("the item");
        assert_eq!(known.mpn, item.mpn);
        assert_eq!(known.local_id, item.local_id);
        let asset = row.asset.expect("an asset");
        let known = client
            .send(assets::get(asset.id.unwrap_or_default()))
            .expect("the asset");
        assert_eq!(known.external_id, asset.external_id);
        assert_eq!(known.external_uid, asset.external_uid);
    }
}
