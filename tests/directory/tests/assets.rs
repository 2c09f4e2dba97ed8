//! Assets as both paths return them, and how that differs from the vendor's document.

use connect_client::Decimal;
use connect_directory_api::models::{
    AssetStatus, BillingUnit, ConnectionType, ParameterPhase, ParameterScope, ParameterType,
    Quantity, RequestType,
};
use connect_directory_api::{assets, subscription_assets};
use directory_tests::{reads, reads_but, reads_row};

/// The members of an asset that both paths return, with what the document declares and what it does not.
const SHARED: &str = r#"
    "id": "AS-1895-0864-1238", "status": "active",
    "external_id": "1001", "external_uid": "9fb50525-a4a4-41a7-ace0-dc3c73796d32",
    "events": {"created": {"at": "2029-10-01T08:00:00+00:00"},
               "updated": {"at": "2029-10-02T08:00:00.123456+00:00", "by": {"id": "UR-1", "name": "Eve"}}},
    "product": {"id": "PRD-000-000-001", "name": "Storage", "icon": "/media/i.png", "status": "published"},
    "connection": {"id": "CT-0000-0000-0001", "type": "production",
        "provider": {"id": "PA-000-001", "name": "Provider"}, "vendor": {"id": "VA-000-001", "name": "Vendor"},
        "hub": {"id": "HB-0000-0001", "name": "Hub", "instance_id": "91d91e2c-67f5-4d3e-8f16-9c4b3a8a1111"}},
    "items": [
        {"id": "PRD_000_000_001_0001", "global_id": "PRD-000-000-001-0001", "mpn": "SEAT", "display_name": "Seats",
         "quantity": "20", "old_quantity": "0", "item_type": "Reservation", "period": "monthly", "type": "Seats",
         "params": [{"id": "color", "name": "color", "value": "blue"}]},
        {"id": "PRD_000_000_001_0002", "global_id": "PRD-000-000-001-0002", "mpn": "GB", "display_name": "Space",
         "quantity": "unlimited", "item_type": "PPU", "period": null, "type": "Gb"}],
    "params": [{"id": "t0", "name": "t0", "title": "Name", "description": "", "type": "text", "phase": "ordering",
        "scope": "asset", "value": "x", "value_error": "", "value_choices": [],
        "constraints": {"required": true, "hidden": false, "unique": false, "reconciliation": false,
                        "choices": [{"label": "X", "value": "x"}, "y"]}}],
    "tiers": {
        "customer": {"id": "TA-0-1", "external_id": 12345, "external_uid": null, "name": "Ann", "tax_id": null,
            "contact_info": {"address_line1": "Street 1", "address_line2": null, "city": "Berlin", "state": "",
                "postal_code": 10115, "country": "de",
                "contact": {"first_name": "Ann", "last_name": "B", "email": "a@example.com",
                    "phone_number": {"country_code": "+49", "area_code": "30", "phone_number": "1", "extension": ""}}}},
        "tier1": {"id": "TA-0-2", "name": "Reseller"}, "tier2": {}},
    "billing": {"period": {"delta": "1.0", "uom": "monthly"}, "next_date": "2029-11-01T00:00:00+00:00",
        "anniversary": {"day": 1, "month": 10}, "stats": {"vendor": {"count": 2}}},
    "marketplace": {"id": "MP-00001", "name": "Market", "icon": "/media/m.png"},
    "contract": {"id": "CRD-00000-00000-00001", "name": "Contract", "type": "distribution"}
"#;

/// The member that only `/assets` returns.
const CONFIGURATION: &str = r#"
    "configuration": {"params": [{"id": "c1", "value": "v", "scope": "marketplace", "phase": "configuration",
        "events": {"created": {"at": "2029-10-01T08:00:00Z", "by": {"id": "UR-1", "name": "Eve"}}}}]}
"#;

/// An asset of `/assets`.
fn asset() -> String {
    format!("{{{SHARED}, {CONFIGURATION}}}")
}

/// The same asset of `/subscriptions/assets`.
fn subscription_asset() -> String {
    format!("{{{SHARED}}}")
}

