//! Contracts, marketplaces, hubs, listings and accounts as they really are, and how that differs from the vendor's document.

use connect_client::DateOrDateTime;
use connect_directory_api::models::{
    AccountType, ContractStatus, ContractType, HubInstanceType, ListingStatus, TierAccountType,
};
use connect_directory_api::{accounts, contracts, hubs, listings, marketplaces, tier_accounts};
use directory_tests::{reads, reads_but, reads_row};

#[test]
fn a_contract_is_read_completely() {
    let json = r#"{"id": "CRD-00000-00000-00001", "name": "Contract", "version": 1, "type": "distribution",
        "status": "active", "kind": "production", "latest": true, "note": null, "termination_note": "",
        "version_created": "2029-09-01T08:00:00+00:00", "enrolled": "2029-09-02T08:00:00+00:00", "expire_at": null,
        "agreement": {"id": "AGD-1", "name": "Agreement"}, "marketplace": {"id": "MP-00001", "name": "Market"},
        "owner": {"id": "PA-000-001", "name": "Provider"}, "creator": {"id": "VA-000-001", "name": "Vendor"},
        "issuer": {"id": "PA-000-001", "name": "Provider"}, "signee": {"id": "UR-1", "name": "Eve"},
        "activation": {"code": "", "message": "", "note": "", "date": "2029-09-03T08:00:00+00:00"},
        "events": {"created": {"at": "2029-09-01T08:00:00+00:00", "by": {"id": "UR-1", "name": "Eve"}},
            "updated": {"at": "2029-09-03T08:00:00+00:00"}, "signed": {"at": "2029-09-02T08:00:00+00:00"},
            "countersigned": {}, "terminated": null}}"#;
    for contract in [
        reads(contracts::get("CRD-00000-00000-00001"), json),
        reads_row(contracts::list(), json),
    ] {
        assert_eq!(contract.latest, Some(true));
        assert_eq!(contract.status, Some(ContractStatus::Active));
        assert_eq!(contract.r#type, Some(ContractType::Distribution));
        let marketplace = contract.marketplace.and_then(|it| it.id);
        assert_eq!(marketplace.as_deref(), Some("MP-00001"));
        let date = contract.activation.and_then(|it| it.date).expect("a date");
        assert!(matches!(date, DateOrDateTime::Time(_)), "{date}");
    }
    let json = r#"{"id": "CRD-1", "latest": null, "activation": {"date": "2029-09-03"}}"#;
    let contract = reads(contracts::get("CRD-1"), json);
    let date = contract.activation.and_then(|it| it.date).expect("a date");
    assert!(matches!(date, DateOrDateTime::Date(_)), "{date}");
    let bare = r#"{"id": "CRD-1", "activation": {}, "marketplace": "MP-00001", "signee": "eve@example.com"}"#;
    let contract = reads(contracts::get("CRD-1"), bare);
    let marketplace = contract.marketplace.and_then(|it| it.id);
    assert_eq!(marketplace.as_deref(), Some("MP-00001"));
    let signee = contract.signee.and_then(|it| it.name);
    assert_eq!(signee.as_deref(), Some("eve@example.com"));
}

