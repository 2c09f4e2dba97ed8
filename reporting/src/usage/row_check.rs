//! Checks one row, and turns it into cells.

use std::borrow::Cow;
use std::collections::BTreeSet;

use connect_usage::models::UsageFileSchema;

use super::columns::{Columns, OF_ITEMS, RECONCILIATION, RECORDS};
use super::problem::{Problem, ProblemKind};
use super::row::{AssetBy, ItemBy, UsageRow};
use super::text::{self, MAX_TEXT, Refusal, short};

/// How exact the quantity of an item can be. Sources spell them in lower case and with a capital.
const PRECISIONS: [&str; 5] = [
    "integer",
    "decimal(1)",
    "decimal(2)",
    "decimal(4)",
    "decimal(8)",
];

/// What rows are checked with beside themselves.
pub(super) struct Rules {
    pub schema: UsageFileSchema,
    pub categories: BTreeSet<String>,
    pub columns: Columns,
    pub items: Option<Known<ItemBy>>,
    pub assets: Option<Known<AssetBy>>,
}

/// Whether an object exists.
pub(super) type Known<T> = Box<dyn Fn(&T) -> bool + Send + Sync>;

/// The cells of a row, by column.
pub(super) type Cells<'r> = Vec<Cow<'r, str>>;

/// A row that is being checked.
pub(super) struct RowCheck<'r> {
    pub row: &'r UsageRow,
    pub number: u64,
    pub problems: Vec<Problem>,
}

