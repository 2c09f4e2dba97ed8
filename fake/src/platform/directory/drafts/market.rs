//! Accounts, hubs and marketplaces: who trades, and where.

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::changes::{Changes, events};
use super::stats;
use crate::platform::directory::kind::Kind;
use crate::platform::directory::store::{Directory, Stored};
use crate::platform::names::{self, Names};
use crate::random::Random;

/// The marketplace of test assets. It has neither a currency nor listings.
pub(crate) const TEST_MARKETPLACE: &str = "MP-00000";

/// A reference to an object that is there, with these members of it.
pub(crate) fn reference(directory: &Directory, kind: Kind, id: &str, names: &[&str]) -> Value {
    let found = directory.get(kind, id);
    found.map_or_else(|| json!({"id": id}), |it| it.reference(names))
}

/// An account. Its id says whether it is a vendor, `VA-…`.
#[derive(Debug, Clone)]
pub(crate) struct AccountDraft {
    pub id: String,
    pub changes: Changes,
}

impl AccountDraft {
    pub fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            changes: Changes::default(),
        }
    }

    pub fn insert(self, directory: &mut Directory, at: OffsetDateTime) {
        let all = Names::of_all();
        let default = [all.vendor, all.provider].into_iter();
        let default = default.into_iter().find(|it| it.id == self.id);
        let is_vendor = self.id.starts_with("VA");
        let (kind, role, title) = match is_vendor {
            true => ("vendor", "vendor", "Vendor"),
            false => ("provider", "distributor", "Provider"),
        };
        let name = default.map_or_else(|| format!("Example {title} {}", self.id), |it| it.name);
        let json = json!({
            "name": name,
            "brand": "",
            "type": kind,
            "role": role,
            "external_id": null,
            "icon": "",
            "description": null,
            "countries": ["de"],
            "languages": ["en"],
            "industries": [],
            "websites": null,
            "sourcing": false,
            "public": true,
            "events": {"created": events(at)["created"]},
        });
        let stored = Stored::new(Kind::Account, self.id, json);
        directory.insert(self.changes.apply(stored));
    }
}

/// A hub of a provider.
#[derive(Debug, Clone)]
pub(crate) struct HubDraft {
    pub id: String,
    pub provider: String,
    pub changes: Changes,
}

impl HubDraft {
    pub fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            provider: Names::of_all().provider.id,
            changes: Changes::default(),
        }
    }

    pub fn insert(self, directory: &mut Directory, at: OffsetDateTime) {
        ensure_account(directory, &self.provider, at);
        let number = self.id.rsplit('-').next().and_then(|it| it.parse().ok());
        let named = number.map(names::hub).filter(|it| it.id == self.id);
        let name = named.map_or_else(|| format!("Example Hub {}", self.id), |it| it.name);
        let json = json!({
            "name": name,
            "description": "",
            "company": reference(directory, Kind::Account, &self.provider, &["name"]),
            // Filters spell the type in lower case.
            "instance": {"id": Random::of(&self.id).uid(), "type": "API"},
            "version": "20.5",
            "stats": {"connections": 0, "marketplaces": 0},
            "events": events(at),
        });
        let stored = Stored::new(Kind::Hub, self.id, json);
        directory.insert(self.changes.apply(stored));
    }
}

/// A marketplace of a provider.
#[derive(Debug, Clone)]
pub(crate) struct MarketplaceDraft {
    pub id: String,
    pub provider: String,
    pub currency: Option<String>,
    pub hubs: Vec<String>,
    pub changes: Changes,
}

impl MarketplaceDraft {
    pub fn new(id: &str) -> Self {
        let is_test = id == TEST_MARKETPLACE;
        Self {
            id: id.to_owned(),
            provider: Names::of_all().provider.id,
            currency: (!is_test).then(|| names::CURRENCY.to_owned()),
            hubs: Vec::new(),
            changes: Changes::default(),
        }
    }

    pub fn insert(mut self, directory: &mut Directory, at: OffsetDateTime) {
        ensure_account(directory, &self.provider, at);
        if self.hubs.is_empty() && self.id != TEST_MARKETPLACE {
            self.hubs.push(names::hub(1).id);
        }
        for hub in &self.hubs {
            ensure_hub(directory, hub, at);
        }
        let hubs: Vec<_> = (1..)
            .zip(&self.hubs)
            .map(|(number, id)| {
                let hub = reference(directory, Kind::Hub, id, &["name"]);
                json!({"hub": hub, "external_id": format!("{}", 100 + number)})
            })
            .collect();
        let name = match self.id.as_str() {
            id if id == names::MARKETPLACE.0 => names::MARKETPLACE.1.to_owned(),
            TEST_MARKETPLACE => "Example Test Marketplace".to_owned(),
            id => format!("Example Marketplace {id}"),
        };
        let json = json!({
            "name": name,
            "description": "",
            "icon": "",
            "zone": "EU",
            "currency": self.currency,
            "alt_currency_1": null,
            "alt_currency_2": null,
            "owner": reference(directory, Kind::Account, &self.provider, &["name"]),
            "hubs": hubs,
            // An array, against what the document declares.
            "attributes": [],
            "sourcing": false,
            "countries": [{"id": "de", "name": "Germany", "icon": "", "zone": "Europe"}],
            "locales": [{"id": "en", "name": "English"}],
            "capabilities": {"listing": {"referral_auto": false}, "price_list": {"commerce_compatibility": false}},
            "active_contracts": 0,
            "stats": {"hubs": self.hubs.len(), "contracts": 0},
            "events": events(at),
        });
        let stored = Stored::new(Kind::Marketplace, self.id, json);
        directory.insert(self.changes.apply(stored));
        stats::recount(directory);
    }
}

/// Adds the account if it is not there.
pub(crate) fn ensure_account(directory: &mut Directory, id: &str, at: OffsetDateTime) {
    if directory.get(Kind::Account, id).is_none() {
        AccountDraft::new(id).insert(directory, at);
    }
}

/// Adds the hub if it is not there.
pub(crate) fn ensure_hub(directory: &mut Directory, id: &str, at: OffsetDateTime) {
    if directory.get(Kind::Hub, id).is_none() {
        HubDraft::new(id).insert(directory, at);
    }
}

/// Adds the marketplace if it is not there.
pub(crate) fn ensure_marketplace(directory: &mut Directory, id: &str, at: OffsetDateTime) {
    if directory.get(Kind::Marketplace, id).is_none() {
        MarketplaceDraft::new(id).insert(directory, at);
    }
}
