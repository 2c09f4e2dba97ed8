//! Assets: what customers hold of products.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::changes::{Changes, moment};
use super::market::{self, TEST_MARKETPLACE, reference};
use super::partners::{TierAccountDraft, digits, ensure_tier_account, tier};
use super::{contract, product};
use crate::platform::date_time::{Style, write_date_time};
use crate::platform::directory::filters::NULL_IDS;
use crate::platform::directory::kind::Kind;
use crate::platform::directory::store::{Directory, Oddity, Stored};
use crate::platform::names::{self, Names};
use crate::platform::world::suffix;
use crate::random::Random;

/// The members that responses with older assets lack, or that are null in them.
const NOT_YET: &[&str] = &[
    "product.status",
    "params.name",
    "items.id",
    "items.mpn",
    "items.type",
];

#[derive(Debug, Clone)]
pub(crate) struct AssetDraft {
    pub id: String,
    pub status: String,
    pub product: String,
    pub contract: String,
    /// Without one, it is the first hub of the marketplace.
    pub hub: Option<String>,
    pub customer: Option<String>,
    pub reseller: String,
    /// The quantities of items by their manufacturer part numbers.
    pub quantities: BTreeMap<String, String>,
    /// The values of parameters by their names.
    pub values: BTreeMap<String, String>,
    pub is_preview: bool,
    pub is_old: bool,
    pub fails: bool,
    pub created: Option<OffsetDateTime>,
    pub updated: Option<OffsetDateTime>,
    pub changes: Changes,
}