#[test]
fn a_marketplace_is_read_completely() {
    let json = |attributes: &str, sourcing: &str| {
        format!(
            r#"{{"id": "MP-00001", "name": "Market", "description": null, "icon": "/media/m.png", "zone": "EU",
            "owner": {{"id": "PA-000-001", "name": "Provider"}}, "active_contracts": 3, "currency": "EUR",
            "alt_currency_1": null, "alt_currency_2": "XTS", "attributes": {attributes}, "sourcing": {sourcing},
            "hubs": [{{"hub": {{"id": "HB-0000-0001", "name": "Hub"}}, "external_id": "777"}},
                     {{"hub": {{"id": "HB-0000-0002", "name": "Hub"}}, "external_id": 888}}],
            "countries": [{{"id": "de", "name": "Germany", "icon": "/media/de.png", "zone": "Europe"}}, "fr"],
            "capabilities": {{"listing": {{"referral_auto": false}}, "price_list": {{"commerce_compatibility": true}}}},
            "stats": {{"hubs": 2, "contracts": 3}}, "locales": [{{"id": "en", "name": "English"}}],
            "events": {{"created": {{"at": "2029-09-01T08:00:00+00:00"}}}}}}"#
        )
    };
    for (attributes, sourcing) in [
        ("[]", "false"),
        (r#"{"a": 1}"#, r#"{"x": []}"#),
        ("null", "null"),
    ] {
        let json = json(attributes, sourcing);
        let marketplace = reads(marketplaces::get("MP-00001"), &json);
        assert_eq!(reads_row(marketplaces::list(), &json), marketplace);
        let read = |it: &Option<connect_client::Json>| it.as_ref().map(|it| it.as_str().to_owned());
        let sent = |it: &str| (it != "null").then(|| it.to_owned());
        assert_eq!(read(&marketplace.attributes), sent(attributes));
        assert_eq!(read(&marketplace.sourcing), sent(sourcing));
        assert_eq!(marketplace.currency.as_deref(), Some("EUR"));
        assert_eq!(marketplace.alt_currency_2.as_deref(), Some("XTS"));
        let countries = marketplace.countries.expect("countries");
        assert_eq!(countries[0].zone.as_deref(), Some("Europe"));
        assert_eq!(countries[0].icon.as_deref(), Some("/media/de.png"));
        assert_eq!(countries[1].id.as_deref(), Some("fr"));
        let hubs = marketplace.hubs.expect("hubs");
        let ids: Vec<_> = hubs.iter().map(|it| it.external_id.as_deref()).collect();
        assert_eq!(ids, [Some("777"), Some("888")]);
    }
    // The test marketplace has no currency.
    let test = r#"{"id": "MP-00000", "currency": null, "hubs": []}"#;
    assert_eq!(reads(marketplaces::get("MP-00000"), test).currency, None);
}

#[test]
fn a_hub_is_read_completely() {
    let json = r#"{"id": "HB-0000-0001", "name": "Hub", "description": "", "company": {"id": "PA-000-001"},
        "instance": {"id": "91d91e2c", "type": "API"}, "stats": {"connections": 5, "marketplaces": 1},
        "version": "20.5", "extension_version": null, "last_health_check": null,
        "events": {"created": {"at": "2029-09-01T08:00:00+00:00", "by": {"id": "UR-1"}}, "updated": {}}}"#;
    for hub in [
        reads(hubs::get("HB-0000-0001"), json),
        reads_row(hubs::list(), json),
    ] {
        let instance = hub.instance.expect("an instance");
        assert_eq!(instance.r#type, Some(HubInstanceType::Api));
        assert_eq!(instance.id.as_deref(), Some("91d91e2c"));
        assert_eq!(hub.stats.and_then(|it| it.connections), Some(5));
    }
    let bare = reads(hubs::get("HB-1"), r#"{"id": "HB-1", "instance": null}"#);
    assert_eq!((bare.name, bare.description), (None, None));
}

#[test]
fn a_listing_is_read_completely() {
    let json = r#"{"id": "LST-000-000-000", "status": "listed", "created": "2029-09-01T08:00:00+00:00",
        "updated": "2029-09-02T08:00:00+00:00", "vendor": {"id": "VA-000-001"}, "provider": {"id": "PA-000-001"},
        "contract": {"id": "CRD-1", "name": "Contract", "type": "distribution",
                     "marketplace": {"id": "MP-00001", "name": "Market", "icon": "/media/m.png"}},
        "product": {"id": "PRD-1", "name": "P", "status": "published", "icon": "", "description": "",
                    "category": {"id": "CAT-1", "name": "Cloud"}},
        "pending_request": {"id": "LSTR-1", "type": "remove", "status": "draft"}}"#;
    for listing in [
        reads(listings::get("LST-1"), json),
        reads_row(listings::list(), json),
    ] {
        assert_eq!(listing.status, Some(ListingStatus::Listed));
        let contract = listing.contract.expect("a contract");
        assert_eq!(contract.r#type, Some(ContractType::Distribution));
        let marketplace = contract.marketplace.and_then(|it| it.id);
        assert_eq!(marketplace.as_deref(), Some("MP-00001"));
        assert!(listing.offer.is_none() && listing.pricelist.is_none());
        assert!(listing.alt_pricelist_1.is_none() && listing.alt_pricelist_2.is_none());
    }
}

#[test]
fn the_contract_of_a_listing_may_be_its_id() {
    let json = r#"{"id": "LST-1", "status": "unlisted", "contract": "CRD-1", "product": "PRD-1",
        "offer": {"id": null, "name": "O", "type": "commerce", "plans": [{"id": "P-1"}, "P-2"]},
        "pricelist": {"id": "PL-1", "name": "Prices", "status": "active"}, "alt_pricelist_1": null,
        "alt_pricelist_2": "PL-2"}"#;
    let listing = reads(listings::get("LST-1"), json);
    let contract = listing.contract.expect("a contract");
    assert_eq!(
        (contract.id.as_deref(), contract.name),
        (Some("CRD-1"), None)
    );
    let product = listing.product.and_then(|it| it.id);
    assert_eq!(product.as_deref(), Some("PRD-1"));
    let plans = listing.offer.and_then(|it| it.plans).expect("plans");
    assert_eq!(plans[1].id.as_deref(), Some("P-2"));
    let prices = listing.alt_pricelist_2.and_then(|it| it.id);
    assert_eq!(prices.as_deref(), Some("PL-2"));
}

