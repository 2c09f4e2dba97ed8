//! The shapes of assets, as real responses have them.

use connect_client::Decimal;
use connect_fake::{ItemSeed, ParameterSeed};
use connect_usage::directory::models::{
    AssetStatus, BillingUnit, ConnectionType, ParameterPhase, ParameterScope, Quantity,
};
use connect_usage::directory::{assets, subscription_assets};
use serde_json::{Value, json};

use crate::support::{at, empty, raw, send, send_but};

#[test]
fn an_asset_has_two_representations() {
    let (platform, client) = empty();
    let of_marketplace = ParameterSeed::new("region").configuration();
    platform
        .product("PRD-1")
        .item("A")
        .parameter("p")
        .parameter(of_marketplace)
        .add();
    platform.asset("AS-1").product("PRD-1").add();
    let one = send(&client, assets::get("AS-1"));
    let other = send(&client, subscription_assets::get("AS-1"));
    assert_eq!(one.billing, other.billing);
    assert_eq!(one.connection, other.connection);
    assert_eq!(one.contract, other.contract);
    assert_eq!(one.events, other.events);
    assert_eq!(one.external_id, other.external_id);
    assert_eq!(one.items, other.items);
    assert_eq!(one.params, other.params);
    assert_eq!(one.product, other.product);
    assert_eq!(one.status, other.status);
    assert_eq!(one.tiers, other.tiers);
    let configuration = one.configuration.and_then(|it| it.params);
    let parameter = &configuration.expect("a configuration")[0];
    assert_eq!(parameter.id.as_deref(), Some("region"));
    assert_eq!(parameter.scope, Some(ParameterScope::Marketplace));
    let (_, body) = raw(&platform, "/subscriptions/assets/AS-1");
    assert_eq!(body.get("configuration"), None);

    platform
        .change_status("AS-1", "suspended")
        .expect("a transition");
    let one = send(&client, assets::list()).rows.remove(0);
    let other = send(&client, subscription_assets::list()).rows.remove(0);
    assert_eq!(one.status, Some(AssetStatus::Suspended));
    assert_eq!((one.status, one.events), (other.status, other.events));
}

