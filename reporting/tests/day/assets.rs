//! Which assets are reported, and for which part of a period.

use std::time::Duration;

use connect_reporting::AssetBy;
use connect_reporting::day::{AssetQuery, DayError, Reason, ReportedAsset};
use connect_usage::directory::assets::{self, filter};

use crate::support::{CONTRACT, PRODUCT, add, at, day, ids, platform, read};

#[test]
fn assets_are_reported_until_they_stop() {
    let platform = platform();
    for (number, status, updated) in [
        (1, "active", "2029-01-31T12:00:00Z"),
        (2, "terminating", "2029-01-31T12:00:00Z"),
        (3, "terminated", "2029-01-31T12:00:00.75Z"),
        (4, "suspended", "2029-02-03T00:00:00Z"),
        (5, "terminated", "2029-01-31T00:00:00Z"),
        (6, "terminated", "2029-01-30T23:59:59Z"),
        (7, "draft", "2029-01-31T12:00:00Z"),
    ] {
        add(
            &platform,
            &format!("AS-0000-0000-000{number}"),
            status,
            updated,
        );
    }
    let selection = read(&platform, &AssetQuery::new(&day()));
    let assets = selection.assets.iter();
    let ends: Vec<_> = assets
        .map(|it| (it.id(), it.span.start(), it.span.end()))
        .collect();
    let (start, end) = (day().start(), day().end());
    assert_eq!(
        ends,
        [
            ("AS-0000-0000-0001", start, end),
            ("AS-0000-0000-0002", start, end),
            ("AS-0000-0000-0003", start, at("2029-01-31T12:00:00Z")),
            ("AS-0000-0000-0004", start, end),
            ("AS-0000-0000-0005", start, start),
        ]
    );
    assert!(selection.left_out.is_empty(), "{:?}", selection.left_out);
}

#[test]
fn suspended_assets_are_reported_as_active_ones_on_request() {
    let platform = platform();
    add(
        &platform,
        "AS-0000-0000-0001",
        "suspended",
        "2029-01-31T12:00:00Z",
    );
    add(
        &platform,
        "AS-0000-0000-0002",
        "suspended",
        "2028-12-01T00:00:00Z",
    );
    let query = AssetQuery::new(&day());
    let selection = read(&platform, &query);
    assert_eq!(ids(&selection).0, ["AS-0000-0000-0001"]);
    assert_eq!(selection.assets[0].span.end(), at("2029-01-31T12:00:00Z"));
    let selection = read(&platform, &query.with_suspended());
    let ends = selection.assets.iter().map(|it| it.span.end());
    assert_eq!(ends.collect::<Vec<_>>(), [day().end(), day().end()]);
}

#[test]
fn assets_start_when_they_are_created() {
    let platform = platform();
    for (id, created) in [
        ("AS-0000-0000-0001", "2029-01-31T06:00:00Z"),
        ("AS-0000-0000-0002", "2029-01-31T23:59:59.5Z"),
        ("AS-0000-0000-0003", "2029-02-01T00:00:00Z"),
    ] {
        platform
            .asset(id)
            .created(at(created))
            .updated(at(created))
            .add();
    }
    let selection = read(&platform, &AssetQuery::new(&day()));
    let starts: Vec<_> = selection.assets.iter().map(|it| it.span.start()).collect();
    assert_eq!(starts, [at("2029-01-31T06:00:00Z"), day().end()]);
    let left_out = ids(&selection).1;
    assert_eq!(left_out, ["AS-0000-0000-0003: created after the period"]);
}

#[test]
fn each_sign_of_test_assets_keeps_an_asset_out() {
    let platform = platform();
    let asset = |id: &str| platform.asset(id).created(at("2028-05-01T00:00:00Z"));
    asset("AS-0000-0000-0001")
        .set("connection.type", "preview")
        .add();
    asset("AS-0000-0000-0002")
        .set("connection.type", "PREVIEW")
        .add();
    asset("AS-0000-0000-0003")
        .set("contract.id", "CRD-00000-00000-00000")
        .add();
    asset("AS-0000-0000-0004")
        .set("connection.id", "CT-0000-0000-0000")
        .add();
    asset("AS-0000-0000-0005")
        .set("connection.hub.id", "HB-0000-0000")
        .add();
    asset("AS-0000-0000-0006")
        .set("connection.type", "test")
        .add();
    asset("AS-0000-0000-0007").preview().add();
    asset("AS-0000-0000-0008")
        .set("connection.type", "prod")
        .add();
    asset("AS-0000-0000-0009").without("connection").add();
    let selection = read(&platform, &AssetQuery::new(&day()));
    assert_eq!(
        ids(&selection).0,
        ["AS-0000-0000-0008", "AS-0000-0000-0009"]
    );
    let tests = selection
        .left_out
        .iter()
        .filter(|it| matches!(it.reason, Reason::Test));
    assert_eq!(tests.count(), 7);
}

