//! Contracts, listings, marketplaces and hubs.

use connect_directory_api::models::{ContractStatus, ListingStatus};

use super::{builder, sets};
use crate::platform::directory::drafts::contract::ContractDraft;
use crate::platform::directory::drafts::listing::ListingDraft;
use crate::platform::directory::drafts::market::{HubDraft, MarketplaceDraft};
use crate::platform::directory::store::Oddity;
use crate::platform::instance::Platform;

builder! {
    /// A contract that a test adds; see [`Platform::contract`].
    ContractBuilder, ContractDraft
}

builder! {
    /// A listing that a test adds; see [`Platform::listing`].
    ListingBuilder, ListingDraft
}

builder! {
    /// A marketplace that a test adds; see [`Platform::marketplace`].
    MarketplaceBuilder, MarketplaceDraft
}

builder! {
    /// A hub that a test adds; see [`Platform::hub`].
    HubBuilder, HubDraft
}

impl Platform {
    /// Describes a contract. Without settings it is an active one of distribution, between the vendor and the provider, on
    /// the default marketplace.
    ///
    /// ```
    /// use connect_fake::{FileSeed, Platform, Side};
    /// use connect_usage::{files, models::NewUsageFile};
    ///
    /// let platform = Platform::in_memory();
    /// platform.marketplace("MP-00002").currency("EUR").add();
    /// platform.contract("CRD-00000-00000-00002").marketplace("MP-00002").name("Europe").add();
    ///
    /// // A report about it has its name and its currency.
    /// let vendor = platform.blocking_client(Side::Vendor)?;
    /// let report = vendor.send(files::create(NewUsageFile::new("PRD-000-000-001", "CRD-00000-00000-00002")))?;
    /// assert_eq!(report.contract.and_then(|it| it.name).as_deref(), Some("Europe"));
    /// assert_eq!(report.currency.as_deref(), Some("EUR"));
    /// # Ok::<(), connect_usage::Error>(())
    /// ```
    pub fn contract(&self, id: &str) -> ContractBuilder<'_> {
        let draft = ContractDraft::new(id);
        ContractBuilder {
            platform: self,
            draft,
        }
    }

    /// Describes a listing. Without settings it is listed, and is that of the default product under the default contract.
    pub fn listing(&self, id: &str) -> ListingBuilder<'_> {
        let draft = ListingDraft::new(id);
        ListingBuilder {
            platform: self,
            draft,
        }
    }

    /// Describes a marketplace. Without settings it is in dollars, and has the first hub of the provider.
    pub fn marketplace(&self, id: &str) -> MarketplaceBuilder<'_> {
        let draft = MarketplaceDraft::new(id);
        MarketplaceBuilder {
            platform: self,
            draft,
        }
    }

    /// Describes a hub. Without settings it is one of the provider.
    pub fn hub(&self, id: &str) -> HubBuilder<'_> {
        let draft = HubDraft::new(id);
        HubBuilder {
            platform: self,
            draft,
        }
    }
}

impl ContractBuilder<'_> {
    sets! {
        /// With this name.
        name,
    }

    /// With this status.
    pub fn status(mut self, status: impl Into<ContractStatus>) -> Self {
        self.draft.status = status.into().to_string();
        self
    }

    /// On this marketplace.
    pub fn marketplace(mut self, id: impl Into<String>) -> Self {
        self.draft.marketplace = id.into();
        self
    }

    /// With this provider, an account.
    pub fn provider(mut self, id: impl Into<String>) -> Self {
        self.draft.provider = id.into();
        self
    }
}

impl ListingBuilder<'_> {
    /// With this status.
    pub fn status(mut self, status: impl Into<ListingStatus>) -> Self {
        self.draft.status = status.into().to_string();
        self
    }

    /// Of this product.
    pub fn product(mut self, id: impl Into<String>) -> Self {
        self.draft.product = id.into();
        self
    }

    /// Under this contract, and so on the marketplace of that.
    pub fn contract(mut self, id: impl Into<String>) -> Self {
        self.draft.contract = id.into();
        self
    }

    /// With the id of its contract in place of the contract in responses, as some real ones have it.
    pub fn bare_contract(mut self) -> Self {
        let oddity = Oddity::Bare("contract".to_owned());
        self.draft.changes.oddities.push(oddity);
        self
    }
}

impl MarketplaceBuilder<'_> {
    sets! {
        /// With this name.
        name,
    }

    /// In this currency.
    pub fn currency(mut self, currency: impl Into<String>) -> Self {
        self.draft.currency = Some(currency.into());
        self
    }

    /// Without a currency, as the test marketplace.
    pub fn without_currency(mut self) -> Self {
        self.draft.currency = None;
        self
    }

    /// With this hub, instead of the default one; each call adds one.
    pub fn hub(mut self, id: impl Into<String>) -> Self {
        self.draft.hubs.push(id.into());
        self
    }

    /// Of this provider, an account.
    pub fn provider(mut self, id: impl Into<String>) -> Self {
        self.draft.provider = id.into();
        self
    }
}

impl HubBuilder<'_> {
    sets! {
        /// With this name.
        name,
    }

    /// Of this provider, an account.
    pub fn provider(mut self, id: impl Into<String>) -> Self {
        self.draft.provider = id.into();
        self
    }

    /// With this id of the provider's own system.
    pub fn instance(self, id: impl Into<String>) -> Self {
        self.set("instance.id", id.into())
    }
}
