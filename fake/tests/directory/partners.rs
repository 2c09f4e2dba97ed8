//! The shapes of contracts, marketplaces, hubs, listings and accounts, as real responses have them.

use connect_client::DateOrDateTime;
use connect_usage::directory::models::{
    AccountType, ContractType, HubInstanceType, ListingStatus, TierAccountType,
};
use connect_usage::directory::{accounts, contracts, hubs, listings, marketplaces, tier_accounts};
use serde_json::{Value, json};

use crate::support::{at, empty, ids, raw, send, send_but};

#[test]
fn contracts_have_what_is_not_declared() {
    let (platform, client) = empty();
    platform.marketplace("MP-7").add();
    platform
        .contract("CRD-1")
        .name("Europe")
        .marketplace("MP-7")
        .provider("PA-9")
        .add();
    let contract = send(&client, contracts::get("CRD-1"));
    assert_eq!(contract.latest, Some(true));
    assert_eq!(contract.name.as_deref(), Some("Europe"));
    assert_eq!(contract.r#type, Some(ContractType::Distribution));
    let date = contract.activation.and_then(|it| it.date).expect("a date");
    assert!(matches!(date, DateOrDateTime::Time(_)), "{date}");
    let marketplace = contract.marketplace.and_then(|it| it.id);
    assert_eq!(marketplace.as_deref(), Some("MP-7"));
    assert_eq!(contract.owner.and_then(|it| it.id).as_deref(), Some("PA-9"));
    assert_eq!(at(&platform, "/contracts/CRD-1", "/latest"), true);
    // What only filters look at is not in responses.
    platform
        .contract("CRD-2")
        .set("sourcing.product.id", "PRD-1")
        .set("agreement.owner.id", "PA-9")
        .add();
    assert_eq!(
        ids(
            &platform,
            "/contracts?sourcing.product.id=PRD-1&agreement__owner__id=PA-9"
        ),
        ["CRD-2"]
    );
    assert_eq!(raw(&platform, "/contracts/CRD-2").1.get("sourcing"), None);
    send(&client, contracts::get("CRD-2"));
}

#[test]
fn marketplaces_have_hubs_and_perhaps_a_currency() {
    let (platform, client) = empty();
    platform.hub("HB-1").name("First").add();
    platform
        .marketplace("MP-1")
        .name("Market")
        .currency("EUR")
        .hub("HB-1")
        .hub("HB-2")
        .add();
    platform.marketplace("MP-2").without_currency().add();
    let marketplace = send(&client, marketplaces::get("MP-1"));
    assert_eq!(marketplace.currency.as_deref(), Some("EUR"));
    let hubs = marketplace.hubs.expect("hubs");
    let external_ids: Vec<_> = hubs.iter().map(|it| it.external_id.as_deref()).collect();
    assert_eq!(external_ids, [Some("101"), Some("102")]);
    assert_eq!(
        hubs[0].hub.as_ref().and_then(|it| it.name.as_deref()),
        Some("First")
    );
    let countries = marketplace.countries.expect("countries");
    assert_eq!(countries[0].zone.as_deref(), Some("Europe"));
    assert!(marketplace.attributes.is_some_and(|it| it.as_str() == "[]"));
    assert!(at(&platform, "/marketplaces/MP-1", "/hubs/0/external_id").is_string());
    assert_eq!(send(&client, marketplaces::get("MP-2")).currency, None);
    assert_eq!(
        at(&platform, "/marketplaces/MP-2", "/currency"),
        Value::Null
    );
}

#[test]
fn hubs_are_of_a_system() {
    let (platform, client) = empty();
    platform.hub("HB-1").instance("a-1").add();
    platform
        .hub("HB-2")
        .without("instance.id")
        .without("instance.type")
        .add();
    platform.marketplace("MP-1").hub("HB-1").add();
    platform.contract("CRD-1").marketplace("MP-1").add();
    platform.listing("LST-1").contract("CRD-1").add();
    let hub = send(&client, hubs::get("HB-1"));
    let instance = hub.instance.expect("an instance");
    assert_eq!(instance.r#type, Some(HubInstanceType::Api));
    assert_eq!(instance.id.as_deref(), Some("a-1"));
    let stats = hub.stats.expect("statistics");
    assert_eq!((stats.connections, stats.marketplaces), (Some(1), Some(1)));
    assert_eq!(ids(&platform, "/hubs?eq(instance__id,a-1)"), ["HB-1"]);
    let bare = send(&client, hubs::get("HB-2"))
        .instance
        .expect("an instance");
    assert_eq!((bare.id, bare.r#type), (None, None));
}

#[test]
fn listings_have_a_contract_or_its_id() {
    let (platform, client) = empty();
    platform.listing("LST-1").add();
    platform
        .listing("LST-2")
        .status(ListingStatus::Unlisted)
        .bare_contract()
        .add();
    let listing = send(&client, listings::get("LST-1"));
    let contract = listing.contract.expect("a contract");
    let marketplace = contract.marketplace.and_then(|it| it.id);
    assert_eq!(marketplace.as_deref(), Some("MP-00001"));
    assert!(listing.offer.is_none() && listing.pricelist.is_none());
    assert_eq!(
        listing.provider.and_then(|it| it.id).as_deref(),
        Some("PA-000-001")
    );
    assert_eq!(
        at(&platform, "/listings/LST-2", "/contract"),
        "CRD-00000-00000-00001"
    );
    let listing = send(&client, listings::get("LST-2"));
    let contract = listing.contract.and_then(|it| it.id);
    assert_eq!(contract.as_deref(), Some("CRD-00000-00000-00001"));
    assert_eq!(listing.status, Some(ListingStatus::Unlisted));
    assert_eq!(
        ids(&platform, "/listings?contract.id=CRD-00000-00000-00001"),
        ["LST-1", "LST-2"]
    );
    assert_eq!(ids(&platform, "/listings?status=listed"), ["LST-1"]);
    assert_eq!(
        at(&platform, "/products/PRD-000-000-001", "/stats/listings"),
        2
    );
}

#[test]
fn accounts_are_vendors_or_providers() {
    let (platform, client) = empty();
    platform
        .account("VA-7")
        .name("Maker")
        .external_id("7")
        .add();
    platform.account("PA-7").add();
    let account = send(&client, accounts::get("VA-7"));
    assert_eq!(account.r#type, Some(AccountType::Vendor));
    assert_eq!(account.name.as_deref(), Some("Maker"));
    assert_eq!(account.external_id.as_deref(), Some("7"));
    let account = send(&client, accounts::get("PA-7"));
    assert_eq!(account.r#type, Some(AccountType::Provider));
}

#[test]
fn tier_accounts_lack_much() {
    let (platform, client) = empty();
    platform
        .tier_account("TA-1")
        .name("Customer")
        .external_id("E")
        .hub("HB-3")
        .marketplace("MP-3")
        .add();
    platform
        .tier_account("TA-2")
        .reseller()
        .set("external_id", 7)
        .add();
    platform
        .tier_account("TA-3")
        .set("type", "CLIENT")
        .set("db", "EU")
        .set("owner", json!({"id": "PA-1"}))
        .add();
    let account = send(&client, tier_accounts::get("TA-1"));
    assert_eq!(account.r#type, Some(TierAccountType::Customer));
    assert!(account.db.is_none() && account.owner.is_none() && account.parent.is_none());
    let marketplace = account.marketplace.and_then(|it| it.id);
    assert_eq!(marketplace.as_deref(), Some("MP-3"));
    assert_eq!(account.hub.and_then(|it| it.id).as_deref(), Some("HB-3"));
    let account = send(&client, tier_accounts::get("TA-2"));
    assert_eq!(account.r#type, Some(TierAccountType::Reseller));
    assert_eq!(account.external_id.as_deref(), Some("7"));
    let account = send_but(&client, tier_accounts::get("TA-3"), &["/type"]);
    assert_eq!(account.r#type, Some(TierAccountType::from("CLIENT")));
    assert_eq!(ids(&platform, "/tier/accounts?db=EU"), ["TA-3"]);
    // The customer of an asset is on the marketplace of its contract.
    platform.contract("CRD-4").marketplace("MP-4").add();
    platform.asset("AS-4").contract("CRD-4").add();
    let marketplace = send(&client, tier_accounts::get("TA-4")).marketplace;
    let marketplace = marketplace.and_then(|it| it.id);
    assert_eq!(marketplace.as_deref(), Some("MP-4"));
}
