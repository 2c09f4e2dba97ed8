//! What a vendor reports: rows, and the categories that they belong to.

use connect_usage::{DateTime, Decimal};

/// How a row names its item.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ItemBy {
    /// By the manufacturer part number: `item.mpn`.
    Mpn(String),
    /// By the id that the item has on the platform, such as `PRD-000-000-001-0001`: `item.global_id`.
    GlobalId(String),
    /// By the id that the item has within its product: `item.local_id`. The platform's template does not list this
    /// criterion; libraries of the vendor's write it.
    LocalId(String),
}

impl ItemBy {
    /// Names the item by its manufacturer part number.
    pub fn mpn(value: impl Into<String>) -> Self {
        Self::Mpn(value.into())
    }

    /// Names the item by its id on the platform.
    pub fn global_id(value: impl Into<String>) -> Self {
        Self::GlobalId(value.into())
    }

    /// Names the item by its id within its product.
    pub fn local_id(value: impl Into<String>) -> Self {
        Self::LocalId(value.into())
    }

    /// What the column `item_search_criteria` can have, for messages.
    pub(crate) const CRITERIA: &str = "item.mpn, item.global_id or item.local_id";

    /// The inverse of [`criterion`](Self::criterion) and [`value`](Self::value). Returns the value if there is no such
    /// criterion.
    pub(crate) fn from_cells(criterion: &str, value: String) -> Result<Self, String> {
        match criterion {
            "item.mpn" => Ok(Self::Mpn(value)),
            "item.global_id" => Ok(Self::GlobalId(value)),
            "item.local_id" => Ok(Self::LocalId(value)),
            _ => Err(value),
        }
    }

    /// The criterion, as in the column `item_search_criteria`.
    pub fn criterion(&self) -> &'static str {
        match self {
            Self::Mpn(_) => "item.mpn",
            Self::GlobalId(_) => "item.global_id",
            Self::LocalId(_) => "item.local_id",
        }
    }

    /// The value, as in the column `item_search_value`.
    pub fn value(&self) -> &str {
        match self {
            Self::Mpn(value) | Self::GlobalId(value) | Self::LocalId(value) => value,
        }
    }
}

/// How a row names its asset, which is the subscription that was used.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AssetBy {
    /// By its id, such as `AS-0000-0000-0000`: `asset.id`.
    Id(String),
    /// By the value of one of its parameters: `parameter.` and the id of the parameter.
    Parameter {
        /// The id of the parameter, without the prefix `parameter.`.
        id: String,
        /// The value that the parameter has.
        value: String,
    },
}

impl AssetBy {
    /// Names the asset by its id.
    pub fn id(value: impl Into<String>) -> Self {
        Self::Id(value.into())
    }

    /// Names the asset by the value of a parameter, whose id has no prefix here.
    pub fn parameter(id: impl Into<String>, value: impl Into<String>) -> Self {
        Self::Parameter {
            id: id.into(),
            value: value.into(),
        }
    }

    /// What the column `asset_search_criteria` can have, for messages.
    pub(crate) const CRITERIA: &str = "asset.id, or `parameter.` and the id of a parameter";

    /// Names the asset by the cells of a row. Returns the value if there is no such criterion.
    pub(crate) fn from_cells(criterion: &str, value: String) -> Result<Self, String> {
        match criterion.strip_prefix("parameter.") {
            Some(id) if !id.is_empty() => Ok(Self::parameter(id, value)),
            _ if criterion == "asset.id" => Ok(Self::Id(value)),
            _ => Err(value),
        }
    }

    /// The value, as in the column `asset_search_value`.
    pub fn value(&self) -> &str {
        match self {
            Self::Id(value) | Self::Parameter { value, .. } => value,
        }
    }
}

/// A category of usage, which rows refer to by its id.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Category {
    /// The id, unique within the workbook.
    pub id: String,
    /// The name: at most 255 characters.
    pub name: String,
    /// What belongs to the category: at most 255 characters.
    pub description: Option<String>,
}

impl Category {
    /// Creates a category without a description.
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            description: None,
        }
    }

    /// Sets the description.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }
}

/// What an item is that the product does not have.
///
/// Nothing is checked before the row is added.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ItemDetails {
    /// The name.
    pub name: String,
    /// The manufacturer part number.
    pub mpn: String,
    /// How exact quantities are: `integer`, or `decimal(1)`, `decimal(2)`, `decimal(4)`, `decimal(8)`.
    pub precision: String,
    /// The unit that quantities are in, such as `GB`.
    pub unit: Option<String>,
}