/// `id` is within the product, `global_id` among all; `type` is the unit; quantities are strings.
#[test]
fn items_are_those_of_the_product() {
    let (platform, client) = empty();
    let product = platform
        .product("PRD-000-000-002")
        .item("SPACE")
        .item("TRAFFIC")
        .item("CALLS");
    product
        .item(ItemSeed::reservation("SEAT").unit("Seats"))
        .item("MORE")
        .add();
    let asset = platform.asset("AS-1").product("PRD-000-000-002");
    asset.quantity("SEAT", "20").quantity("MORE", "7").add();
    let items = send(&client, assets::get("AS-1")).items.expect("items");
    let text = |it: &str| Some(Quantity::Text(it.to_owned()));
    let quantities: Vec<_> = items.iter().map(|it| it.quantity.clone()).collect();
    assert_eq!(
        quantities,
        [
            text("-1"),
            text("unlimited"),
            text("-1.0"),
            text("20"),
            text("7")
        ]
    );
    let seat = &items[3];
    assert_eq!(seat.id.as_deref(), Some("PRD_000_000_002_0004"));
    assert_eq!(seat.global_id.as_deref(), Some("PRD-000-000-002-0004"));
    assert_eq!(seat.r#type.as_deref(), Some("Seats"));
    assert_eq!(seat.mpn.as_deref(), Some("SEAT"));
    assert_eq!(seat.period.as_deref(), Some("monthly"));
    assert_eq!(seat.old_quantity, text("0"));
    assert_eq!(seat.params.as_deref(), Some([].as_slice()));
    let kinds: Vec<_> = items.iter().map(|it| it.item_type.as_deref()).collect();
    let expected = ["PPU", "ppu", "PPU", "reservation", "PPU"].map(Some);
    assert_eq!(kinds, expected, "in both cases of letters");
}

/// Parameters are objects, not arrays.
#[test]
fn parameters_have_the_values_of_the_test() {
    let (platform, client) = empty();
    let recon = ParameterSeed::new("recon").reconciliation();
    platform
        .product("PRD-1")
        .item("A")
        .parameter("p")
        .parameter(recon.ordering())
        .add();
    platform
        .asset("AS-0-1")
        .product("PRD-1")
        .parameter("p", "x")
        .add();
    for params in [
        send(&client, assets::get("AS-0-1")).params,
        send(&client, subscription_assets::get("AS-0-1")).params,
    ] {
        let params = params.expect("parameters");
        let values: Vec<_> = params.iter().map(|it| it.value.as_deref()).collect();
        assert_eq!(values, [Some("x"), Some("recon-0-1")]);
        assert_eq!(params[1].id.as_deref(), Some("recon"));
        assert_eq!(params[1].name.as_deref(), Some("recon"));
        assert_eq!(params[1].phase, Some(ParameterPhase::Ordering));
        let constraints = params[1].constraints.clone().expect("constraints");
        assert_eq!(constraints.reconciliation, Some(true));
        assert_eq!(
            params[0]
                .value_choices
                .as_ref()
                .map(|it| it.as_str().to_owned())
                .as_deref(),
            Some("[]")
        );
    }
}

#[test]
fn tiers_and_billing_have_what_is_not_declared() {
    let (platform, client) = empty();
    platform
        .asset("AS-1")
        .customer("TA-7")
        .reseller("TA-8")
        .add();
    let asset = send(&client, subscription_assets::get("AS-1"));
    let tiers = asset.tiers.expect("tiers");
    let customer = tiers.customer.expect("a customer");
    assert_eq!(customer.id.as_deref(), Some("TA-7"));
    let address = customer.contact_info.expect("an address");
    assert_eq!((customer.tax_id, address.address_line2), (None, None));
    assert_eq!(tiers.tier1.and_then(|it| it.id).as_deref(), Some("TA-8"));
    assert_eq!(tiers.tier2.and_then(|it| it.id), None);
    let billing = asset.billing.expect("billing");
    let period = billing.period.expect("a period");
    assert_eq!(period.delta, Some(Decimal::from(1)));
    assert_eq!(period.uom, Some(BillingUnit::Monthly));
    assert!(billing.stats.is_some_and(|it| it.vendor.is_some()));
    let connection = asset.connection.and_then(|it| it.hub).expect("a hub");
    assert!(connection.instance_id.is_some_and(|it| it.len() == 36));
    // Strings and nulls, where the document declares others.
    assert_eq!(
        at(&platform, "/assets/AS-1", "/billing/period/delta"),
        "1.0"
    );
    let tax_id = at(&platform, "/assets/AS-1", "/tiers/customer/tax_id");
    assert_eq!(tax_id, Value::Null);
    assert_eq!(
        send(
            &client,
            connect_usage::directory::tier_accounts::get("TA-7")
        )
        .id,
        "TA-7"
    );
}

#[test]
fn test_assets_stand_apart() {
    let (platform, client) = empty();
    platform.asset("AS-1").preview().add();
    for connection in [
        send(&client, assets::get("AS-1")).connection,
        send(&client, subscription_assets::get("AS-1")).connection,
    ] {
        let connection = connection.expect("a connection");
        assert_eq!(connection.r#type, Some(ConnectionType::Preview));
        assert_eq!(connection.id.as_deref(), Some("CT-0000-0000-0000"));
        let hub = connection.hub.and_then(|it| it.id);
        assert_eq!(hub.as_deref(), Some("HB-0000-0000"));
    }
    let asset = send(&client, assets::get("AS-1"));
    let contract = asset.contract.and_then(|it| it.id);
    assert_eq!(contract.as_deref(), Some("CRD-00000-00000-00000"));
    let marketplace = asset
        .marketplace
        .and_then(|it| it.id)
        .expect("a marketplace");
    assert_eq!(
        at(&platform, "/marketplaces/MP-00000", "/currency"),
        Value::Null
    );
    let listings = raw(
        &platform,
        &format!("/listings?marketplace.id={marketplace}"),
    )
    .1;
    assert_eq!(listings, json!([]));
}

/// Connections of types that no enum has.
#[test]
fn connections_have_types_that_are_not_declared() {
    let (platform, client) = empty();
    for (id, kind) in [("AS-1", "prod"), ("AS-2", "")] {
        platform.asset(id).set("connection.type", kind).add();
        let asset = send_but(&client, assets::get(id), &["/connection/type"]);
        let read = asset.connection.and_then(|it| it.r#type);
        assert_eq!(read, Some(ConnectionType::from(kind)));
    }
}

#[test]
fn external_ids_are_strings_integers_null_or_missing() {
    let (platform, client) = empty();
    platform.asset("AS-1").external_id("A").add();
    platform.asset("AS-2").set("external_id", 1001).add();
    platform.asset("AS-3").set("external_id", Value::Null).add();
    platform.asset("AS-4").without("external_id").add();
    for (id, expected) in [
        ("AS-1", Some("A")),
        ("AS-2", Some("1001")),
        ("AS-3", None),
        ("AS-4", None),
    ] {
        assert_eq!(
            send(&client, assets::get(id)).external_id.as_deref(),
            expected
        );
        let other = send(&client, subscription_assets::get(id));
        assert_eq!(other.external_id.as_deref(), expected);
    }
    assert_eq!(at(&platform, "/assets/AS-2", "/external_id"), 1001);
    let (_, body) = raw(&platform, "/assets/AS-4");
    assert_eq!(body.get("external_id"), None);
    // Those of customers differ in the same way.
    platform.tier_account("TA-5").set("external_id", 5).add();
    platform.asset("AS-5").customer("TA-5").add();
    let pointer = "/tiers/customer/external_id";
    assert_eq!(at(&platform, "/assets/AS-5", pointer), 5);
    let customer = send(&client, assets::get("AS-5"))
        .tiers
        .and_then(|it| it.customer);
    let external_id = customer.and_then(|it| it.external_id);
    assert_eq!(external_id.as_deref(), Some("5"));
    // The platform knows it nevertheless.
    assert_eq!(raw(&platform, "/assets?external_id=4").1[0]["id"], "AS-4");
}

#[test]
fn older_assets_lack_much() {
    let (platform, client) = empty();
    platform.asset("AS-1").older().add();
    let asset = send(&client, subscription_assets::list()).rows.remove(0);
    assert_eq!(asset.product.and_then(|it| it.status), None);
    let params = asset.params.expect("parameters");
    assert!(params.iter().all(|it| it.name.is_none() && it.id.is_some()));
    let items = asset.items.expect("items");
    let lack = |it: &connect_usage::directory::models::AssetItem| {
        it.id.is_none() && it.mpn.is_none() && it.r#type.is_none() && it.global_id.is_some()
    };
    assert!(!items.is_empty() && items.iter().all(lack));
    assert!(asset.billing.expect("billing").period.is_none());
    let billing = at(&platform, "/subscriptions/assets/AS-1", "/billing");
    assert_eq!(billing["period"], Value::Null);
    assert!(
        billing
            .as_object()
            .is_some_and(|it| it.contains_key("period"))
    );
}
