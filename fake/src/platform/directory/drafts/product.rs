//! Products, with their items and parameters.

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::changes::{Changes, events, moment};
use super::market::{self, reference};
use crate::platform::directory::kind::Kind;
use crate::platform::directory::seed::{ItemSeed, ParameterSeed};
use crate::platform::directory::store::{Directory, Stored};
use crate::platform::names::{self, Names};
use crate::platform::world::suffix;

#[derive(Debug, Clone)]
pub(crate) struct ProductDraft {
    pub id: String,
    pub status: String,
    /// The schema of its usage reports. Without one, it is that of the platform.
    pub schema: Option<String>,
    pub items: Vec<ItemSeed>,
    pub parameters: Vec<ParameterSeed>,
    pub changes: Changes,
}

impl ProductDraft {
    pub fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            status: "published".to_owned(),
            schema: None,
            items: Vec::new(),
            parameters: Vec::new(),
            changes: Changes::default(),
        }
    }

    /// The product of the reports of tests that name none. Its items are those that records have.
    fn default_product() -> Self {
        let item = |number: usize| {
            let mpn = format!("ITEM-{number}");
            let seed = match number.is_multiple_of(2) {
                true => ItemSeed::reservation(mpn),
                false => ItemSeed::new(mpn),
            };
            let seed = seed.name(format!("Item {number}")).unit("GB");
            seed.local_id(format!("item-{number}"))
        };
        Self {
            items: (1..=3).map(item).collect(),
            parameters: vec![
                ParameterSeed::new("param_a"),
                ParameterSeed::new("recon_id").reconciliation(),
            ],
            ..Self::new(names::PRODUCT.0)
        }
    }

    pub fn insert(self, directory: &mut Directory, at: OffsetDateTime) {
        let vendor = Names::of_all().vendor.id;
        market::ensure_account(directory, &vendor, at);
        let json = self.json(directory, &vendor, at);
        for (number, seed) in (1..).zip(&self.items) {
            let id = format!("{}-{number:04}", self.id);
            let json = item(seed, &id, number, at);
            directory.insert(Stored::part(Kind::Item, id, &self.id, json));
        }
        for (number, seed) in (1..).zip(&self.parameters) {
            let id = format!("PRM-{}-{number:04}", suffix(&self.id));
            let json = parameter(seed, number, at);
            directory.insert(Stored::part(Kind::Parameter, id, &self.id, json));
        }
        let stored = Stored::new(Kind::Product, self.id, json);
        directory.insert(self.changes.apply(stored));
    }

    /// Members that the document requires and real products lack are absent: `external_id`, `purchase_model`.
    fn json(&self, directory: &Directory, vendor: &str, at: OffsetDateTime) -> Value {
        let name = match self.id == names::PRODUCT.0 {
            true => names::PRODUCT.1.to_owned(),
            false => format!("Example Product {}", self.id),
        };
        let is_draft = self.status == "draft";
        // A draft has no date-time here, but an empty string.
        let published_at = if is_draft { "".into() } else { moment(at) };
        let mut events = events(at);
        if !is_draft {
            events["published"] = json!({"at": moment(at)});
        }
        json!({
            "name": name,
            "icon": "",
            "status": self.status,
            "version": 1,
            "latest": true,
            "public": true,
            "staging": false,
            "short_description": "",
            "detailed_description": "",
            "published_at": published_at,
            "owner": reference(directory, Kind::Account, vendor, &["name"]),
            "category": {"id": "CAT-00001", "name": "Cloud Services"},
            "configurations": {"suspend_resume_supported": true, "requires_reseller_information": false},
            "media": {"id": "PRM-1", "type": "image", "thumbnail": "", "url": "", "position": 1},
            "stats": {"versions": 1, "listings": 0},
            "visibility": {"owner": true, "listing": true, "syndication": false, "catalog": true},
            "capabilities": self.capabilities(directory.schema),
            "events": events,
            // An array, against what the document declares.
            "extensions": [],
        })
    }

    /// Without an item that is paid as it is used, there is no capability for it.
    fn capabilities(&self, default_schema: &str) -> Value {
        let schema = self.schema.as_deref().unwrap_or(default_schema);
        let is_used = self.schema.is_some() || self.items.iter().any(|it| !it.is_reserved);
        let ppu = is_used.then(|| {
            json!({
                "schema": schema.to_uppercase(),
                "dynamic": false,
                "predictive": false,
                "future": false,
                "late": false,
                "required_custom_fields": [],
            })
        });
        json!({
            "ppu": ppu,
            "reservation": {"consumption": false},
            "cart": {"validation": false},
            "inquiring": {"validation": false},
            // The level is an integer, against what the document declares.
            "tiers": {"updates": false, "validation": false, "configs": {"level": 1}},
            "subscription": {
                "hold": true,
                "schema": "evergreen",
                "cancel": {"scheduling": false, "offline": "no"},
                "change": {"validation": false},
            },
        })
    }
}

/// An item. `ui_visibility` is a boolean, against what the document declares; its unit has no name.
fn item(seed: &ItemSeed, id: &str, number: usize, at: OffsetDateTime) -> Value {
    let name = seed.name.clone().unwrap_or_else(|| seed.mpn.clone());
    let local_id = seed.local_id.clone();
    let kind = match seed.is_reserved {
        true => "reservation",
        false => "ppu",
    };
    let kind = seed.kind.as_deref().unwrap_or(kind);
    json!({
        "mpn": seed.mpn,
        "name": name,
        "display_name": name,
        "description": "",
        "local_id": local_id.unwrap_or_else(|| id.replace('-', "_")),
        "type": kind,
        "precision": seed.precision,
        "period": seed.period,
        "unit": {"id": "UN-000-001", "title": seed.unit, "unit": seed.unit},
        "status": seed.status,
        "position": number * 1000,
        "dynamic": false,
        "commitment": {"count": 1, "multiplier": "billing_period"},
        "ui": {"visibility": true},
        "ui_visibility": true,
        "events": events(at),
    })
}

fn parameter(seed: &ParameterSeed, number: usize, at: OffsetDateTime) -> Value {
    json!({
        "name": seed.name,
        "title": seed.title.as_ref().unwrap_or(&seed.name),
        "description": "",
        "hint": "",
        "placeholder": "",
        "type": "text",
        "phase": seed.phase,
        "scope": seed.scope,
        "position": number * 10_000,
        "constraints": {
            "required": seed.required,
            "unique": seed.reconciliation,
            "hidden": false,
            "reconciliation": seed.reconciliation,
        },
        "events": events(at),
    })
}

/// Adds the product if it is not there, with an item of each type.
pub(crate) fn ensure_product(directory: &mut Directory, id: &str, at: OffsetDateTime) {
    if directory.get(Kind::Product, id).is_some() {
        return;
    }
    let draft = ProductDraft {
        id: id.to_owned(),
        ..ProductDraft::default_product()
    };
    draft.insert(directory, at);
}
