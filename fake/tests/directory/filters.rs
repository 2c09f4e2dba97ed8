//! Filters of lists, as RQL.

use connect_fake::{ItemSeed, ParameterSeed, Platform};

use crate::support::{empty, ids, raw};

/// Three assets of two products.
fn three() -> Platform {
    let (platform, _) = empty();
    platform
        .marketplace("MP-2")
        .currency("EUR")
        .hub("HB-2")
        .add();
    platform
        .contract("CRD-2")
        .marketplace("MP-2")
        .name("Second")
        .add();
    let seat = ItemSeed::reservation("SEAT");
    let recon = ParameterSeed::new("recon").reconciliation();
    platform
        .product("PRD-2")
        .name("Zebra")
        .item(seat)
        .parameter(recon)
        .parameter("p")
        .add();
    let one = platform
        .asset("AS-1")
        .parameter("param_a", "blue")
        .external_id("A B");
    one.created(time::macros::datetime!(2029-01-10 00:00:00 UTC))
        .add();
    let two = platform
        .asset("AS-2")
        .product("PRD-2")
        .contract("CRD-2")
        .parameter("p", "red");
    two.created(time::macros::datetime!(2029-01-20 00:00:00 UTC))
        .set("external_id", 77)
        .add();
    let three = platform.asset("AS-3").status("suspended").preview();
    three
        .created(time::macros::datetime!(2029-01-30 00:00:00 UTC))
        .set("external_id", ())
        .add();
    platform
}

/// Queries, and the ids of the rows that they return.
type Cases = &'static [(&'static str, &'static [&'static str])];

#[track_caller]
fn assert_rows(platform: &Platform, path: &str, cases: Cases) {
    for (query, expected) in cases {
        assert_eq!(
            ids(platform, &format!("{path}?{query}")),
            *expected,
            "{query}"
        );
    }
}

#[test]
fn assets_are_filtered_by_their_members() {
    let cases: Cases = &[
        ("", &["AS-1", "AS-2", "AS-3"]),
        ("eq(product.id,PRD-2)", &["AS-2"]),
        ("product.id=ne=PRD-2", &["AS-1", "AS-3"]),
        ("in(status,(active,terminated))", &["AS-1", "AS-2"]),
        ("out(status,(active))", &["AS-3"]),
        ("(id=AS-1|product.id=PRD-2)", &["AS-1", "AS-2"]),
        ("and(status=active,not(id=AS-1))", &["AS-2"]),
        ("like(id,*-3)", &["AS-3"]),
        ("ilike(connection.hub.name,example*)", &["AS-1", "AS-2"]),
        // An integer compares as a string of its digits.
        ("external_id=77", &["AS-2"]),
        ("external_id=null()", &["AS-3"]),
        ("ne(external_id,null())", &["AS-1", "AS-2"]),
        ("external_id=%22A%20B%22", &["AS-1"]),
        // An array means any of its elements, each filter by itself.
        ("params.id=recon", &["AS-2"]),
        ("params.value=red", &["AS-2"]),
        ("params.id=recon&params.value=red", &["AS-2"]),
        ("params.value=blue&params.id=p", &[]),
        ("not(params.id=recon)", &["AS-1", "AS-3"]),
        ("tiers.customer.id=TA-2", &["AS-2"]),
        ("hub.id=HB-2", &["AS-2"]),
        ("product.title=Zebra", &["AS-2"]),
        ("marketplace.id=MP-00000", &["AS-3"]),
        // What is not declared is ignored.
        ("prodct.id=PRD-2", &["AS-1", "AS-2", "AS-3"]),
    ];
    assert_rows(&three(), "/assets", cases);
}

#[test]
fn both_collections_are_of_the_same_assets() {
    let cases: Cases = &[
        ("", &["AS-1", "AS-2", "AS-3"]),
        ("eq(product.id,PRD-2)", &["AS-2"]),
        ("params.name=p", &["AS-2"]),
        ("billing.period.uom=monthly&status=suspended", &["AS-3"]),
        ("ge(events.created.at,2029-01-20)", &["AS-2", "AS-3"]),
        ("lt(events.created.at,2029-01-20T00:00:00Z)", &["AS-1"]),
    ];
    assert_rows(&three(), "/subscriptions/assets", cases);
    let cases: Cases = &[
        ("gt(created,2029-01-10T00:00:00)", &["AS-2", "AS-3"]),
        ("lt(updated,2029-01-20T03:00:01%2B03:00)", &["AS-1", "AS-2"]),
    ];
    assert_rows(&three(), "/assets", cases);
}

/// The ids that test assets have in place of a contract, a connection and a hub.
#[test]
fn test_assets_have_null_where_they_have_placeholders() {
    let cases: Cases = &[
        ("contract.id=null()", &["AS-3"]),
        ("contract.id=CRD-00000-00000-00000", &["AS-3"]),
        ("ne(contract.id,null())", &["AS-1", "AS-2"]),
        ("connection.id=null()", &["AS-3"]),
        ("in(connection.hub.id,(null(),HB-2))", &["AS-2", "AS-3"]),
        ("connection.type=preview", &["AS-3"]),
        ("ne(connection.type,preview)", &["AS-1", "AS-2"]),
    ];
    assert_rows(&three(), "/assets", cases);
    assert_rows(&three(), "/subscriptions/assets", cases);
}