impl ItemDetails {
    /// Describes an item without its unit.
    pub fn new(
        name: impl Into<String>,
        mpn: impl Into<String>,
        precision: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            mpn: mpn.into(),
            precision: precision.into(),
            unit: None,
        }
    }

    /// Describes an item by the cells of a row, in the order of their columns. `None` if all of them are empty.
    pub(crate) fn from_cells([name, unit, mpn, precision]: [String; 4]) -> Option<Self> {
        let is_given = [&name, &unit, &mpn, &precision]
            .iter()
            .any(|it| !it.is_empty());
        let mut details = Self::new(name, mpn, precision);
        details.unit = (!unit.is_empty()).then_some(unit);
        is_given.then_some(details)
    }

    /// Sets the unit that quantities are in.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = Some(unit.into());
        self
    }
}

/// One record of usage: how much of an item was used with an asset in a span of time.
///
/// ```
/// use connect_reporting::{AssetBy, ItemBy, UsageRow};
/// use connect_usage::DateTime;
///
/// let start: DateTime = "2029-01-01T00:00:00Z".parse()?;
/// let end: DateTime = "2029-01-31T23:59:59Z".parse()?;
/// let row = UsageRow::new("AS-1-2029-01-CPU", ItemBy::mpn("CPU"), AssetBy::id("AS-1"), start, end);
/// let row = row.quantity("4.25".parse::<connect_usage::Decimal>()?).note("as measured");
/// assert_eq!(row.item.criterion(), "item.mpn");
/// # Ok::<(), connect_usage::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UsageRow {
    /// The vendor's own id of the record. It must be unique in all workbooks that are written together; take one that no
    /// other report has, since it is not known how far the platform looks.
    pub record_id: String,
    /// The item that was used.
    pub item: ItemBy,
    /// The asset that it was used with.
    pub asset: AssetBy,
    /// The first second of the span of time, at any offset.
    pub start: DateTime,
    /// The last second of the span of time, at any offset. It must not be before the first.
    pub end: DateTime,
    /// How much was used, in the unit of the item. Every schema requires it.
    pub quantity: Option<Decimal>,
    /// The amount of money, in the currency of the report. The schemas `cr`, `pr` and `tr` require it, `qt` has none.
    pub amount: Option<Decimal>,
    /// The tier that the amount is for: 0, 1 or 2. The schema `tr` requires it, the others have none.
    pub tier: Option<u8>,
    /// The id of the category.
    pub category: Option<String>,
    /// A note for whoever reads the report.
    pub note: Option<String>,
    /// What the item is, if the product does not have it. The workbook must declare
    /// [`item_details`](crate::UsageWorkbook::item_details).
    pub item_details: Option<ItemDetails>,
    /// The value that the asset has for the product's parameter for reconciliation. The workbook must declare
    /// [`reconciliation_ids`](crate::UsageWorkbook::reconciliation_ids).
    pub reconciliation_id: Option<String>,
    /// Values of custom parameters, by the names that [`UsageWorkbook::parameter`](crate::UsageWorkbook::parameter)
    /// declares.
    pub parameters: Vec<(String, String)>,
}

impl UsageRow {
    /// Creates a row with what every record has but the quantity. Nothing is checked before the row is added.
    pub fn new(
        record_id: impl Into<String>,
        item: ItemBy,
        asset: AssetBy,
        start: impl Into<DateTime>,
        end: impl Into<DateTime>,
    ) -> Self {
        Self {
            record_id: record_id.into(),
            item,
            asset,
            start: start.into(),
            end: end.into(),
            quantity: None,
            amount: None,
            tier: None,
            category: None,
            note: None,
            item_details: None,
            reconciliation_id: None,
            parameters: Vec::new(),
        }
    }

    /// Sets how much was used, in the unit of the item.
    #[must_use]
    pub fn quantity(mut self, quantity: impl Into<Decimal>) -> Self {
        self.quantity = Some(quantity.into());
        self
    }

    /// Sets the amount of money, in the currency of the report.
    #[must_use]
    pub fn amount(mut self, amount: impl Into<Decimal>) -> Self {
        self.amount = Some(amount.into());
        self
    }

    /// Sets the tier that the amount is for: 0, 1 or 2.
    #[must_use]
    pub fn tier(mut self, tier: u8) -> Self {
        self.tier = Some(tier);
        self
    }

    /// Sets the category by its id.
    #[must_use]
    pub fn category(mut self, id: impl Into<String>) -> Self {
        self.category = Some(id.into());
        self
    }

    /// Sets the note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Describes an item that the product does not have.
    #[must_use]
    pub fn item_details(mut self, details: ItemDetails) -> Self {
        self.item_details = Some(details);
        self
    }

    /// Sets the value of the asset's parameter for reconciliation.
    #[must_use]
    pub fn reconciliation_id(mut self, id: impl Into<String>) -> Self {
        self.reconciliation_id = Some(id.into());
        self
    }

    /// Adds the value of a custom parameter, whose name begins with `v.`.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }
}
