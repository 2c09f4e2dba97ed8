//! Currency, schema, items and the parameter for reconciliation.

use connect_fake::{ItemSeed, ParameterSeed, Platform, Side};
use connect_reporting::ItemBy;
use connect_reporting::blocking::day;
use connect_reporting::day::DayError;
use connect_usage::blocking::Client;
use connect_usage::directory::models::Parameter;
use connect_usage::directory::product_parameters;
use connect_usage::models::UsageFileSchema;

use crate::support::{CONTRACT, PRODUCT, platform};

fn client(platform: &Platform) -> Client {
    platform.blocking_client(Side::Vendor).expect("a client")
}

#[test]
fn the_currency_is_that_of_the_contract_s_marketplace() {
    let platform = platform();
    let client = client(&platform);
    let currency = day::contract_currency(&client, CONTRACT).expect("a currency");
    assert_eq!(currency, "EUR");
    platform.marketplace("MP-00003").without_currency().add();
    platform
        .contract("CRD-00000-00000-00003")
        .marketplace("MP-00003")
        .add();
    assert_eq!(
        day::currency(&client, "MP-00003").expect("a marketplace"),
        None
    );
    let error = day::contract_currency(&client, "CRD-00000-00000-00003").expect_err("none");
    let expected =
        "the marketplace MP-00003 has no currency; give the currency of the report yourself";
    assert_eq!(error.to_string(), expected);
    platform
        .contract("CRD-00000-00000-00004")
        .without("marketplace")
        .add();
    let error = day::contract_currency(&client, "CRD-00000-00000-00004").expect_err("none");
    assert!(
        matches!(
            error,
            DayError::Missing {
                member: "marketplace",
                ..
            }
        ),
        "{error}"
    );
    assert!(day::contract_currency(&client, "CRD-00000-00000-00009").is_err());
}

#[test]
fn the_schema_is_spelt_as_in_reports() {
    let platform = platform();
    let client = client(&platform);
    let schema = |id: &str| day::schema(&client, id);
    assert!(matches!(schema(PRODUCT), Ok(UsageFileSchema::Cr)));
    platform
        .product("PRD-000-000-003")
        .set("capabilities.ppu", serde_json::Value::Null)
        .add();
    let error = schema("PRD-000-000-003").expect_err("no schema");
    assert!(matches!(&error, DayError::NoSchema { product } if product == "PRD-000-000-003"));
    assert!(
        error.to_string().contains("or give the schema yourself"),
        "{error}"
    );
    platform
        .product("PRD-000-000-004")
        .without("capabilities")
        .add();
    assert!(matches!(
        schema("PRD-000-000-004"),
        Err(DayError::NoSchema { .. })
    ));
    platform.product("PRD-000-000-005").schema("XY").add();
    let error = schema("PRD-000-000-005").expect_err("an unknown one");
    assert!(
        matches!(&error, DayError::UnknownSchema { schema, .. } if schema == "XY"),
        "{error}"
    );
}

#[test]
fn items_are_found_as_rows_name_them() {
    let platform = platform();
    let product = platform.product("PRD-000-000-003");
    let product = product
        .item("SPACE")
        .item(ItemSeed::reservation("SEAT"))
        .add();
    let items = day::items(&client(&platform), &product).expect("items");
    assert_eq!(items.iter().len(), 2);
    let space = items.get("SPACE").expect("an item");
    assert!(
        space.is_pay_as_you_go && space.precision().is_ok(),
        "{space:?}"
    );
    assert!(space.unit.is_some());
    assert!(!items.get("SEAT").expect("an item").is_pay_as_you_go);
    let local = space.local_id.clone().expect("a local id");
    for (item, exists) in [
        (ItemBy::mpn("SPACE"), true),
        (ItemBy::mpn("space"), false),
        (ItemBy::global_id(&space.global_id), true),
        (ItemBy::global_id("SPACE"), false),
        (ItemBy::local_id(&local), true),
        (ItemBy::local_id(&space.global_id), false),
    ] {
        assert_eq!(items.has(&item), exists, "{item:?}");
    }
}

#[test]
fn the_parameter_for_reconciliation_is_the_marked_one() {
    let platform = platform();
    let client = client(&platform);
    assert_eq!(
        day::reconciliation_parameter(&client, PRODUCT).expect("none"),
        None
    );
    let product = platform.product("PRD-000-000-003").parameter("region");
    let product = product
        .parameter(ParameterSeed::new("recon_id").reconciliation())
        .add();
    let found = day::reconciliation_parameter(&client, &product).expect("one");
    assert_eq!(found.as_deref(), Some("recon_id"));
    // A platform that does not know the filter returns every parameter.
    let every = [Parameter::new("region")];
    let list = product_parameters::list("PRD-000-000-009");
    platform.on(list).respond_with_rows(&every);
    let found = day::reconciliation_parameter(&client, "PRD-000-000-009").expect("none");
    assert_eq!(found, None);
    let product = platform.product("PRD-000-000-004");
    let product = product.parameter(ParameterSeed::new("a").reconciliation());
    let product = product
        .parameter(ParameterSeed::new("b").reconciliation())
        .add();
    let error = day::reconciliation_parameter(&client, &product).expect_err("two");
    assert!(
        error.to_string().contains("for reconciliation: a, b;"),
        "{error}"
    );
}
