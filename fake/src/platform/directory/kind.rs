//! The kinds of objects of the directory, and the collections in which the API returns them.

use connect_client::runtime::OpenEnum;
use connect_client::runtime::states::{Graph, Status};
use connect_directory_api::models::{AssetStatus, ContractStatus, ListingStatus, ProductStatus};

/// A kind of objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Account,
    Asset,
    Contract,
    Hub,
    Item,
    Listing,
    Marketplace,
    Parameter,
    Product,
    TierAccount,
}

impl Kind {
    /// The kinds whose objects are not part of another object.
    pub const OWN: &[Self] = &[
        Self::Account,
        Self::Asset,
        Self::Contract,
        Self::Hub,
        Self::Listing,
        Self::Marketplace,
        Self::Product,
        Self::TierAccount,
    ];

    /// The transitions of the status, if the generated crate has them.
    pub fn graph(self) -> Option<&'static Graph> {
        Some(match self {
            Self::Asset => AssetStatus::GRAPH,
            Self::Contract => ContractStatus::GRAPH,
            Self::Listing => ListingStatus::GRAPH,
            Self::Product => ProductStatus::GRAPH,
            _ => return None,
        })
    }

    /// The known status of this name.
    pub fn status(self, name: &str) -> Option<&'static str> {
        match self {
            Self::Asset => known::<AssetStatus>(name),
            Self::Contract => known::<ContractStatus>(name),
            Self::Listing => known::<ListingStatus>(name),
            Self::Product => known::<ProductStatus>(name),
            _ => None,
        }
    }
}

fn known<T: OpenEnum>(name: &str) -> Option<&'static str> {
    let mut known = T::KNOWN.iter().map(T::as_str);
    known.find(|it| *it == name)
}

/// The objects of a kind, as one module of the generated crate reads them.
#[derive(Debug)]
pub(crate) struct Collection {
    /// The name of the module, such as `assets`.
    pub module: &'static str,
    pub kind: Kind,
    /// The members that its responses lack. What only filters look at is such a member.
    pub lacks: &'static [&'static str],
}

/// All collections. Assets are in two.
pub(crate) const COLLECTIONS: &[Collection] = &[
    Collection::new("accounts", Kind::Account, &[]),
    Collection::new("assets", Kind::Asset, &[]),
    Collection::new(
        "contracts",
        Kind::Contract,
        &[
            "agreement.owner",
            "agreement.product_groups",
            "agreement.sourcing_agreement",
            "partner",
            "referral",
            "sourcing",
        ],
    ),
    Collection::new("hubs", Kind::Hub, &[]),
    Collection::new("listings", Kind::Listing, &[]),
    Collection::new("marketplaces", Kind::Marketplace, &["agreements"]),
    Collection::new("products", Kind::Product, &["groups", "sourcing"]),
    Collection::new("product_items", Kind::Item, &["app", "frozen", "version"]),
    Collection::new("product_parameters", Kind::Parameter, &[]),
    Collection::new("subscription_assets", Kind::Asset, &["configuration"]),
    Collection::new("tier_accounts", Kind::TierAccount, &["parent.parent"]),
];

impl Collection {
    const fn new(module: &'static str, kind: Kind, lacks: &'static [&'static str]) -> Self {
        Self {
            module,
            kind,
            lacks,
        }
    }

    /// The collection that an operation reads, and whether it reads one object of it. `None` if it is an operation of
    /// another collection, or another operation.
    pub fn of(operation: &str) -> Option<(&'static Self, bool)> {
        let (module, function) = operation.split_once("::")?;
        let reads_one = match function {
            "list" => false,
            "get" => true,
            _ => return None,
        };
        let found = COLLECTIONS.iter().find(|it| it.module == module)?;
        Some((found, reads_one))
    }
}

#[cfg(test)]
mod tests {
    use connect_directory_api::specification::OPERATIONS;

    use super::{COLLECTIONS, Collection, Kind};
    use crate::platform::contract;

    #[test]
    fn every_operation_of_the_generated_crate_is_implemented() {
        let names = OPERATIONS.iter().map(|it| it.operation.name);
        let missing: Vec<_> = names.filter(|it| Collection::of(it).is_none()).collect();
        assert_eq!(missing, [""; 0]);
        assert_eq!(COLLECTIONS.len() * 2, OPERATIONS.len());
    }

    #[test]
    fn other_operations_are_not_implemented() {
        for name in ["assets::create", "bills::list", "assets", "files::list"] {
            assert!(Collection::of(name).is_none(), "{name}");
        }
    }

    /// The platform finds operations by their names.
    #[test]
    fn names_of_operations_are_unique() {
        let mut names: Vec<_> = contract::operations().map(|it| it.operation.name).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn statuses_are_those_of_the_generated_crate() {
        for kind in Kind::OWN {
            let transitions = kind.graph().map(|it| it.transitions).unwrap_or_default();
            for status in transitions.iter().flat_map(|it| it.to) {
                assert_eq!(kind.status(status), Some(*status));
            }
            assert_eq!(kind.status("hovering"), None);
        }
    }
}