#[test]
fn an_asset_is_read_completely() {
    let asset = reads(assets::get("AS-1895-0864-1238"), &asset());
    assert_eq!(asset.id, "AS-1895-0864-1238");
    assert_eq!(asset.status, Some(AssetStatus::Active));
    let events = asset.events.expect("events");
    let updated = events.updated.and_then(|it| it.by).and_then(|it| it.name);
    assert_eq!(updated.as_deref(), Some("Eve"));
    let hub = asset.connection.and_then(|it| it.hub).expect("a hub");
    assert_eq!(
        hub.instance_id.as_deref(),
        Some("91d91e2c-67f5-4d3e-8f16-9c4b3a8a1111")
    );
    let billing = asset.billing.expect("billing");
    let period = billing.period.expect("a period");
    assert_eq!(period.delta, Some(Decimal::from(1)));
    assert_eq!(period.uom, Some(BillingUnit::Monthly));
    let count = billing
        .stats
        .and_then(|it| it.vendor)
        .and_then(|it| it.count);
    assert_eq!(count, Some(2));
    let configuration = asset.configuration.and_then(|it| it.params);
    let parameter = &configuration.expect("parameters")[0];
    assert_eq!(parameter.phase, Some(ParameterPhase::Configuration));
    assert_eq!(parameter.scope, Some(ParameterScope::Marketplace));
}

/// Both paths return the same object, so its parts are of the same types.
#[test]
fn both_paths_have_the_same_parts() {
    let one = reads(assets::get("AS-1"), &asset());
    let other = reads(subscription_assets::get("AS-1"), &subscription_asset());
    assert_eq!(one.billing, other.billing);
    assert_eq!(one.connection, other.connection);
    assert_eq!(one.contract, other.contract);
    assert_eq!(one.events, other.events);
    assert_eq!(one.items, other.items);
    assert_eq!(one.marketplace, other.marketplace);
    assert_eq!(one.params, other.params);
    assert_eq!(one.product, other.product);
    assert_eq!(one.status, other.status);
    assert_eq!(one.tiers, other.tiers);
}

