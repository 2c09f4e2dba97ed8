//! Every declared filter, for objects that have all that filters look at.

use connect_client::runtime::contract::{Capability, FilterValue};
use serde_json::{Value as Json, json};

use super::drafts::asset::AssetDraft;
use super::drafts::changes::Changes;
use super::drafts::contract::ContractDraft;
use super::drafts::listing::ListingDraft;
use super::drafts::market::{AccountDraft, HubDraft, MarketplaceDraft};
use super::drafts::partners::TierAccountDraft;
use super::drafts::product::ProductDraft;
use super::filters;
use super::kind::{COLLECTIONS, Collection, Kind};
use super::members;
use super::seed::{ItemSeed, ParameterSeed};
use super::store::{Directory, Stored};
use crate::clock::BEGINNING;
use crate::platform::rql::value::Value;

/// Changes that set these members.
fn changes(members: &[(&str, Json)]) -> Changes {
    let mut changes = Changes::default();
    for (path, value) in members {
        changes.set(path, value.clone());
    }
    changes
}

/// What the builders have, and what else filters look at.
fn full() -> Directory {
    let mut directory = Directory::new("cr");
    let at = BEGINNING;
    let user = json!({"id": "UR-1", "name": "A token"});
    let named = json!({"id": "X-1", "name": "A name", "status": "active"});
    let mut account = AccountDraft::new("VA-1");
    account.changes = changes(&[("external_id", 7.into())]);
    account.insert(&mut directory, at);
    HubDraft::new("HB-1").insert(&mut directory, at);
    let mut marketplace = MarketplaceDraft::new("MP-1");
    marketplace.changes = changes(&[
        ("agreements", json!([{"id": "AGD-1"}])),
        ("alt_currency_1", "EUR".into()),
        ("alt_currency_2", "GBP".into()),
    ]);
    marketplace.insert(&mut directory, at);
    contract(&mut directory, &user, &named);
    product(&mut directory, &user);
    let mut listing = ListingDraft::new("LST-1");
    "PRD-1".clone_into(&mut listing.product);
    "CRD-1".clone_into(&mut listing.contract);
    listing.changes = changes(&[
        ("alt_pricelist_1", named.clone()),
        ("alt_pricelist_2", named.clone()),
        ("pricelist", named.clone()),
        ("offer", named.clone()),
        (
            "pending_request",
            json!({"id": "LSTR-1", "type": "remove", "status": "draft"}),
        ),
    ]);
    listing.insert(&mut directory, at);
    let mut tier = TierAccountDraft::new("TA-1");
    tier.changes = changes(&[
        ("db", "EU".into()),
        ("owner", named.clone()),
        (
            "parent",
            json!({"id": "TA-2", "name": "B", "parent": {"id": "TA-3"}}),
        ),
        ("events.created.by", user.clone()),
        ("events.updated.by", user.clone()),
    ]);
    tier.insert(&mut directory, at);
    let mut asset = AssetDraft::new("AS-1");
    "PRD-1".clone_into(&mut asset.product);
    "CRD-1".clone_into(&mut asset.contract);
    asset.changes = changes(&[("tiers.tier2", named)]);
    asset.insert(&mut directory, at);
    directory
}

fn contract(directory: &mut Directory, user: &Json, named: &Json) {
    let mut contract = ContractDraft::new("CRD-1");
    "MP-1".clone_into(&mut contract.marketplace);
    contract.changes = changes(&[
        ("agreement.owner", named.clone()),
        (
            "agreement.product_groups",
            json!([{"id": "PG-1", "products": [{"id": "PRD-1"}]}]),
        ),
        (
            "agreement.sourcing_agreement",
            json!({"id": "AGS-1", "type": "syndication"}),
        ),
        ("partner", named.clone()),
        ("referral.agreement", named.clone()),
        ("sourcing.listing", named.clone()),
        ("sourcing.marketplace", named.clone()),
        ("sourcing.product", named.clone()),
        (
            "events.signed",
            json!({"at": "2029-01-01T00:00:00Z", "by": user}),
        ),
    ]);
    contract.insert(directory, BEGINNING);
}

