//! Products, their items and their parameters as they really are, and how that differs from the vendor's document.

use connect_directory_api::models::{
    ItemStatus, ParameterPhase, ParameterScope, PayAsYouGoSchema, ProductStatus, PurchaseModel,
    TierLevel,
};
use connect_directory_api::{product_items, product_parameters, products};
use directory_tests::{reads, reads_row};

/// A product, without an external id and a model of purchase.
const PRODUCT: &str = r#"{
    "id": "PRD-000-000-001", "name": "Storage", "icon": "", "status": "published", "version": 3, "latest": true,
    "short_description": "", "detailed_description": "", "published_at": "2029-10-01T08:00:00+00:00",
    "owner": {"id": "VA-000-001", "name": "Vendor"}, "category": {"id": "CAT-00001", "name": "Cloud"},
    "replacement": null, "changes_description": null, "public": true, "staging": false,
    "configurations": {"suspend_resume_supported": true, "requires_reseller_information": false},
    "customer_ui_settings": {"description": "", "getting_started": "", "provisioning_message": "",
        "download_links": [{"title": "App", "url": "https://example.com/app", "visible_for": "user"}],
        "documents": [{"title": "Guide", "url": "https://example.com/guide"}],
        "languages": [{"id": "en", "name": "English"}, "de"]},
    "media": {"id": "PRM-1", "type": "image", "thumbnail": "/media/t.png", "url": "/media/u.png", "position": 1},
    "usage_rule": {"enabled": false, "providers": [{"id": "PA-000-001", "name": "Provider"}]},
    "stats": {"versions": 3, "listings": 2, "agreements": {"distribution": 1}, "contracts": {"distribution": 4}},
    "visibility": {"owner": true, "listing": false, "syndication": false, "catalog": true},
    "capabilities": {
        "ppu": {"schema": "QT", "dynamic": true, "predictive": false, "future": true, "late": false,
                "required_custom_fields": ["v.note"]},
        "reservation": {"consumption": false}, "cart": {"validation": false}, "inquiring": {"validation": false},
        "tiers": {"updates": true, "validation": false,
                  "configs": {"level": 1, "setup": {"inquiring_validation": false},
                              "update": {"validation": false, "inquiring_validation": false}}},
        "subscription": {"hold": true, "schema": "evergreen", "cancel": {"scheduling": false, "offline": "no"},
            "change": {"validation": true}, "parameter": {"versions": false}, "purchase": {"scheduling": false},
            "suspend": {"offline": "auto"}, "resume": {"scheduling": false}, "renew": {"enable_renew": false},
            "transfer": {"enable_transfer": true}}},
    "events": {"created": {"at": "2029-09-01T08:00:00+00:00"}, "published": {"at": "2029-10-01T08:00:00+00:00"},
               "updated": {"at": "2029-10-01T08:00:00+00:00", "by": {"id": "UR-1", "name": "Eve"}}},
    "extensions": [{"id": "EXT-1"}]
}"#;

