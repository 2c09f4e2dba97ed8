//! The accounts, users, hubs and the marketplace.

use crate::platform::journal::Side;
use crate::platform::model::Named;

/// Id and name of the only marketplace.
pub(crate) const MARKETPLACE: (&str, &str) = ("MP-00001", "Example Marketplace");

/// The currency of that marketplace.
pub(crate) const CURRENCY: &str = "USD";

/// Id and name of the product of reports that name none.
pub(crate) const PRODUCT: (&str, &str) = ("PRD-000-000-001", "Example Backup");

/// Id and name of the contract of reports that name none.
pub(crate) const CONTRACT: (&str, &str) = ("CRD-00000-00000-00001", "Distribution Agreement");

/// The accounts.
pub(crate) struct Names {
    pub vendor: Named,
    pub provider: Named,
}

impl Names {
    pub fn of_all() -> Self {
        Self {
            vendor: Named::new("VA-000-001", "Example Vendor"),
            provider: Named::new("PA-000-001", "Example Provider"),
        }
    }
}

/// The hub of this number.
pub(crate) fn hub(number: usize) -> Named {
    Named::new(
        format!("HB-0000-{number:04}"),
        format!("Example Hub {number}"),
    )
}

/// The user of a key of this side.
pub(crate) fn user(side: Side) -> Named {
    match side {
        Side::Vendor => Named::new("UR-000-000-001", "Vendor's Token"),
        Side::Provider => Named::new("UR-000-000-002", "Provider's Token"),
    }
}