#[test]
fn accounts_and_their_places_are_filtered() {
    let platform = three();
    let both = ["CRD-00000-00000-00001", "CRD-2"].as_slice();
    for (target, expected) in [
        (
            "/contracts?in(type,(distribution))&in(status,(active))",
            both,
        ),
        ("/contracts?marketplace__id=MP-2", &["CRD-2"]),
        // The name of a contract is not declared.
        (
            "/contracts?owner__name=%22Example%20Provider%22&name=x",
            both,
        ),
        ("/marketplaces?currency=EUR", &["MP-2"]),
        ("/marketplaces?hubs.id=HB-2", &["MP-2"]),
        ("/marketplaces?gt(stats.contracts,0)", &["MP-00001", "MP-2"]),
        ("/hubs?instance__type=api", &["HB-0000-0001", "HB-2"]),
        ("/hubs?instance.type=oa", &[]),
        ("/hubs?eq(stats.connections,0)&like(id,HB-2)", &["HB-2"]),
        ("/accounts?type=Vendor", &["VA-000-001"]),
        ("/accounts?role=Distributor", &["PA-000-001"]),
        ("/accounts?public=true&id=VA-000-001", &["VA-000-001"]),
        ("/accounts?public=false", &[]),
        ("/tier/accounts?scopes=tier1", &["TA-0000-0000-9001"]),
        ("/tier/accounts?type=customer&hub.id=HB-2", &["TA-2"]),
    ] {
        assert_eq!(ids(&platform, target), expected, "{target}");
    }
}

#[test]
fn products_and_their_parts_are_filtered() {
    let platform = three();
    let both = ["PRM-2-0001", "PRM-2-0002"].as_slice();
    for (target, expected) in [
        ("?status=published&name=Zebra", ["PRD-2"].as_slice()),
        ("?visibility.catalog=false", &[]),
        ("?visibility.catalog=true&id=PRD-2", &["PRD-2"]),
        ("/PRD-2/items?item_type=Reservation", &["PRD-2-0001"]),
        ("/PRD-2/items?type=PPU", &[]),
        (
            "/PRD-2/items?usage_data_type=Integer&mpn=SEAT",
            &["PRD-2-0001"],
        ),
        ("/PRD-2/items?dynamic=false", &["PRD-2-0001"]),
        (
            "/PRD-2/parameters?constraints.reconciliation=true",
            &["PRM-2-0001"],
        ),
        (
            "/PRD-2/parameters?constraints.required=true&name=p",
            &["PRM-2-0002"],
        ),
        ("/PRD-2/parameters?constraints.shared=null()", both),
        ("/PRD-2/parameters?phase=ordering", &[]),
        ("/PRD-2/parameters?ge(position,20000)", &["PRM-2-0002"]),
    ] {
        assert_eq!(
            ids(&platform, &format!("/products{target}")),
            expected,
            "{target}"
        );
    }
}

#[test]
fn listings_say_whether_a_request_is_pending() {
    let (platform, _) = empty();
    platform.listing("LST-1").add();
    let request = serde_json::json!({"id": "LSTR-1", "type": "remove", "status": "draft"});
    platform
        .listing("LST-2")
        .set("pending_request", request)
        .add();
    let cases: Cases = &[
        ("pending_request__is_null=true", &["LST-1"]),
        ("pending_request__is_null=false", &["LST-2"]),
        ("pending_request.type=remove", &["LST-2"]),
        (
            "contract__marketplace__name=%22Example%20Marketplace%22",
            &["LST-1", "LST-2"],
        ),
        ("marketplace.id=MP-00001", &["LST-1", "LST-2"]),
    ];
    assert_rows(&platform, "/listings", cases);
    for name in ["marketplace__name__icontains", "product__name__icontains"] {
        let (status, body) = raw(&platform, &format!("/listings?{name}=x"));
        let expected = format!("connect-fake does not implement the filter {name}.");
        assert_eq!((status, &body["errors"][0]), (501, &expected.into()));
    }
}

#[test]
fn what_is_not_declared_of_a_filter_is_refused() {
    let platform = three();
    for (path, query) in [
        ("/assets", "ge(created,2029-01-01)"),
        ("/assets", "created=2029-01-01T00:00:00Z"),
        ("/assets", "status=hovering"),
        ("/assets", "gt(created,yesterday)"),
        ("/assets", "items=null()"),
        ("/assets", "product.name=null()"),
        ("/marketplaces", "stats.hubs=many"),
        ("/accounts", "public=perhaps"),
        (
            "/products/PRD-2/parameters",
            "ne(constraints.reconciliation,true)",
        ),
    ] {
        let (status, body) = raw(&platform, &format!("{path}?{query}"));
        assert_eq!(
            (status, &body["error_code"]),
            (400, &"VAL_001".into()),
            "{query}"
        );
    }
}
