//! Assets.

use connect_directory_api::models::AssetStatus;
use serde_json::json;
use time::OffsetDateTime;

use super::builder;
use crate::platform::directory::drafts::asset::AssetDraft;
use crate::platform::instance::Platform;

builder! {
    /// An asset that a test adds; see [`Platform::asset`].
    AssetBuilder, AssetDraft
}

impl Platform {
    /// Describes an asset. Without settings it is an active one of the default product under the default contract. It has
    /// every item of its product and a value for every parameter, and is both an asset of `assets` and one of
    /// `subscription_assets`.
    ///
    /// ```
    /// use connect_fake::{Platform, Side};
    /// use connect_usage::directory::assets::filter::{PARAMS_ID, PARAMS_VALUE};
    /// use connect_usage::directory::models::AssetStatus;
    /// use connect_usage::directory::{assets, subscription_assets};
    ///
    /// let platform = Platform::in_memory();
    /// platform.product("PRD-000-000-002").item("SPACE").parameter("project_id").add();
    /// let id = platform
    ///     .asset("AS-0000-0001-0001")
    ///     .product("PRD-000-000-002")
    ///     .status(AssetStatus::Processing)
    ///     .parameter("project_id", "project-1")
    ///     .quantity("SPACE", "unlimited")
    ///     .add();
    ///
    /// let vendor = platform.blocking_client(Side::Vendor)?;
    /// vendor.wait(assets::get(&id)).until(AssetStatus::Active)?; // as the platform works on it
    /// let list = assets::list().filter(PARAMS_ID.eq("project_id") & PARAMS_VALUE.eq("project-1"));
    /// assert_eq!(vendor.send(list)?.rows[0].id, id);
    /// assert_eq!(vendor.send(subscription_assets::get(&id))?.external_id.as_deref(), Some("000000010001"));
    /// # Ok::<(), connect_usage::Error>(())
    /// ```
    pub fn asset(&self, id: &str) -> AssetBuilder<'_> {
        let draft = AssetDraft::new(id);
        AssetBuilder {
            platform: self,
            draft,
        }
    }
}

impl AssetBuilder<'_> {
    /// With this status. The platform works on an asset that is `processing` or `terminating`, as it does on an uploaded
    /// report: after some reads, it is active or terminated.
    pub fn status(mut self, status: impl Into<AssetStatus>) -> Self {
        self.draft.status = status.into().to_string();
        self
    }

    /// Terminated by the platform if it is `processing`, not activated.
    pub fn fails(mut self) -> Self {
        self.draft.fails = true;
        self
    }

    /// Of this product.
    pub fn product(mut self, id: impl Into<String>) -> Self {
        self.draft.product = id.into();
        self
    }

    /// Sold under this contract, and so on the marketplace of that.
    pub fn contract(mut self, id: impl Into<String>) -> Self {
        self.draft.contract = id.into();
        self
    }

    /// Ordered through this hub. By default, it is the first of the marketplace.
    pub fn hub(mut self, id: impl Into<String>) -> Self {
        self.draft.hub = Some(id.into());
        self
    }

    /// Of this customer, a tier account. By default, it is one that has the digits of the asset in its id.
    pub fn customer(mut self, id: impl Into<String>) -> Self {
        self.draft.customer = Some(id.into());
        self
    }

    /// Sold by this reseller, a tier account.
    pub fn reseller(mut self, id: impl Into<String>) -> Self {
        self.draft.reseller = id.into();
        self
    }

    /// With this id in the provider's system.
    pub fn external_id(self, id: impl Into<String>) -> Self {
        self.set("external_id", id.into())
    }

    /// With this value of a parameter of the product.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.draft.values.insert(name.into(), value.into());
        self
    }

    /// With this quantity of an item of the product, by its manufacturer part number. By default, 10 are reserved, and what
    /// is paid as it is used has `-1`, `-1.0` or `unlimited`.
    pub fn quantity(mut self, mpn: impl Into<String>, quantity: impl Into<String>) -> Self {
        self.draft.quantities.insert(mpn.into(), quantity.into());
        self
    }

    /// Created at this date-time, of the bindings or of the crate `time`.
    pub fn created(mut self, at: impl Into<OffsetDateTime>) -> Self {
        self.draft.created = Some(at.into());
        self
    }

    /// Last changed at this date-time, for instance when it was suspended.
    pub fn updated(mut self, at: impl Into<OffsetDateTime>) -> Self {
        self.draft.updated = Some(at.into());
        self
    }

    /// A test asset: of the test marketplace, and with the ids in place of a contract, a connection and a hub that filters
    /// take for null.
    pub fn preview(mut self) -> Self {
        self.draft.is_preview = true;
        self
    }

    /// Of an older version of the platform: responses lack the names of its parameters, some members of its items, and the
    /// status of its product.
    pub fn older(mut self) -> Self {
        self.draft.is_old = true;
        self
    }

    /// With a request of this type in work, such as `change`. Lists have it if they select it.
    pub fn pending_request(self, id: impl Into<String>, kind: impl Into<String>) -> Self {
        let request = json!({
            "id": id.into(),
            "type": kind.into(),
            "status": "pending",
            "template": {"id": "TL-000-000-002", "name": "Example Template of Requests"},
        });
        self.set("pending_request", request)
    }
}
