//! The shapes of products, items and parameters, as real responses have them.

use connect_fake::{ItemSeed, ParameterSeed};
use connect_usage::directory::models::{
    ItemStatus, ItemTypeFilter, ParameterPhase, ParameterScope, PayAsYouGoSchema, ProductStatus,
    TierLevel,
};
use connect_usage::directory::{product_items, product_parameters, products};
use serde_json::{Value, json};

use crate::support::{at, empty, raw, send};

#[test]
fn products_lack_what_is_required() {
    let (platform, client) = empty();
    platform
        .product("PRD-1")
        .name("Storage")
        .item("A")
        .schema("CR")
        .add();
    let product = send(&client, products::get("PRD-1"));
    assert_eq!((product.external_id, product.purchase_model), (None, None));
    assert_eq!(product.name.as_deref(), Some("Storage"));
    let capabilities = product.capabilities.expect("capabilities");
    let ppu = capabilities.ppu.expect("a capability");
    assert_eq!(ppu.schema, Some(PayAsYouGoSchema::Cr));
    let configs = capabilities.tiers.and_then(|it| it.configs);
    assert_eq!(configs.and_then(|it| it.level), Some(TierLevel::First));
    assert_eq!(
        product
            .extensions
            .map(|it| it.as_str().to_owned())
            .as_deref(),
        Some("[]")
    );
    assert_eq!(product.media.and_then(|it| it.position), Some(1));
    let stats = product.stats.expect("statistics");
    assert!(stats.additional_properties.contains_key("listings"));
    let level = at(
        &platform,
        "/products/PRD-1",
        "/capabilities/tiers/configs/level",
    );
    assert_eq!(level, json!(1), "an integer, which is declared as a string");
    let (_, body) = raw(&platform, "/products/PRD-1");
    assert!(body.get("external_id").is_none() && body.get("purchase_model").is_none());
}

#[test]
fn only_products_with_usage_have_its_schema() {
    let (platform, client) = empty();
    let seat = ItemSeed::reservation("SEAT");
    platform.product("PRD-1").item(seat).add();
    platform.product("PRD-2").item("SPACE").add();
    platform
        .product("PRD-3")
        .set("capabilities.ppu", json!({}))
        .add();
    platform
        .product("PRD-4")
        .set("capabilities.tiers.configs", ())
        .without("capabilities.ppu")
        .add();
    let schema = |id: &str| {
        let capabilities = send(&client, products::get(id)).capabilities;
        capabilities.expect("capabilities").ppu.map(|it| it.schema)
    };
    assert_eq!(schema("PRD-1"), None);
    assert_eq!(
        schema("PRD-2"),
        Some(Some(PayAsYouGoSchema::Cr)),
        "that of the platform"
    );
    assert_eq!((schema("PRD-3"), schema("PRD-4")), (Some(None), None));
    assert_eq!(
        at(&platform, "/products/PRD-1", "/capabilities/ppu"),
        Value::Null
    );
}

#[test]
fn a_draft_was_not_published() {
    let (platform, client) = empty();
    platform.product("PRD-1").status("draft").add();
    let product = send(&client, products::get("PRD-1"));
    assert_eq!(product.published_at.as_deref(), Some(""));
    assert_eq!(product.events.and_then(|it| it.published), None);
    platform
        .change_status("PRD-1", "published")
        .expect("a transition");
    let product = send(&client, products::get("PRD-1"));
    assert_eq!(product.status, Some(ProductStatus::Published));
    assert!(
        product
            .published_at
            .is_some_and(|it| it.starts_with("2029-"))
    );
    platform
        .product("PRD-3")
        .set("published_at", "October")
        .add();
    let product = send(&client, products::get("PRD-3"));
    assert_eq!(product.published_at.as_deref(), Some("October"));
    platform.product("PRD-2").status("end of sale").add();
    let product = send(&client, products::get("PRD-2"));
    assert_eq!(product.status, Some(ProductStatus::EndOfSaleInWords));
}

#[test]
fn items_have_their_spellings() {
    let (platform, client) = empty();
    let space = ItemSeed::new("SPACE")
        .precision("decimal(4)")
        .unit("Gb")
        .name("Space");
    let seat = ItemSeed::reservation("SEAT").period("yearly").end_of_sale();
    platform
        .product("PRD-0-1")
        .item(space)
        .item(seat.local_id("seat"))
        .item(ItemSeed::new("CALLS").kind("counter"))
        .add();
    let items = send(&client, product_items::list("PRD-0-1")).rows;
    assert_eq!(items[0].precision.as_deref(), Some("decimal(4)"));
    assert_eq!(items[0].local_id.as_deref(), Some("PRD_0_1_0001"));
    assert_eq!(items[0].r#type.as_deref(), Some("ppu"));
    assert_eq!(items[0].period.as_deref(), Some("monthly"));
    assert_eq!(items[0].ui_visibility, Some(true));
    let unit = items[0].unit.clone().expect("a unit");
    assert_eq!((unit.title.as_deref(), unit.name), (Some("Gb"), None));
    assert_eq!(items[1].r#type.as_deref(), Some("reservation"));
    assert_eq!(items[1].local_id.as_deref(), Some("seat"));
    assert_eq!(items[1].status, Some(ItemStatus::EndOfSaleInWords));
    assert_eq!(items[1].precision.as_deref(), Some("integer"));
    assert_eq!(items[2].name.as_deref(), Some("CALLS"));
    assert_eq!(items[2].r#type.as_deref(), Some("counter"));
    let (_, body) = raw(&platform, "/products/PRD-0-1/items/PRD-0-1-0001");
    for name in [
        "external_id",
        "parent",
        "replacement",
        "end_of_sale_notes",
        "group",
    ] {
        assert_eq!(body.get(name), None, "{name}");
    }
    assert_eq!(body["ui_visibility"], true);
    // The filter has another case.
    let filter = product_items::filter::TYPE.eq(ItemTypeFilter::Reservation);
    assert_eq!(
        send(&client, product_items::list("PRD-0-1").filter(filter))
            .rows
            .len(),
        1
    );
}

#[test]
fn parameters_have_their_phase_and_scope() {
    let (platform, client) = empty();
    let recon = ParameterSeed::new("recon").title("Recon").reconciliation();
    let region = ParameterSeed::new("region").configuration().optional();
    platform
        .product("PRD-0-1")
        .parameter("p")
        .parameter(recon)
        .parameter(region)
        .add();
    let parameters = send(&client, product_parameters::list("PRD-0-1")).rows;
    assert_eq!(parameters[0].id, "PRM-0-1-0001");
    assert_eq!(parameters[0].title.as_deref(), Some("p"));
    assert_eq!(parameters[0].phase, Some(ParameterPhase::Fulfillment));
    assert_eq!(parameters[1].title.as_deref(), Some("Recon"));
    let constraints = parameters[1].constraints.clone().expect("constraints");
    assert_eq!(constraints.reconciliation, Some(true));
    assert_eq!(constraints.required, Some(true));
    assert_eq!(parameters[2].scope, Some(ParameterScope::Marketplace));
    let constraints = parameters[2].constraints.clone().expect("constraints");
    assert_eq!(
        (constraints.required, constraints.reconciliation),
        (Some(false), Some(false))
    );
}