#[test]
fn an_account_is_read_completely() {
    let json = r#"{"id": "VA-000-001", "name": "Vendor", "type": "vendor", "role": "vendor", "brand": "B",
        "external_id": "1", "icon": "/media/v.png", "description": null, "overview": null, "headquarters": null,
        "sourcing": false, "public": null, "countries": ["de", {"id": "fr"}], "languages": ["en"], "websites": null,
        "industries": [{"id": "IN-1", "name": "Cloud"}], "permissions": {"x": {}},
        "events": {"created": {"at": "2029-09-01T08:00:00+00:00"}}}"#;
    for account in [
        reads(accounts::get("VA-000-001"), json),
        reads_row(accounts::list(), json),
    ] {
        assert_eq!(account.r#type, Some(AccountType::Vendor));
        assert_eq!(account.icon.as_deref(), Some("/media/v.png"));
        assert_eq!(account.countries.map(|it| it.len()), Some(2));
    }
}

#[test]
fn a_tier_account_is_read_completely() {
    let json = r#"{"id": "TA-0-1", "name": "Ann", "version": 1, "type": "customer", "external_id": 1001,
        "external_uid": "9fb50525", "scopes": ["customer", "tier1"], "tax_id": null, "environment": "production",
        "hub": {"id": "HB-0000-0001", "name": "Hub"}, "marketplace": {"id": "MP-00001", "name": "Market"},
        "contact_info": {"address_line1": "", "address_line2": null, "contact": null},
        "events": {"created": {"at": "2029-09-01T08:00:00+00:00"}, "decommissioned": {}}}"#;
    for account in [
        reads(tier_accounts::get("TA-0-1"), json),
        reads_row(tier_accounts::list(), json),
    ] {
        assert_eq!(account.r#type, Some(TierAccountType::Customer));
        assert_eq!(account.external_id.as_deref(), Some("1001"));
        let marketplace = account.marketplace.and_then(|it| it.id);
        assert_eq!(marketplace.as_deref(), Some("MP-00001"));
        assert!(account.db.is_none() && account.owner.is_none() && account.parent.is_none());
    }
    let json = r#"{"id": "TA-0-2", "type": "CLIENT", "db": "EU", "owner": {"id": "PA-1"},
        "parent": {"id": "TA-0-3", "name": null, "external_id": 5}, "contact_info": {}}"#;
    let account = reads_but(tier_accounts::get("TA-0-2"), json, &["/type"]);
    let kind = account.r#type.expect("a type");
    assert_eq!(kind, TierAccountType::from("CLIENT"));
    let parent = account.parent.and_then(|it| it.external_id);
    assert_eq!(parent.as_deref(), Some("5"));
}

/// As test servers answer: the smallest response of each kind.
#[test]
fn an_id_is_enough() {
    assert_eq!(reads(accounts::get("A"), r#"{"id": "A"}"#).id, "A");
    assert_eq!(reads(contracts::get("A"), r#"{"id": "A"}"#).id, "A");
    assert_eq!(reads(hubs::get("A"), r#"{"id": "A"}"#).id, "A");
    assert_eq!(reads(listings::get("A"), r#"{"id": "A"}"#).id, "A");
    assert_eq!(reads(marketplaces::get("A"), r#"{"id": "A"}"#).id, "A");
    assert_eq!(reads(tier_accounts::get("A"), r#"{"id": "A"}"#).id, "A");
}
