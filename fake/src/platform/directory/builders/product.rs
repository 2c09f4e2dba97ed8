//! Products.

use connect_directory_api::models::{PayAsYouGoSchema, ProductStatus};

use super::{builder, sets};
use crate::platform::directory::drafts::product::ProductDraft;
use crate::platform::directory::seed::{ItemSeed, ParameterSeed};
use crate::platform::instance::Platform;

builder! {
    /// A product that a test adds, with its items and parameters; see [`Platform::product`].
    ProductBuilder, ProductDraft
}

impl Platform {
    /// Describes a product of the vendor. Without settings it is published, and has neither items nor parameters.
    ///
    /// ```
    /// use connect_fake::{ItemSeed, ParameterSeed, Platform, Side};
    /// use connect_usage::directory::{product_items, product_parameters};
    ///
    /// let platform = Platform::in_memory();
    /// let product = platform
    ///     .product("PRD-000-000-002")
    ///     .name("Storage")
    ///     .item("SPACE")
    ///     .item(ItemSeed::reservation("SEAT").unit("Seats"))
    ///     .parameter("project_id")
    ///     .parameter(ParameterSeed::new("recon_id").reconciliation())
    ///     .add();
    ///
    /// let vendor = platform.blocking_client(Side::Vendor)?;
    /// let items = vendor.send(product_items::list(&product))?.rows;
    /// assert_eq!(items[1].id, "PRD-000-000-002-0002");
    /// assert_eq!(items[1].precision.as_deref(), Some("integer"));
    ///
    /// let reconciling = product_parameters::filter::CONSTRAINTS_RECONCILIATION.eq(true);
    /// let list = product_parameters::list(&product).filter(reconciling);
    /// assert_eq!(vendor.send(list)?.rows[0].name.as_deref(), Some("recon_id"));
    /// # Ok::<(), connect_usage::Error>(())
    /// ```
    pub fn product(&self, id: &str) -> ProductBuilder<'_> {
        let draft = ProductDraft::new(id);
        ProductBuilder {
            platform: self,
            draft,
        }
    }
}

impl ProductBuilder<'_> {
    sets! {
        /// With this name.
        name,
    }

    /// With this status.
    pub fn status(mut self, status: impl Into<ProductStatus>) -> Self {
        self.draft.status = status.into().to_string();
        self
    }

    /// With usage reports of this schema. By default, it is that of the platform for a product with an item that is paid
    /// as it is used, and other products have none.
    pub fn schema(mut self, schema: impl Into<PayAsYouGoSchema>) -> Self {
        self.draft.schema = Some(schema.into().to_string());
        self
    }

    /// With one more item: a manufacturer part number, or an [`ItemSeed`].
    pub fn item(mut self, item: impl Into<ItemSeed>) -> Self {
        self.draft.items.push(item.into());
        self
    }

    /// With one more parameter: a name, or a [`ParameterSeed`].
    pub fn parameter(mut self, parameter: impl Into<ParameterSeed>) -> Self {
        self.draft.parameters.push(parameter.into());
        self
    }
}
