//! The counts in hubs, marketplaces and products.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::platform::directory::kind::Kind;
use crate::platform::directory::members;
use crate::platform::directory::store::{Directory, Stored};

/// Counts again. A hub has a connection for each listing on its marketplaces.
pub(crate) fn recount(directory: &mut Directory) {
    let mut counts: BTreeMap<(Kind, String, &str), usize> = BTreeMap::new();
    let mut add = |kind: Kind, id: &str, path: &'static str| {
        *counts.entry((kind, id.to_owned(), path)).or_default() += 1;
    };
    for contract in directory.all(Kind::Contract, "") {
        if let Some(marketplace) = contract.string("marketplace.id") {
            add(Kind::Marketplace, marketplace, "stats.contracts");
            if contract.string("status") == Some("active") {
                add(Kind::Marketplace, marketplace, "active_contracts");
            }
        }
    }
    for marketplace in directory.all(Kind::Marketplace, "") {
        for hub in hubs(marketplace) {
            add(Kind::Hub, hub, "stats.marketplaces");
        }
    }
    for listing in directory.all(Kind::Listing, "") {
        if let Some(product) = listing.string("product.id") {
            add(Kind::Product, product, "stats.listings");
        }
        let marketplace = listing.string("contract.marketplace.id");
        let marketplace = marketplace.and_then(|id| directory.get(Kind::Marketplace, id));
        for hub in marketplace.into_iter().flat_map(hubs) {
            add(Kind::Hub, hub, "stats.connections");
        }
    }
    for ((kind, id, path), count) in counts {
        if let Some(object) = directory.get_mut(kind, &id) {
            members::set(&mut object.json, path, &count.into());
        }
    }
}

/// The ids of the hubs of a marketplace.
fn hubs(marketplace: &Stored) -> impl Iterator<Item = &str> {
    let hubs = members::all(&marketplace.json, "hubs.hub.id");
    hubs.into_iter().filter_map(Value::as_str)
}
