//! The contract of the slice `directory` is what the API really returns: responses with the members that are there,
//! and without those that are not, are valid for an independent validator, to which unknown members are errors.

use contract_tests::contract::directory;
use contract_tests::validate;
use serde_json::Value;

/// That a success of an operation can be this.
#[track_caller]
fn is_valid(function: &str, json: &str) {
    let operation = directory().operation_named(function);
    let schema = operation.success().expect("a schema of the success");
    let response: Value = serde_json::from_str(json).expect("JSON");
    let validator = validate::responses(schema);
    let errors: Vec<_> = validator
        .iter_errors(&response)
        .map(|it| format!("{}: {it}", it.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{function}: {errors:#?}");
}

/// That an object can be this, alone and as the row of a list.
#[track_caller]
fn both_are_valid(module: &str, json: &str) {
    is_valid(&format!("{module}::get"), json);
    is_valid(&format!("{module}::list"), &format!("[{json}]"));
}

/// The members of an asset that both paths return.
const ASSET: &str = r#"
    "id": "AS-1", "status": "active", "external_id": null,
    "product": {"id": "PRD-1", "name": "P", "icon": ""},
    "connection": {"id": "CT-1", "type": "preview", "provider": {"id": "PA-1", "name": "P"},
        "vendor": {"id": "VA-1", "name": "V"}, "hub": {"id": "HB-1", "name": "H", "instance_id": "i"}},
    "items": [{"global_id": "PRD-1-0001", "display_name": "I", "item_type": "PPU", "period": null,
        "quantity": "-1", "old_quantity": "1.0", "params": [{"id": "c", "value": "v"}],
        "billing": {"stats": {"vendor": {"count": 1}}}}],
    "params": [{"id": "t", "title": "T", "phase": "ordering", "scope": "asset", "value": null, "value_choices": [],
        "type": "object", "constraints": {"required": true, "choices": [{"label": "L", "value": "v"}]},
        "events": {"created": {"at": "2029-10-01T08:00:00Z"}}}],
    "tiers": {"customer": {"id": "TA-1", "tax_id": null, "external_id": null,
        "contact_info": {"address_line2": null, "contact": {"phone_number": {}}}}, "tier1": {}},
    "billing": {"period": null, "anniversary": {"day": 1}, "stats": {"vendor": {"count": 1}}},
    "marketplace": {"id": "MP-1", "name": "M"}, "contract": {"id": "CRD-1", "name": "C", "type": "distribution"},
    "events": {"created": {"at": "2029-10-01T08:00:00Z", "by": {"id": "UR-1", "name": "U"}}}
"#;

#[test]
fn assets() {
    let configuration = r#""configuration": {"params": [{"id": "c", "scope": "marketplace", "phase": "configuration"}]}"#;
    both_are_valid("assets", &format!("{{{ASSET}, {configuration}}}"));
    both_are_valid("subscription_assets", &format!("{{{ASSET}}}"));
    for module in ["assets", "subscription_assets"] {
        both_are_valid(module, r#"{"id": "AS-1", "status": "draft"}"#);
        both_are_valid(module, r#"{"id": "AS-1", "items": [{"quantity": 0.5}]}"#);
    }
}

#[test]
fn contracts() {
    both_are_valid(
        "contracts",
        r#"{"id": "CRD-1", "latest": true, "status": "enrolling", "type": "distribution",
            "marketplace": {"id": "MP-1"}, "activation": {"date": "2029-10-01T08:00:00Z"}}"#,
    );
}

#[test]
fn products() {
    both_are_valid(
        "products",
        r#"{"id": "PRD-1", "published_at": "", "extensions": [], "media": {"position": 1}, "status": "end of sale",
            "stats": {"versions": 1, "listings": 1, "agreements": {"distribution": 1}},
            "capabilities": {"ppu": null, "tiers": {"configs": null}}}"#,
    );
    both_are_valid(
        "products",
        r#"{"id": "PRD-1", "extensions": {"id": "EXT-1"}, "purchase_model": "referral",
            "capabilities": {"ppu": {"schema": "QT"}, "tiers": {"configs": {"level": 1}}}}"#,
    );
}

#[test]
fn items_of_products() {
    both_are_valid(
        "product_items",
        r#"{"id": "PRD-1-0001", "ui_visibility": true, "status": "end of sale", "type": "counter",
            "unit": {"id": "u", "title": "U", "unit": "u"}}"#,
    );
    let more = r#"{"id": "PRD-1-0001", "unit": {}, "parent": {"id": "PRD-1-0002", "status": "end of sale"}}"#;
    both_are_valid("product_items", more);
}

#[test]
fn parameters_of_products() {
    both_are_valid(
        "product_parameters",
        r#"{"id": "PRM-1", "name": "n", "phase": "fulfillment", "scope": "asset",
            "constraints": {"reconciliation": true, "shared": "view", "choices": [{"label": "L", "value": "v"}],
                            "dependency": {"parameter": {"id": "PRM-2"}}}}"#,
    );
}

#[test]
fn marketplaces_and_hubs() {
    both_are_valid(
        "marketplaces",
        r#"{"id": "MP-1", "name": "M", "attributes": [], "sourcing": false, "currency": "XTS", "alt_currency_1": null,
            "countries": [{"id": "de", "name": "G", "icon": "/i", "zone": "z"}]}"#,
    );
    both_are_valid(
        "marketplaces",
        r#"{"id": "MP-1", "name": "M", "attributes": {"a": 1}, "currency": null}"#,
    );
    both_are_valid(
        "hubs",
        r#"{"id": "HB-1", "instance": {"id": "i", "type": "API"}}"#,
    );
}

#[test]
fn listings() {
    both_are_valid(
        "listings",
        r#"{"id": "LST-1", "status": "listed", "product": {"id": "PRD-1", "status": "published"},
            "contract": {"id": "CRD-1", "type": "distribution", "marketplace": {"id": "MP-1", "name": "M"}}}"#,
    );
}

#[test]
fn accounts() {
    both_are_valid(
        "accounts",
        r#"{"id": "VA-1", "name": "V", "icon": "/media/v.png", "type": "vendor"}"#,
    );
    both_are_valid(
        "tier_accounts",
        r#"{"id": "TA-1", "type": "customer", "tax_id": null, "marketplace": {"id": "MP-1", "name": "M"}}"#,
    );
}
