//! Accounts and tier accounts.

use super::{builder, sets};
use crate::platform::directory::drafts::market::AccountDraft;
use crate::platform::directory::drafts::partners::TierAccountDraft;
use crate::platform::instance::Platform;

builder! {
    /// An account that a test adds; see [`Platform::account`].
    AccountBuilder, AccountDraft
}

builder! {
    /// A tier account that a test adds; see [`Platform::tier_account`].
    TierAccountBuilder, TierAccountDraft
}

impl Platform {
    /// Describes an account: a vendor if its id begins with `VA`, or else a provider. It has no key: the keys are those of
    /// the default accounts.
    pub fn account(&self, id: &str) -> AccountBuilder<'_> {
        let draft = AccountDraft::new(id);
        AccountBuilder {
            platform: self,
            draft,
        }
    }

    /// Describes a tier account. Without settings it is a customer.
    pub fn tier_account(&self, id: &str) -> TierAccountBuilder<'_> {
        let draft = TierAccountDraft::new(id);
        TierAccountBuilder {
            platform: self,
            draft,
        }
    }
}

impl AccountBuilder<'_> {
    sets! {
        /// With this name.
        name,
        /// With this id in another system.
        external_id,
    }
}

impl TierAccountBuilder<'_> {
    sets! {
        /// With this name.
        name,
        /// With this id in the provider's system.
        external_id,
    }

    /// A reseller, in place of a customer.
    pub fn reseller(mut self) -> Self {
        self.draft.is_reseller = true;
        self
    }

    /// A customer of this marketplace.
    pub fn marketplace(mut self, id: impl Into<String>) -> Self {
        self.draft.marketplace = id.into();
        self
    }

    /// A customer of this hub.
    pub fn hub(mut self, id: impl Into<String>) -> Self {
        self.draft.hub = id.into();
        self
    }
}
