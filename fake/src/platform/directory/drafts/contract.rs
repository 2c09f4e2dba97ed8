//! Contracts between the vendor and the provider.

use serde_json::json;
use time::OffsetDateTime;

use super::changes::{Changes, events, moment};
use super::market::{self, reference};
use super::stats;
use crate::platform::directory::kind::Kind;
use crate::platform::directory::store::{Directory, Stored};
use crate::platform::names::{self, Names};

/// A contract of distribution.
#[derive(Debug, Clone)]
pub(crate) struct ContractDraft {
    pub id: String,
    pub status: String,
    pub marketplace: String,
    pub provider: String,
    pub changes: Changes,
}

impl ContractDraft {
    pub fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            status: "active".to_owned(),
            marketplace: names::MARKETPLACE.0.to_owned(),
            provider: Names::of_all().provider.id,
            changes: Changes::default(),
        }
    }

    pub fn insert(self, directory: &mut Directory, at: OffsetDateTime) {
        let vendor = Names::of_all().vendor.id;
        market::ensure_marketplace(directory, &self.marketplace, at);
        market::ensure_account(directory, &self.provider, at);
        market::ensure_account(directory, &vendor, at);
        let account = |id: &str| reference(directory, Kind::Account, id, &["name"]);
        let marketplace = Kind::Marketplace;
        let marketplace = reference(directory, marketplace, &self.marketplace, &["name", "icon"]);
        let is_default = self.id == names::CONTRACT.0;
        let name = match is_default {
            true => names::CONTRACT.1.to_owned(),
            false => format!("{} {}", names::CONTRACT.1, self.id),
        };
        let json = json!({
            "name": name,
            "version": 1,
            "type": "distribution",
            "status": self.status,
            "kind": "production",
            // A boolean, against what the document declares.
            "latest": true,
            "note": "",
            "version_created": moment(at),
            "enrolled": moment(at),
            "agreement": {"id": "AGD-000-000-001", "name": "Example Agreement"},
            "marketplace": marketplace,
            "owner": account(&self.provider),
            "creator": account(&vendor),
            "issuer": account(&self.provider),
            "signee": {"id": "UR-000-000-001", "name": "Vendor's Token"},
            "activation": {"code": "", "message": "", "note": "", "date": moment(at)},
            "events": events(at),
        });
        let stored = Stored::new(Kind::Contract, self.id, json);
        directory.insert(self.changes.apply(stored));
        stats::recount(directory);
    }
}

/// Adds the contract if it is not there.
pub(crate) fn ensure_contract(directory: &mut Directory, id: &str, at: OffsetDateTime) {
    if directory.get(Kind::Contract, id).is_none() {
        ContractDraft::new(id).insert(directory, at);
    }
}