#[test]
fn assets_that_stopped_before_the_period_are_told_on_request() {
    let platform = platform();
    add(
        &platform,
        "AS-0000-0000-0001",
        "terminated",
        "2029-01-26T00:00:00Z",
    );
    add(
        &platform,
        "AS-0000-0000-0002",
        "suspended",
        "2029-01-25T23:59:59Z",
    );
    let query = AssetQuery::new(&day());
    assert_eq!(ids(&read(&platform, &query)), (vec![], vec![]));
    let days = Duration::from_secs(5 * 86_400);
    let selection = read(&platform, &query.clone().stopped_within(days));
    let (found, left_out) = ids(&selection);
    assert_eq!(found, [""; 0]);
    assert_eq!(left_out, ["AS-0000-0000-0001: stopped before the period"]);
    assert!(matches!(&selection.left_out[0].reason, Reason::Stopped(it) if it.product.is_some()));
    let selection = read(&platform, &query.stopped_within(Duration::MAX));
    assert_eq!(selection.left_out.len(), 2);
}

#[test]
fn a_status_or_a_time_that_is_not_known_is_told() {
    let platform = platform();
    let rows = [
        r#"{"id": "AS-1", "status": "ACTIVE"}"#,
        r#"{"id": "AS-2", "status": "terminated"}"#,
        r#"{"id": "AS-3", "status": "frozen"}"#,
        r#"{"id": "AS-4"}"#,
        r#"{"id": 5}"#,
        r#"{"status": "active"}"#,
    ];
    let body = format!("[{}]", rows.join(","));
    let reply = connect_fake::reply::Reply::json(200, body).header("Content-Range", "items 0-5/6");
    platform
        .on(assets::list())
        .sequence([connect_fake::Step::reply(reply)]);
    let selection = read(&platform, &AssetQuery::new(&day()));
    let (found, left_out) = ids(&selection);
    assert_eq!(found, ["AS-1"]);
    assert_eq!(
        left_out[..4],
        [
            "AS-2: suspended or terminated at an unknown time",
            "AS-3: in status frozen",
            "AS-4: without a status",
            "5: without a status",
        ]
    );
    let last = &selection.left_out[4].reason;
    assert!(matches!(last, Reason::Unreadable(_)), "{last:?}");
    assert_eq!(found.len() + left_out.len(), rows.len());
}

#[test]
fn queries_are_restricted_to_products_contracts_and_filters() {
    let platform = platform();
    let created = at("2028-05-01T00:00:00Z");
    let other = platform.contract("CRD-00000-00000-00003").add();
    let product = platform
        .product("PRD-000-000-003")
        .parameter("region")
        .add();
    for (number, (product, contract)) in [
        (PRODUCT, CONTRACT),
        (&product, CONTRACT),
        (PRODUCT, &other),
        (&product, &other),
    ]
    .into_iter()
    .enumerate()
    {
        let asset = platform
            .asset(&format!("AS-0000-0000-000{number}"))
            .created(created);
        let asset = asset.product(product).contract(contract);
        asset.parameter("region", format!("R-{}", number % 2)).add();
    }
    let found = |query: AssetQuery| {
        let selection = read(&platform, &query);
        let last = |it: &str| it.chars().last().expect("a digit");
        ids(&selection).0.into_iter().map(last).collect::<String>()
    };
    let query = || AssetQuery::new(&day());
    assert_eq!(found(query().product(PRODUCT)), "02");
    assert_eq!(found(query().product(PRODUCT).product(&product)), "0123");
    assert_eq!(found(query().contract(&other)), "23");
    assert_eq!(found(query().product(PRODUCT).contract(CONTRACT)), "0");
    assert_eq!(
        found(query().id("AS-0000-0000-0003").id("AS-0000-0000-0001")),
        "13"
    );
    let filter = filter::PARAMS_VALUE.eq("R-1");
    assert_eq!(found(query().filter(filter.clone())), "13");
    let both = query()
        .filter(filter)
        .filter(filter::CONTRACT_ID.eq(CONTRACT));
    assert_eq!(found(both), "1");
}