impl<'r> RowCheck<'r> {
    /// The cells of the columns that every workbook has, in their order.
    pub fn cells(&mut self, rules: &Rules) -> Cells<'r> {
        let row = self.row;
        let mut cells = Vec::with_capacity(17 + rules.columns.parameters.len());
        cells.push(self.required("record_id", &row.record_id));
        cells.push(self.note());
        cells.push(Cow::Borrowed(row.item.criterion()));
        cells.push(self.item(rules));
        cells.push(self.quantity());
        let start = self.date_time("start_time_utc", row.start);
        let end = self.date_time("end_time_utc", row.end);
        if let (Some(start), true) = (&start, row.end < row.start) {
            let expected = format!("{start} or later");
            let end = end.as_deref().unwrap_or_default();
            self.found(
                "end_time_utc",
                ProblemKind::OutOfRange,
                expected,
                end,
                "exchange start and end",
            );
        }
        cells.push(start.unwrap_or_default().into());
        cells.push(end.unwrap_or_default().into());
        cells.extend(self.asset(rules));
        cells.push(self.category(rules));
        cells.push(self.amount(&rules.schema));
        cells.push(self.tier(&rules.schema));
        cells
    }

    fn note(&mut self) -> Cow<'r, str> {
        let note = self.row.note.as_deref().unwrap_or_default();
        self.accept("record_note", note, text::check(note, MAX_TEXT, true));
        Cow::Borrowed(note)
    }

    fn item(&mut self, rules: &Rules) -> Cow<'r, str> {
        let item = &self.row.item;
        let value = self.required("item_search_value", item.value());
        if rules
            .items
            .as_ref()
            .is_some_and(|it| !value.is_empty() && !it(item))
        {
            let expected = format!("an existing item by its {}", item.criterion());
            self.found(
                "item_search_value",
                ProblemKind::Unknown,
                expected,
                &value,
                "correct the value, or add the item to the product",
            );
        }
        value
    }

    /// The criterion and the value.
    fn asset(&mut self, rules: &Rules) -> [Cow<'r, str>; 2] {
        let asset = &self.row.asset;
        let column = "asset_search_criteria";
        let criterion = match asset {
            AssetBy::Id(_) => Cow::Borrowed("asset.id"),
            AssetBy::Parameter { id, .. } => {
                Cow::Owned(format!("parameter.{}", self.required(column, id)))
            }
        };
        if criterion.contains(char::is_whitespace) {
            let expected = "the id of a parameter, without white space".to_owned();
            self.found(
                column,
                ProblemKind::Characters,
                expected,
                &criterion,
                "take the parameter's id, not its title",
            );
        }
        let value = self.required("asset_search_value", asset.value());
        if rules
            .assets
            .as_ref()
            .is_some_and(|it| !value.is_empty() && !it(asset))
        {
            let expected = format!("an existing asset by its {criterion}");
            self.found(
                "asset_search_value",
                ProblemKind::Unknown,
                expected,
                &value,
                "correct the value, or leave out the row",
            );
        }
        [criterion, value]
    }

    fn category(&mut self, rules: &Rules) -> Cow<'r, str> {
        let Some(id) = self.row.category.as_deref() else {
            return Cow::Borrowed("");
        };
        if !rules.categories.contains(id) {
            let expected = "the id of a category of the workbook".to_owned();
            self.found(
                "category_id",
                ProblemKind::Unknown,
                expected,
                id,
                "add it with `UsageWorkbook::category`",
            );
        }
        Cow::Borrowed(id)
    }

    fn quantity(&mut self) -> Cow<'r, str> {
        match &self.row.quantity {
            Some(quantity) => self.value("quantity", &quantity.text(), text::number(quantity)),
            None => self.missing(
                "quantity",
                "a decimal number",
                "set the quantity; clients write 1 in rows that are about an amount",
            ),
        }
    }

    fn amount(&mut self, schema: &UsageFileSchema) -> Cow<'r, str> {
        match (&self.row.amount, schema) {
            (Some(amount), UsageFileSchema::Qt) => {
                let found = amount.text();
                let help = "leave it out, or report with the schema cr, pr or tr";
                self.found(
                    "amount",
                    ProblemKind::Unexpected,
                    "no amount in the schema qt".to_owned(),
                    &found,
                    help,
                );
                Cow::Borrowed("")
            }
            (Some(amount), _) => self.value("amount", &amount.text(), text::number(amount)),
            (None, UsageFileSchema::Qt) => Cow::Borrowed(""),
            (None, _) => self.missing(
                "amount",
                "a decimal number",
                "set the amount: the schema requires it",
            ),
        }
    }

    fn tier(&mut self, schema: &UsageFileSchema) -> Cow<'r, str> {
        let found = self.row.tier.map(|it| it.to_string());
        let expected = "0, 1 or 2";
        match (self.row.tier, schema) {
            (None, UsageFileSchema::Tr) => {
                self.missing("tier", expected, "set the tier: the schema requires it")
            }
            (None, _) => Cow::Borrowed(""),
            (Some(0..=2), UsageFileSchema::Tr) => found.unwrap_or_default().into(),
            (Some(_), UsageFileSchema::Tr) => {
                let found = found.unwrap_or_default();
                self.found(
                    "tier",
                    ProblemKind::OutOfRange,
                    expected.to_owned(),
                    &found,
                    "take the tier of the amount",
                );
                Cow::Borrowed("")
            }
            (Some(_), _) => {
                let found = found.unwrap_or_default();
                self.found(
                    "tier",
                    ProblemKind::Unexpected,
                    "a tier in the schema tr only".to_owned(),
                    &found,
                    "leave it out",
                );
                Cow::Borrowed("")
            }
        }
    }

    /// Adds the cells that describe an item, if there are columns for them.
    pub fn item_details(&mut self, columns: &Columns, cells: &mut Cells<'r>) {
        let Some(details) = &self.row.item_details else {
            if columns.items {
                cells.extend(OF_ITEMS.map(|_| Cow::Borrowed("")));
            }
            return;
        };
        if !columns.items {
            let expected = "an item of the product, without details".to_owned();
            let help = "declare the columns with `UsageWorkbook::item_details`";
            self.found(
                OF_ITEMS[0],
                ProblemKind::Unexpected,
                expected,
                &details.name,
                help,
            );
            return;
        }
        let [name, unit, mpn, _] = OF_ITEMS;
        cells.push(self.required(name, &details.name));
        cells.push(self.optional(unit, details.unit.as_deref()));
        if let ItemBy::Mpn(value) = &self.row.item
            && *value != details.mpn
        {
            let expected = format!("`{}`, as in `item_search_value`", short(value));
            let help = "describe the item that the row is about";
            self.found(mpn, ProblemKind::OutOfRange, expected, &details.mpn, help);
        }
        cells.push(self.required(mpn, &details.mpn));
        let precision = self.required(OF_ITEMS[3], &details.precision);
        if !precision.is_empty() && !PRECISIONS.contains(&precision.to_ascii_lowercase().as_str()) {
            let expected = format!("one of {}", PRECISIONS.join(", "));
            let help = "take the precision of the quantity";
            self.found(
                OF_ITEMS[3],
                ProblemKind::OutOfRange,
                expected,
                &precision,
                help,
            );
        }
        cells.push(precision);
    }

    /// Adds the cell of the asset's id for reconciliation, if there is a column for it.
    pub fn reconciliation_id(&mut self, columns: &Columns, cells: &mut Cells<'r>) {
        let id = self.row.reconciliation_id.as_deref();
        if columns.reconciliation {
            cells.push(self.optional(RECONCILIATION, id));
        } else if let Some(id) = id {
            let expected = "no id for reconciliation".to_owned();
            let help = "declare the column with `UsageWorkbook::reconciliation_ids`";
            self.found(RECONCILIATION, ProblemKind::Unexpected, expected, id, help);
        }
    }

    /// Adds the cells of the custom parameters, in the order of their columns.
    pub fn parameters(&mut self, columns: &[String], cells: &mut Cells<'r>) {
        let row = self.row;
        for column in columns {
            let mut given = row.parameters.iter().filter(|(name, _)| name == column);
            let value = given.next().map_or("", |(_, value)| value.as_str());
            self.accept(column, value, text::check(value, MAX_TEXT, true));
            cells.push(Cow::Borrowed(value));
        }
        for (at, (name, value)) in row.parameters.iter().enumerate() {
            if !columns.contains(name) {
                let expected = "a parameter that the workbook declares".to_owned();
                self.found(
                    name,
                    ProblemKind::Unexpected,
                    expected,
                    value,
                    "declare it with `UsageWorkbook::parameter`",
                );
            } else if row.parameters.iter().take(at).any(|(it, _)| it == name) {
                let expected = "one value of a parameter".to_owned();
                self.found(
                    name,
                    ProblemKind::Duplicate,
                    expected,
                    value,
                    "set the parameter once in a row",
                );
            }
        }
    }

    /// A text that must not be empty.
    fn required(&mut self, column: &str, value: &'r str) -> Cow<'r, str> {
        match value.is_empty() {
            true => self.missing(column, "a text", "set it: it is required"),
            false => {
                self.accept(column, value, text::check(value, MAX_TEXT, false));
                Cow::Borrowed(value)
            }
        }
    }

    /// A text of one line, or nothing.
    fn optional(&mut self, column: &str, value: Option<&'r str>) -> Cow<'r, str> {
        let value = value.unwrap_or_default();
        self.accept(column, value, text::check(value, MAX_TEXT, false));
        Cow::Borrowed(value)
    }

    fn date_time(&mut self, column: &str, value: connect_usage::DateTime) -> Option<String> {
        let written = text::date_time(value);
        self.accept(
            column,
            &value.to_string(),
            written.as_ref().map(drop).map_err(Clone::clone),
        );
        written.ok()
    }

    fn value(
        &mut self,
        column: &str,
        found: &str,
        written: Result<String, Refusal>,
    ) -> Cow<'r, str> {
        match written {
            Ok(text) => Cow::Owned(text),
            Err(refusal) => {
                self.accept(column, found, Err(refusal));
                Cow::Borrowed("")
            }
        }
    }

    fn accept(&mut self, column: &str, found: &str, checked: Result<(), Refusal>) {
        if let Err((kind, expected, help)) = checked {
            self.found(column, kind, expected, found, help);
        }
    }

    fn missing(&mut self, column: &str, expected: &str, help: &str) -> Cow<'r, str> {
        self.problem(
            column,
            ProblemKind::Missing,
            expected.to_owned(),
            None,
            help,
        );
        Cow::Borrowed("")
    }

    pub fn found(
        &mut self,
        column: &str,
        kind: ProblemKind,
        expected: String,
        found: &str,
        help: &str,
    ) {
        self.problem(column, kind, expected, Some(short(found)), help);
    }

    fn problem(
        &mut self,
        column: &str,
        kind: ProblemKind,
        expected: String,
        found: Option<String>,
        help: &str,
    ) {
        let id = &self.row.record_id;
        self.problems.push(Problem {
            sheet: RECORDS,
            row: self.number,
            first_row: None,
            record_id: (!id.is_empty()).then(|| short(id)),
            column: short(column),
            kind,
            expected,
            found,
            help: help.to_owned(),
        });
    }
}