/// Adds the product, of which items and parameters are read.
fn product(directory: &mut Directory, user: &Json) {
    let at = BEGINNING;
    let mut product = ProductDraft::new("PRD-1");
    product.items.push(ItemSeed::new("MPN-1"));
    product.parameters.push(ParameterSeed::new("param_a"));
    product.changes = changes(&[
        ("external_id", "P".into()),
        ("groups", json!([{"id": "PG-1"}])),
        ("purchase_model", "transactable".into()),
        ("replacement", json!({"id": "PRD-2"})),
        ("sourcing.marketplaces", json!(["MP-1"])),
        ("events.published.by", user.clone()),
        ("events.updated.by", user.clone()),
    ]);
    product.insert(directory, at);
    let parts = [
        (
            Kind::Item,
            vec![
                ("app", json!({"id": "APP-1"})),
                ("applicability", "cb".into()),
                ("events.saleended.at", "2029-01-01T00:00:00Z".into()),
                ("external_id", 7.into()),
                ("frozen", false.into()),
                ("description", "An item".into()),
                ("group", json!({"id": "G-1", "mpn": "G", "name": "Group"})),
                ("replacement", json!({"id": "PRD-1-0002"})),
                ("version", 1.into()),
            ],
        ),
        (Kind::Parameter, vec![("constraints.shared", "view".into())]),
    ];
    for (kind, members) in parts {
        let parts: Vec<Stored> = directory.all(kind, "PRD-1").cloned().collect();
        for part in parts {
            directory.insert(changes(&members).apply(part));
        }
    }
}

/// The object of a collection with all members.
fn object<'d>(directory: &'d Directory, collection: &Collection) -> &'d Stored {
    let product = match collection.kind {
        Kind::Item | Kind::Parameter => "PRD-1",
        _ => "",
    };
    let id = match collection.kind {
        Kind::Account => "VA-1",
        Kind::Hub => "HB-1",
        Kind::Marketplace => "MP-1",
        Kind::TierAccount => "TA-1",
        Kind::Item => "PRD-1-0001",
        _ => "",
    };
    let mut all = directory.all(collection.kind, product);
    let found = all.find(|it| id.is_empty() || it.id == id);
    found.expect("an object of each collection")
}

#[test]
fn every_declared_filter_reads_a_value() {
    let directory = full();
    let mut read = 0;
    let mut unreadable = Vec::new();
    for collection in COLLECTIONS {
        let object = object(&directory, collection);
        for filter in filters::of(collection) {
            let name = format!("{} {}", collection.module, filter.name());
            let is_selected =
                |it: &Capability| matches!(it, Capability::Included | Capability::Excluded);
            if filter.declared.offers.iter().all(is_selected) {
                continue;
            }
            if !filter.is_known() {
                unreadable.push(name);
                continue;
            }
            let values = filter.values(&object);
            let value = values.first().unwrap_or(&Value::Null);
            let fits = match (filter.declared.value, value) {
                (FilterValue::Choice, Value::String(text)) => {
                    filter.declared.choices().iter().any(|it| it == text)
                }
                (FilterValue::DateTime, Value::DateTime(_))
                | (FilterValue::Integer | FilterValue::Number, Value::Number(_))
                | (FilterValue::Boolean, Value::Boolean(_)) => true,
                (FilterValue::String, Value::String(text)) => {
                    !text.is_empty() || matches!(filter.name(), "description" | "tax_id")
                }
                _ => false,
            };
            assert!(fits, "{name} reads {values:?} of {}", object.json);
            read += 1;
        }
    }
    assert_eq!(
        unreadable,
        [
            "listings marketplace__name__icontains",
            "listings product__name__icontains",
        ]
    );
    assert!(read > 180, "{read}");
}

/// Without this, a filter could read what is nowhere in the object.
#[test]
fn without_the_members_filters_read_nothing() {
    let directory = full();
    let asset = directory.get(Kind::Asset, "AS-1").expect("an asset");
    let mut bare = asset.clone();
    for name in ["connection", "params", "tiers", "events"] {
        members::remove(&mut bare.json, name);
    }
    let (assets, _) = Collection::of("assets::list").expect("a collection");
    for filter in filters::of(assets) {
        let front = [
            "connection.",
            "params.",
            "tiers.",
            "created",
            "updated",
            "hub.",
        ];
        if front.iter().any(|it| filter.name().starts_with(it)) {
            assert!(!filter.values(&asset).is_empty(), "{}", filter.name());
            assert!(filter.values(&&bare).is_empty(), "{}", filter.name());
        }
    }
}
