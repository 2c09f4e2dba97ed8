//! The items and parameters of a product, as a test describes them.

/// An item of a product that a test adds. Without settings, it is paid as it is used, monthly.
///
/// A manufacturer part number alone is an item, too: see [`ProductBuilder::item`](crate::ProductBuilder::item).
#[derive(Debug, Clone)]
#[must_use]
pub struct ItemSeed {
    pub(crate) mpn: String,
    pub(crate) name: Option<String>,
    pub(crate) local_id: Option<String>,
    pub(crate) unit: String,
    pub(crate) precision: String,
    pub(crate) period: String,
    pub(crate) status: String,
    pub(crate) is_reserved: bool,
    pub(crate) kind: Option<String>,
}

impl ItemSeed {
    /// An item with this manufacturer part number.
    pub fn new(mpn: impl Into<String>) -> Self {
        Self {
            mpn: mpn.into(),
            name: None,
            local_id: None,
            unit: "GB".to_owned(),
            precision: "decimal(8)".to_owned(),
            period: "monthly".to_owned(),
            status: "published".to_owned(),
            is_reserved: false,
            kind: None,
        }
    }

    /// An item that customers buy in advance, in whole units.
    pub fn reservation(mpn: impl Into<String>) -> Self {
        Self {
            unit: "Licenses".to_owned(),
            precision: "integer".to_owned(),
            is_reserved: true,
            ..Self::new(mpn)
        }
    }

    /// With this name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// With this id within the product. By default, it is the id with underscores.
    pub fn local_id(mut self, id: impl Into<String>) -> Self {
        self.local_id = Some(id.into());
        self
    }

    /// Counted in this unit.
    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = unit.into();
        self
    }

    /// With this precision: `integer` or `decimal(…)`, with 1, 2, 4 or 8 digits.
    pub fn precision(mut self, precision: impl Into<String>) -> Self {
        self.precision = precision.into();
        self
    }

    /// Billed by this period, such as `monthly` or `yearly`.
    pub fn period(mut self, period: impl Into<String>) -> Self {
        self.period = period.into();
        self
    }

    /// With this type in place of `ppu` or `reservation`, such as `counter`, which some products have.
    pub fn kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    /// No longer sold: its status is `end of sale`, in words.
    pub fn end_of_sale(mut self) -> Self {
        "end of sale".clone_into(&mut self.status);
        self
    }
}

impl<T: Into<String>> From<T> for ItemSeed {
    fn from(mpn: T) -> Self {
        Self::new(mpn)
    }
}

/// A parameter of a product that a test adds. Without settings, it is a required text of assets, set by the vendor.
///
/// A name alone is a parameter, too: see [`ProductBuilder::parameter`](crate::ProductBuilder::parameter).
#[derive(Debug, Clone)]
#[must_use]
pub struct ParameterSeed {
    pub(crate) name: String,
    pub(crate) title: Option<String>,
    pub(crate) phase: String,
    pub(crate) scope: String,
    pub(crate) reconciliation: bool,
    pub(crate) required: bool,
}

impl ParameterSeed {
    /// A parameter with this name, by which the vendor knows it.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            title: None,
            phase: "fulfillment".to_owned(),
            scope: "asset".to_owned(),
            reconciliation: false,
            required: true,
        }
    }

    /// With this title, which people are shown.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Set by the customer, when it orders.
    pub fn ordering(mut self) -> Self {
        "ordering".clone_into(&mut self.phase);
        self
    }

    /// About the marketplace: assets have it in their configuration.
    pub fn configuration(mut self) -> Self {
        "configuration".clone_into(&mut self.phase);
        "marketplace".clone_into(&mut self.scope);
        self
    }

    /// The one by which providers recognize an asset in their own systems.
    pub fn reconciliation(mut self) -> Self {
        self.reconciliation = true;
        self
    }

    /// Not required.
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }
}

impl<T: Into<String>> From<T> for ParameterSeed {
    fn from(name: T) -> Self {
        Self::new(name)
    }
}