#[test]
fn items_come_on_request() {
    let platform = platform();
    add(
        &platform,
        "AS-0000-0000-0001",
        "active",
        "2029-01-01T00:00:00Z",
    );
    let query = AssetQuery::new(&day());
    let selection = read(&platform, &query);
    assert_eq!(selection.assets[0].asset.items, None);
    assert_eq!(selection.assets[0].asset.configuration, None);
    let selection = read(&platform, &query.with_items());
    let items = selection.assets[0].asset.items.as_ref().expect("items");
    assert_eq!(items[0].mpn.as_deref(), Some("CPU"));
}

#[test]
fn an_asset_names_its_product_contract_and_marketplace() {
    let platform = platform();
    add(
        &platform,
        "AS-0000-0000-0001",
        "active",
        "2029-01-01T00:00:00Z",
    );
    let bare = platform
        .asset("AS-0000-0000-0002")
        .created(at("2028-06-01T00:00:00Z"));
    bare.without("contract")
        .without("product")
        .without("marketplace")
        .add();
    let selection = read(&platform, &AssetQuery::new(&day()));
    let [asset, bare] = &selection.assets[..] else {
        panic!("two assets: {selection:?}");
    };
    assert_eq!(asset.product().ok(), Some(PRODUCT));
    assert_eq!(asset.contract().ok(), Some(CONTRACT));
    assert_eq!(asset.marketplace().ok(), Some("MP-00002"));
    assert_eq!(asset.by_id(), AssetBy::id("AS-0000-0000-0001"));
    for (missing, member) in [
        (bare.product(), "product"),
        (bare.contract(), "contract"),
        (bare.marketplace(), "marketplace"),
    ] {
        let message = missing.expect_err(member).to_string();
        assert_eq!(message, format!("AS-0000-0000-0002 has no {member}"));
    }
}

#[test]
fn assets_are_found_by_their_parameters() {
    let platform = platform();
    let created = at("2028-05-01T00:00:00Z");
    for (id, value) in [
        ("AS-0000-0000-0001", "P-1"),
        ("AS-0000-0000-0002", "P-2"),
        ("AS-0000-0000-0003", "P-2"),
        ("AS-0000-0000-0004", " "),
    ] {
        platform
            .asset(id)
            .product(PRODUCT)
            .created(created)
            .parameter("project_id", value)
            .add();
    }
    let selection = read(&platform, &AssetQuery::new(&day()));
    let asset = selection.find("project_id", "P-1").expect("an asset");
    assert_eq!(asset.parameter("project_id").ok(), Some("P-1"));
    assert_eq!(
        asset.by_parameter("project_id").ok(),
        Some(AssetBy::parameter("project_id", "P-1"))
    );
    let ambiguous = selection.find("project_id", "P-2").expect_err("two assets");
    assert!(matches!(&ambiguous, DayError::AmbiguousAsset { assets, .. } if assets.len() == 2));
    for value in ["P-3", " ", ""] {
        let unknown = selection.find("project_id", value);
        assert!(
            matches!(unknown, Err(DayError::UnknownAsset { .. })),
            "{value:?}"
        );
    }
    let index = selection.index("project_id");
    assert_eq!(
        index.find("P-1").map(ReportedAsset::id).ok(),
        Some("AS-0000-0000-0001")
    );
    let ambiguous = index.find("P-2").expect_err("two assets");
    assert!(
        matches!(&ambiguous, DayError::AmbiguousAsset { assets, .. } if *assets == ["AS-0000-0000-0002", "AS-0000-0000-0003"])
    );
    assert!(matches!(
        index.find(" "),
        Err(DayError::UnknownAsset { .. })
    ));
    let empty = selection.assets[3].by_parameter("project_id");
    assert!(
        matches!(empty, Err(DayError::MissingParameter { .. })),
        "{empty:?}"
    );
}