/// The document declares arrays of arrays.
#[test]
fn parameters_are_objects() {
    let row = reads_row(assets::list(), &asset());
    let parameter = &row.params.expect("parameters")[0];
    assert_eq!(parameter.value.as_deref(), Some("x"));
    assert_eq!(parameter.r#type, Some(ParameterType::Text));
    assert_eq!(parameter.phase, Some(ParameterPhase::Ordering));
    assert_eq!(parameter.scope, Some(ParameterScope::Asset));
    assert_eq!(parameter.title.as_deref(), Some("Name"));
    let choices = parameter.value_choices.as_ref().expect("choices");
    assert_eq!(choices.as_str(), "[]");
    let constraints = parameter.constraints.as_ref().expect("constraints");
    let choices = constraints.choices.as_ref().expect("choices");
    let values: Vec<_> = choices.iter().map(|it| it.value.as_deref()).collect();
    assert_eq!(values, [Some("x"), Some("y")]);
}

/// `id` is within the product; `global_id` is what a spreadsheet wants; `type` is the unit.
#[test]
fn items_say_more_than_is_declared() {
    for items in [
        reads(assets::get("AS-1"), &asset()).items,
        reads(subscription_assets::get("AS-1"), &subscription_asset()).items,
    ] {
        let items = items.expect("items");
        let item = &items[0];
        assert_eq!(item.id.as_deref(), Some("PRD_000_000_001_0001"));
        assert_eq!(item.global_id.as_deref(), Some("PRD-000-000-001-0001"));
        assert_eq!(item.display_name.as_deref(), Some("Seats"));
        assert_eq!(item.mpn.as_deref(), Some("SEAT"));
        assert_eq!(item.item_type.as_deref(), Some("Reservation"));
        assert_eq!(item.period.as_deref(), Some("monthly"));
        assert_eq!(item.r#type.as_deref(), Some("Seats"));
        assert_eq!(item.quantity, Some(Quantity::Text("20".to_owned())));
        assert_eq!(item.old_quantity, Some(Quantity::Text("0".to_owned())));
        let parameters = item.params.as_ref().expect("parameters");
        assert_eq!(parameters[0].value.as_deref(), Some("blue"));
        assert_eq!(items[1].period, None);
    }
}

#[test]
fn quantities_are_strings_or_numbers() {
    let text = |it: &str| Quantity::Text(it.to_owned());
    let number = |it: &str| Quantity::Number(it.parse().expect("a number"));
    for (json, expected) in [
        (r#""-1""#, text("-1")),
        (r#""-1.0""#, text("-1.0")),
        (r#""unlimited""#, text("unlimited")),
        (r#""""#, text("")),
        ("7", number("7")),
        ("0.25", number("0.25")),
    ] {
        let json =
            format!(r#"{{"id": "AS-1", "items": [{{"quantity": {json}, "old_quantity": null}}]}}"#);
        for items in [
            reads(assets::get("AS-1"), &json).items,
            reads(subscription_assets::get("AS-1"), &json).items,
        ] {
            let items = items.expect("items");
            assert_eq!(items[0].quantity, Some(expected.clone()));
            assert_eq!(items[0].old_quantity, None);
        }
    }
}

#[test]
fn tiers_have_ids_and_lack_much() {
    let tiers = reads(assets::get("AS-1"), &asset()).tiers.expect("tiers");
    let customer = tiers.customer.expect("a customer");
    assert_eq!(customer.id.as_deref(), Some("TA-0-1"));
    assert_eq!(customer.external_id.as_deref(), Some("12345"));
    assert_eq!((customer.external_uid, customer.tax_id), (None, None));
    let contact = customer.contact_info.expect("an address");
    assert_eq!(contact.address_line2, None);
    assert_eq!(contact.postal_code.as_deref(), Some("10115"));
    let number = contact.contact.and_then(|it| it.phone_number);
    let number = number.expect("a number");
    assert_eq!(number.country_code.as_deref(), Some("+49"));
    assert_eq!(tiers.tier1.and_then(|it| it.id).as_deref(), Some("TA-0-2"));
    assert_eq!(tiers.tier2.expect("a tier").id, None);
}

/// Test assets, and spellings that no enum has.
#[test]
fn connections_have_types_that_are_not_declared() {
    let json = |kind: &str| {
        format!(r#"{{"id": "AS-1", "connection": {{"type": {kind}, "hub": "HB-0000-0000"}}}}"#)
    };
    let connection = reads(assets::get("AS-1"), &json(r#""preview""#)).connection;
    let connection = connection.expect("a connection");
    assert_eq!(connection.r#type, Some(ConnectionType::Preview));
    assert_eq!(
        connection.hub.and_then(|it| it.id).as_deref(),
        Some("HB-0000-0000")
    );
    for kind in ["prod", ""] {
        let json = json(&format!("{kind:?}"));
        let asset = reads_but(assets::get("AS-1"), &json, &["/connection/type"]);
        let read = asset.connection.and_then(|it| it.r#type);
        assert_eq!(read, Some(ConnectionType::from(kind)));
    }
}

#[test]
fn external_ids_are_strings_integers_null_or_missing() {
    for (json, expected) in [
        (r#"{"id": "AS-1", "external_id": "A"}"#, Some("A")),
        (r#"{"id": "AS-1", "external_id": 1001}"#, Some("1001")),
        (r#"{"id": "AS-1", "external_id": null}"#, None),
        (r#"{"id": "AS-1"}"#, None),
    ] {
        let asset = reads(assets::get("AS-1"), json);
        assert_eq!(asset.external_id.as_deref(), expected);
        let asset = reads_row(subscription_assets::list(), json);
        assert_eq!(asset.external_id.as_deref(), expected);
    }
}

/// What `/subscriptions/assets` returns without `select`: neither a template nor a request, and of older assets less.
#[test]
fn subscription_assets_lack_what_is_required() {
    let asset = reads_row(subscription_assets::list(), &subscription_asset());
    assert!(asset.template.is_none() && asset.pending_request.is_none());
    let stats = asset.billing.and_then(|it| it.stats).expect("statistics");
    assert_eq!(stats.vendor.and_then(|it| it.count), Some(2));
    let kind = asset.contract.and_then(|it| it.r#type);
    assert_eq!(
        kind.as_ref().map(ToString::to_string).as_deref(),
        Some("distribution")
    );

    let old = r#"{"id": "AS-2", "status": "terminated", "product": {"id": "PRD-1", "name": "P"},
        "params": [{"id": "t0", "value": null}], "items": [{"global_id": "PRD-1-0001", "quantity": "-1"}],
        "billing": {"period": null, "anniversary": null, "stats": null}}"#;
    let asset = reads_row(subscription_assets::list(), old);
    assert_eq!(asset.product.and_then(|it| it.status), None);
    let item = &asset.items.expect("items")[0];
    assert_eq!((&item.id, &item.mpn, &item.r#type), (&None, &None, &None));
    assert_eq!(asset.params.expect("parameters")[0].name, None);
    assert!(asset.billing.expect("billing").period.is_none());
}

#[test]
fn hidden_members_are_read_when_they_are_selected() {
    let json = r#"{"id": "AS-1", "template": {"id": "TL-1", "name": "T"}, "pending_request":
        {"id": "PR-1", "type": "transfer", "status": "pending", "template": {"id": "TL-2", "name": "U"}}}"#;
    let asset = reads(assets::get("AS-1"), json);
    let other = reads(subscription_assets::get("AS-1"), json);
    assert_eq!(asset.template, other.template);
    for request in [asset.pending_request, other.pending_request] {
        let request = request.expect("a request");
        assert_eq!(request.r#type, Some(RequestType::Transfer));
        assert!(request.template.is_some());
    }
}
