//! Whole directories by a seed.

use std::collections::{BTreeMap, BTreeSet};

use connect_client::blocking::Client;
use connect_fake::{Counts, Platform, Seeded, Side};
use connect_usage::directory::models::{Asset, AssetStatus, ConnectionType};
use connect_usage::directory::{
    assets, contracts, listings, marketplaces, product_items, products, tier_accounts,
};

use crate::support::{raw, send};

fn filled(seed: u64) -> (Platform, Client, Seeded) {
    let platform = Platform::builder().without_directory().in_memory();
    let counts = Counts::new().products(4).contracts(6).assets(300);
    let seeded = platform.seed_directory(seed, counts);
    let client = platform.blocking_client(Side::Vendor).expect("a client");
    (platform, client, seeded)
}

fn all(client: &Client) -> Vec<Asset> {
    let rows: Result<_, _> = client.stream(assets::list()).collect();
    rows.expect("all assets")
}

#[test]
fn a_seed_makes_the_same_objects() {
    let bodies = [7, 7, 8].map(|seed| {
        let (platform, ..) = filled(seed);
        raw(&platform, "/assets?limit=1000").1
    });
    assert_eq!(bodies[0], bodies[1]);
    assert_ne!(bodies[0], bodies[2]);
    // A second call replaces what the first one added.
    let (platform, _, seeded) = filled(7);
    let again = platform.seed_directory(7, Counts::new().products(4).contracts(6).assets(300));
    assert_eq!(seeded, again);
    assert_eq!(raw(&platform, "/assets?limit=1000").1, bodies[0]);
}

#[test]
fn every_reference_leads_to_an_object() {
    let (_, client, seeded) = filled(7);
    assert_eq!((seeded.products.len(), seeded.contracts.len()), (4, 5));
    let mut seen = BTreeSet::new();
    for asset in all(&client) {
        let product = asset.product.and_then(|it| it.id).expect("a product");
        let customer = asset.tiers.and_then(|it| it.customer).and_then(|it| it.id);
        send(&client, tier_accounts::get(customer.expect("a customer")));
        if seen.insert(product.clone()) {
            send(&client, products::get(&product));
        }
        for item in asset.items.expect("items") {
            let id = item.global_id.expect("an id");
            if seen.insert(id.clone()) {
                send(&client, product_items::get(&product, id));
            }
        }
        let is_preview = seeded.previews.contains(&asset.id);
        assert_eq!(is_preview, !seeded.assets.contains(&asset.id));
        let kind = asset.connection.and_then(|it| it.r#type);
        assert_eq!(kind == Some(ConnectionType::Preview), is_preview);
        let contract = asset.contract.and_then(|it| it.id).expect("a contract");
        assert_eq!(!seeded.contracts.contains(&contract), is_preview);
    }
    for listing in send(&client, listings::list()).rows {
        let contract = listing.contract.and_then(|it| it.id).expect("a contract");
        let contract = send(&client, contracts::get(contract));
        let marketplace = contract.marketplace.and_then(|it| it.id);
        let marketplace = marketplaces::get(marketplace.expect("a marketplace"));
        assert!(send(&client, marketplace).currency.is_some());
    }
    assert_eq!(send(&client, listings::list()).total, Some(20));
}

#[test]
fn the_reporting_day_has_all_that_it_meets() {
    let (_, client, seeded) = filled(7);
    let mut statuses = BTreeMap::new();
    for asset in all(&client) {
        let status = asset.status.expect("a status");
        *statuses.entry(status.to_string()).or_insert(0) += 1;
        let events = asset.events.expect("events");
        let created = events.created.and_then(|it| it.at).expect("a date-time");
        let updated = events.updated.and_then(|it| it.at).expect("a date-time");
        assert!(created <= updated, "{}", asset.id);
        if status != AssetStatus::Active {
            let first = "2029-01-22T08:00:00Z".parse().expect("a date-time");
            assert!(updated >= first, "{}: {updated}", asset.id);
        }
    }
    for (status, least) in [("active", 200), ("suspended", 15), ("terminated", 15)] {
        assert!(
            statuses.get(status).is_some_and(|it| *it >= least),
            "{statuses:?}"
        );
    }
    assert!(seeded.previews.len() >= 15, "{}", seeded.previews.len());
    let currencies = send(&client, marketplaces::list()).rows.into_iter();
    let currencies: BTreeSet<_> = currencies.filter_map(|it| it.currency).collect();
    assert_eq!(
        currencies,
        BTreeSet::from(["EUR".to_owned(), "USD".to_owned()])
    );
    let items = send(&client, product_items::list(&seeded.products[0])).rows;
    let kinds: Vec<_> = items.iter().filter_map(|it| it.r#type.as_deref()).collect();
    assert_eq!(kinds, ["ppu", "reservation", "ppu"]);
}
