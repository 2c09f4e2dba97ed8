//! Listings of products.

use serde_json::json;
use time::OffsetDateTime;

use super::changes::{Changes, moment};
use super::market::reference;
use super::{contract, product, stats};
use crate::platform::directory::kind::Kind;
use crate::platform::directory::store::{Directory, Stored};
use crate::platform::names;

/// A listing of a product under a contract, on the marketplace of that.
#[derive(Debug, Clone)]
pub(crate) struct ListingDraft {
    pub id: String,
    pub status: String,
    pub product: String,
    pub contract: String,
    pub changes: Changes,
}

impl ListingDraft {
    pub fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            status: "listed".to_owned(),
            product: names::PRODUCT.0.to_owned(),
            contract: names::CONTRACT.0.to_owned(),
            changes: Changes::default(),
        }
    }

    pub fn insert(self, directory: &mut Directory, at: OffsetDateTime) {
        product::ensure_product(directory, &self.product, at);
        contract::ensure_contract(directory, &self.contract, at);
        let of_contract = ["name", "type", "marketplace"];
        let contract = reference(directory, Kind::Contract, &self.contract, &of_contract);
        let of_product = ["name", "icon", "status", "category"];
        let product = reference(directory, Kind::Product, &self.product, &of_product);
        let found = directory.get(Kind::Contract, &self.contract);
        let part = |name: &str| found.and_then(|it| it.json.get(name).cloned());
        // `offer` and the price lists are absent in most responses.
        let json = json!({
            "status": self.status,
            "product": product,
            "contract": contract,
            "vendor": part("creator"),
            "provider": part("owner"),
            "created": moment(at),
            "updated": moment(at),
        });
        let stored = Stored::new(Kind::Listing, self.id, json);
        directory.insert(self.changes.apply(stored));
        stats::recount(directory);
    }
}