#[test]
fn a_product_is_read_completely() {
    for product in [
        reads(products::get("PRD-000-000-001"), PRODUCT),
        reads_row(products::list(), PRODUCT),
    ] {
        assert_eq!(product.status, Some(ProductStatus::Published));
        assert_eq!((product.external_id, product.purchase_model), (None, None));
        assert_eq!(product.icon.as_deref(), Some(""));
        let stats = product.stats.expect("statistics");
        assert_eq!(stats.versions, Some(3));
        let others: Vec<_> = stats.additional_properties.keys().collect();
        assert_eq!(others, ["agreements", "contracts", "listings"]);
        assert_eq!(product.media.and_then(|it| it.position), Some(1));
        let extensions = product.extensions.expect("extensions");
        assert_eq!(extensions.as_str(), r#"[{"id": "EXT-1"}]"#);
    }
}

#[test]
fn capabilities_say_which_schema_reports_have() {
    let capabilities = reads(products::get("PRD-1"), PRODUCT).capabilities;
    let capabilities = capabilities.expect("capabilities");
    let ppu = capabilities.ppu.expect("a capability");
    assert_eq!(ppu.schema, Some(PayAsYouGoSchema::Qt));
    let configs = capabilities.tiers.and_then(|it| it.configs);
    assert_eq!(configs.and_then(|it| it.level), Some(TierLevel::First));

    for json in [
        r#"{"id": "PRD-1", "capabilities": {"ppu": null, "tiers": {"configs": null}, "subscription": null}}"#,
        r#"{"id": "PRD-1", "capabilities": {"tiers": {"configs": {}}}}"#,
        r#"{"id": "PRD-1", "capabilities": {"ppu": {}, "tiers": null}}"#,
    ] {
        let capabilities = reads(products::get("PRD-1"), json).capabilities;
        let capabilities = capabilities.expect("capabilities");
        assert_eq!(capabilities.ppu.and_then(|it| it.schema), None);
        let configs = capabilities.tiers.and_then(|it| it.configs);
        assert_eq!(configs.and_then(|it| it.level), None);
    }
}

#[test]
fn the_level_of_tiers_is_an_integer() {
    for (level, expected) in [
        ("1", TierLevel::First),
        ("2", TierLevel::Second),
        (r#""2""#, TierLevel::Second),
    ] {
        let json = format!(
            r#"{{"id": "PRD-1", "capabilities": {{"tiers": {{"configs": {{"level": {level}}}}}}}}}"#
        );
        let product = reads(products::get("PRD-1"), &json);
        let tiers = product.capabilities.and_then(|it| it.tiers);
        let configs = tiers.and_then(|it| it.configs).expect("configurations");
        assert_eq!(configs.level, Some(expected));
    }
}

#[test]
fn times_of_publication_need_not_be_date_times() {
    for (published_at, expected) in [
        (r#""""#, Some("")),
        (r#""2029-10-01""#, Some("2029-10-01")),
        (
            r#""2029-10-01T08:00:00+00:00""#,
            Some("2029-10-01T08:00:00+00:00"),
        ),
        (r#""October""#, Some("October")),
        ("null", None),
    ] {
        let json = format!(r#"{{"id": "PRD-1", "published_at": {published_at}}}"#);
        let product = reads(products::get("PRD-1"), &json);
        assert_eq!(product.published_at.as_deref(), expected);
    }
}

#[test]
fn extensions_are_an_array_or_an_object() {
    for extensions in [
        "[]",
        r#"[{"id": "EXT-1"}, "x"]"#,
        r#"{"id": "EXT-1", "new": 1}"#,
    ] {
        let json = format!(r#"{{"id": "PRD-1", "extensions": {extensions}}}"#);
        let product = reads(products::get("PRD-1"), &json);
        let read = product.extensions.expect("extensions");
        assert_eq!(read.as_str(), extensions);
    }
}

#[test]
fn statuses_and_models_are_enums() {
    for (status, expected) in [
        ("endofsale", ProductStatus::EndOfSale),
        ("end of sale", ProductStatus::EndOfSaleInWords),
        ("draft", ProductStatus::Draft),
    ] {
        let json =
            format!(r#"{{"id": "PRD-1", "status": {status:?}, "purchase_model": "referral"}}"#);
        let product = reads(products::get("PRD-1"), &json);
        assert_eq!(product.status, Some(expected));
        assert_eq!(product.purchase_model, Some(PurchaseModel::Referral));
    }
}

/// An item, without what is required but never there.
const ITEM: &str = r#"{
    "id": "PRD-000-000-001-0001", "name": "Seats", "display_name": "Seats", "mpn": "SEAT", "position": 1000,
    "local_id": "PRD_000_000_001_0001", "type": "reservation", "period": "monthly", "precision": "integer",
    "status": "end of sale", "description": "", "dynamic": false, "applicability": null, "depth": 0,
    "commitment": {"count": 12, "multiplier": "billing_period"}, "unit": {"id": "seat", "title": "Seats", "unit": "seat"},
    "ui": {"visibility": true}, "ui_visibility": true,
    "events": {"created": {"at": "2029-09-01T08:00:00+00:00"}, "saleended": {"at": "2029-10-01T08:00:00+00:00"}}
}"#;

#[test]
fn an_item_is_read_completely() {
    for item in [
        reads(
            product_items::get("PRD-000-000-001", "PRD-000-000-001-0001"),
            ITEM,
        ),
        reads_row(product_items::list("PRD-000-000-001"), ITEM),
    ] {
        assert_eq!(item.ui_visibility, Some(true));
        assert_eq!(item.status, Some(ItemStatus::EndOfSaleInWords));
        assert_eq!(item.local_id.as_deref(), Some("PRD_000_000_001_0001"));
        assert_eq!(item.r#type.as_deref(), Some("reservation"));
        let unit = item.unit.expect("a unit");
        assert_eq!((unit.name, unit.unit.as_deref()), (None, Some("seat")));
        assert!(item.parent.is_none() && item.replacement.is_none() && item.group.is_none());
        assert_eq!((item.external_id, item.end_of_sale_notes), (None, None));
    }
}

#[test]
fn items_have_more_where_they_need_it() {
    let json = r#"{"id": "PRD-1-0001", "type": "counter", "external_id": 7, "end_of_sale_notes": "No more",
        "parent": {"id": "PRD-1-0000", "name": "Parent", "status": "published"}, "replacement": "PRD-1-0002",
        "group": {"id": "IGR-1", "name": null, "mpn": "G"}, "unit": null, "ui_visibility": false}"#;
    let item = reads(product_items::get("PRD-1", "PRD-1-0001"), json);
    assert_eq!(item.r#type.as_deref(), Some("counter"));
    assert_eq!(item.external_id.as_deref(), Some("7"));
    let parent = item.parent.expect("a parent");
    assert_eq!(parent.status, Some(ItemStatus::Published));
    let replacement = item.replacement.and_then(|it| it.id);
    assert_eq!(replacement.as_deref(), Some("PRD-1-0002"));
    assert_eq!(item.group.and_then(|it| it.mpn).as_deref(), Some("G"));
}

#[test]
fn the_parameter_for_reconciliation_is_found() {
    let json = r#"{"id": "PRM-1", "name": "recon_id", "title": "Id", "description": null, "type": "text",
        "scope": "asset", "phase": "fulfillment", "hint": "", "placeholder": "", "position": 10000, "parent": null,
        "default": {"x": [1]},
        "constraints": {"required": false, "hidden": true, "unique": true, "shared": "view", "reconciliation": true,
            "min_length": 0, "max_length": 64, "level": "1", "display_content": "",
            "choices": ["a", {"value": "b", "label": "B"}],
            "dependency": {"parameter": {"id": "PRM-2", "name": "other"}, "values": ["1"], "required": true,
                           "hidden": false, "readonly": false}},
        "events": {"created": {"at": "2029-09-01T08:00:00+00:00"}, "updated": {"at": "2029-09-01T08:00:00+00:00"}}}"#;
    for parameter in [
        reads(product_parameters::get("PRD-1", "PRM-1"), json),
        reads_row(product_parameters::list("PRD-1"), json),
    ] {
        assert_eq!(parameter.phase, Some(ParameterPhase::Fulfillment));
        assert_eq!(parameter.scope, Some(ParameterScope::Asset));
        let constraints = parameter.constraints.expect("constraints");
        assert_eq!(constraints.reconciliation, Some(true));
        let choices = constraints.choices.expect("choices");
        let values: Vec<_> = choices.iter().map(|it| it.value.as_deref()).collect();
        assert_eq!(values, [Some("a"), Some("b")]);
        let on = constraints.dependency.and_then(|it| it.parameter);
        assert_eq!(on.and_then(|it| it.id).as_deref(), Some("PRM-2"));
    }
    let bare = reads(
        product_parameters::get("PRD-1", "PRM-1"),
        r#"{"id": "PRM-1"}"#,
    );
    assert_eq!((bare.name, bare.title, bare.scope), (None, None, None));
}
