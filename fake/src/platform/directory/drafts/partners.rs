//! Tier accounts: customers and resellers.

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::changes::{Changes, moment};
use super::market;
use crate::platform::directory::kind::Kind;
use crate::platform::directory::store::{Directory, Stored};
use crate::platform::names;
use crate::random::Random;

/// The digits of an id, such as `189508641238` of `AS-1895-0864-1238`.
pub(crate) fn digits(id: &str) -> String {
    id.chars().filter(char::is_ascii_digit).collect()
}

/// The last part of an id, to tell made-up names apart.
fn last(id: &str) -> &str {
    id.rsplit('-').next().unwrap_or(id)
}

/// A customer or a reseller.
#[derive(Debug, Clone)]
pub(crate) struct TierAccountDraft {
    pub id: String,
    pub is_reseller: bool,
    pub marketplace: String,
    pub hub: String,
    pub changes: Changes,
}

impl TierAccountDraft {
    pub fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            is_reseller: false,
            marketplace: names::MARKETPLACE.0.to_owned(),
            hub: names::hub(1).id,
            changes: Changes::default(),
        }
    }

    pub fn insert(self, directory: &mut Directory, at: OffsetDateTime) {
        market::ensure_marketplace(directory, &self.marketplace, at);
        market::ensure_hub(directory, &self.hub, at);
        let hub = market::reference(directory, Kind::Hub, &self.hub, &["name"]);
        let marketplace = Kind::Marketplace;
        let marketplace =
            market::reference(directory, marketplace, &self.marketplace, &["name", "icon"]);
        let (kind, title, scope) = match self.is_reseller {
            true => ("reseller", "Reseller", "tier1"),
            false => ("customer", "Customer", "customer"),
        };
        let name = format!("Example {title} {}", last(&self.id));
        // `db`, `owner` and `parent` are absent in most responses.
        let json = json!({
            "name": name,
            "type": kind,
            "scopes": [scope],
            "external_id": digits(&self.id),
            "external_uid": Random::of(&self.id).uid(),
            "environment": "production",
            "version": 1,
            "tax_id": null,
            "hub": hub,
            "marketplace": marketplace,
            "contact_info": contact_info(&self.id),
            "events": {"created": {"at": moment(at)}},
        });
        let stored = Stored::new(Kind::TierAccount, self.id, json);
        directory.insert(self.changes.apply(stored));
    }
}

fn contact_info(id: &str) -> Value {
    let host = id.to_lowercase();
    json!({
        "address_line1": "Example Street 1",
        "address_line2": null,
        "city": "Example City",
        "state": "",
        "postal_code": "12345",
        "country": "de",
        "contact": {
            "first_name": "Billing",
            "last_name": "Department",
            "email": format!("billing@{host}.example"),
            "phone_number": {
                "country_code": "+49",
                "area_code": "30",
                "phone_number": "5550100",
                "extension": "",
            },
        },
    })
}

/// Adds the tier account if it is not there.
pub(crate) fn ensure_tier_account(
    directory: &mut Directory,
    draft: TierAccountDraft,
    at: OffsetDateTime,
) {
    if directory.get(Kind::TierAccount, &draft.id).is_none() {
        draft.insert(directory, at);
    }
}

/// The part of a tier account that assets have, with all of its address.
pub(crate) fn tier(directory: &Directory, id: &str) -> Value {
    let names = [
        "name",
        "external_id",
        "external_uid",
        "tax_id",
        "contact_info",
    ];
    market::reference(directory, Kind::TierAccount, id, &names)
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn digits_of_ids_are_ids_in_other_systems() {
        assert_eq!(digits("AS-1895-0864-1238"), "189508641238");
        assert_eq!(digits("AS-X"), "");
    }
}