impl AssetDraft {
    pub fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            status: "active".to_owned(),
            product: names::PRODUCT.0.to_owned(),
            contract: names::CONTRACT.0.to_owned(),
            hub: None,
            customer: None,
            reseller: "TA-0000-0000-9001".to_owned(),
            quantities: BTreeMap::new(),
            values: BTreeMap::new(),
            is_preview: false,
            is_old: false,
            fails: false,
            created: None,
            updated: None,
            changes: Changes::default(),
        }
    }

    pub fn insert(self, directory: &mut Directory, at: OffsetDateTime) {
        self.ensure(directory, at);
        let json = self.json(directory, at);
        let mut stored = self.changes.apply(Stored::new(Kind::Asset, self.id, json));
        stored.fails = self.fails;
        if self.is_old {
            let lacking = NOT_YET.iter().map(|it| Oddity::Without((*it).to_owned()));
            stored.oddities.extend(lacking);
        }
        directory.insert(stored);
    }

    fn customer(&self) -> String {
        let customer = self.customer.clone();
        customer.unwrap_or_else(|| format!("TA-{}", suffix(&self.id)))
    }

    fn hub<'d>(&'d self, directory: &'d Directory) -> Option<&'d str> {
        let contract = directory.get(Kind::Contract, &self.contract)?;
        let marketplace = contract.string("marketplace.id")?;
        let marketplace = directory.get(Kind::Marketplace, marketplace)?;
        self.hub.as_deref().or(marketplace.string("hubs.hub.id"))
    }

    /// Adds what it refers to.
    fn ensure(&self, directory: &mut Directory, at: OffsetDateTime) {
        product::ensure_product(directory, &self.product, at);
        contract::ensure_contract(directory, &self.contract, at);
        if self.is_preview {
            market::ensure_marketplace(directory, TEST_MARKETPLACE, at);
        }
        let default = names::hub(1).id;
        let hub = self.hub(directory).unwrap_or(&default).to_owned();
        market::ensure_hub(directory, &hub, at);
        let of_contract = directory.get(Kind::Contract, &self.contract);
        let marketplace = of_contract.and_then(|it| it.string("marketplace.id"));
        let marketplace = marketplace.unwrap_or(names::MARKETPLACE.0).to_owned();
        for (id, is_reseller) in [(self.customer(), false), (self.reseller.clone(), true)] {
            let draft = TierAccountDraft {
                is_reseller,
                hub: hub.clone(),
                marketplace: marketplace.clone(),
                ..TierAccountDraft::new(&id)
            };
            ensure_tier_account(directory, draft, at);
        }
    }

    fn json(&self, directory: &Directory, at: OffsetDateTime) -> Value {
        let of_product = ["name", "icon", "status"];
        let mut json = json!({
            "status": self.status,
            "external_id": digits(&self.id),
            "external_uid": Random::of(&self.id).uid(),
            "product": reference(directory, Kind::Product, &self.product, &of_product),
            "items": self.items(directory),
            "params": self.params(directory, "asset"),
            "configuration": {"params": self.params(directory, "marketplace")},
            "tiers": {
                "customer": tier(directory, &self.customer()),
                "tier1": tier(directory, &self.reseller),
                "tier2": {},
            },
            "billing": self.billing(at),
            "template": {"id": "TL-000-000-001", "name": "Example Template"},
            "events": {
                "created": {"at": moment(self.created.unwrap_or(at))},
                "updated": {
                    "at": write_date_time(self.updated.or(self.created).unwrap_or(at), Style::Micros),
                },
            },
        });
        self.trade(directory, &mut json);
        json
    }

    /// Adds who sells the asset, and where.
    fn trade(&self, directory: &Directory, json: &mut Value) {
        let contract = directory.get(Kind::Contract, &self.contract);
        let part = |path: &str| contract.and_then(|it| it.string(path)).unwrap_or_default();
        let vendor = Names::of_all().vendor.id;
        let account = |id: &str| reference(directory, Kind::Account, id, &["name"]);
        let id = match self.is_preview {
            true => TEST_MARKETPLACE,
            false => part("marketplace.id"),
        };
        json["marketplace"] = reference(directory, Kind::Marketplace, id, &["name", "icon"]);
        let [connection, hub, test_contract] = NULL_IDS;
        if self.is_preview {
            json["connection"] = json!({"id": connection, "type": "preview", "hub": {"id": hub}});
            json["contract"] = json!({"id": test_contract, "name": "Contract of tests"});
        } else {
            let hub = self.hub(directory).unwrap_or_default();
            let number = digits(hub).parse::<u32>().unwrap_or_default();
            let of_hub = directory.get(Kind::Hub, hub);
            let mut hub = reference(directory, Kind::Hub, hub, &["name"]);
            let instance = of_hub.and_then(|it| it.string("instance.id"));
            hub["instance_id"] = instance.into();
            let id = format!("CT-0000-0001-{number:04}");
            json["connection"] = json!({"id": id, "type": "production", "hub": hub});
            json["contract"] =
                reference(directory, Kind::Contract, &self.contract, &["name", "type"]);
        }
        json["connection"]["vendor"] = account(&vendor);
        json["connection"]["provider"] = account(part("owner.id"));
    }

    /// An item for each of the product. `id` is that within the product, and `type` is the unit.
    fn items(&self, directory: &Directory) -> Vec<Value> {
        let items = directory.all(Kind::Item, &self.product).enumerate();
        items
            .map(|(index, item)| {
                let member = |path: &str| item.string(path).unwrap_or_default();
                let is_reserved = member("type") == "reservation";
                let default = match (is_reserved, index % 3) {
                    (true, _) => "10",
                    // An item that is paid as it is used has one of these.
                    (false, 0) => "-1",
                    (false, 1) => "unlimited",
                    (false, _) => "-1.0",
                };
                // Real assets spell it in both cases.
                let kind = match (is_reserved, index % 2) {
                    (true, 0) => "Reservation",
                    (true, _) => "reservation",
                    (false, 0) => "PPU",
                    (false, _) => "ppu",
                };
                let quantity = self.quantities.get(member("mpn"));
                json!({
                    "id": member("local_id"),
                    "global_id": item.id,
                    "mpn": member("mpn"),
                    "display_name": member("display_name"),
                    "item_type": kind,
                    "period": member("period"),
                    "type": member("unit.title"),
                    "quantity": quantity.map_or(default, String::as_str),
                    "old_quantity": "0",
                    "params": [],
                })
            })
            .collect()
    }

    /// The parameters of a scope, each with a value of its own unless a test set it.
    fn params(&self, directory: &Directory, scope: &str) -> Vec<Value> {
        let params = directory.all(Kind::Parameter, &self.product);
        let params = params.filter(|it| it.string("scope") == Some(scope));
        params
            .map(|parameter| {
                let member = |name: &str| parameter.json.get(name);
                let name = parameter.string("name").unwrap_or_default();
                let made_up = || format!("{name}-{}", suffix(&self.id));
                let value = self.values.get(name).cloned().unwrap_or_else(made_up);
                json!({
                    "id": name,
                    "name": name,
                    "title": member("title"),
                    "description": "",
                    "type": "text",
                    "phase": member("phase"),
                    "scope": scope,
                    "value": value,
                    "value_error": "",
                    "value_choices": [],
                    "constraints": member("constraints"),
                })
            })
            .collect()
    }

    fn billing(&self, at: OffsetDateTime) -> Value {
        let created = self.created.unwrap_or(at);
        if self.is_old {
            return json!({"period": null, "anniversary": null, "stats": null});
        }
        json!({
            // A number, as a string.
            "period": {"delta": "1.0", "uom": "monthly"},
            "next_date": moment(at.saturating_add(time::Duration::days(30))),
            "anniversary": {"day": created.day(), "month": u8::from(created.month())},
            "stats": {"vendor": {"count": 0}, "provider": {"count": 0}},
        })
    }
}
