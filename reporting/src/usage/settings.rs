//! What a workbook is to hold, before its rows.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

use connect_usage::DateTime;
use connect_usage::models::UsageFileSchema;

use super::check::Checker;
use super::checker::UsageChecker;
use super::columns::{
    self, CATEGORIES, Columns, MAX_COLUMNS, MAX_ROWS, OF_ITEMS, OF_RECORDS, PARAMETER,
    RECONCILIATION,
};
use super::error::WriteError;
use super::outside::Outside;
use super::problem::{Problem, ProblemKind};
use super::row::{AssetBy, Category, ItemBy};
use super::row_check::{Known, Rules};
use super::scaffold::Scaffold;
use super::sink::Target;
use super::text::{self, MAX_TEXT, Refusal, short};
use super::writer::UsageWriter;

/// The number of UTF-16 units that names and descriptions of categories can have, as the API declares it.
const MAX_NAME: usize = 255;

/// A workbook with usage, before its rows are added: the schema, the categories, the columns of custom parameters.
///
/// [`create`](Self::create) and [`in_memory`](Self::in_memory) return the writer that takes the rows.
///
/// ```
/// use connect_reporting::{AssetBy, Category, ItemBy, UsageRow, UsageWorkbook};
/// use connect_usage::{DateTime, models::UsageFileSchema};
///
/// let workbook = UsageWorkbook::new(UsageFileSchema::Qt).category(Category::new("compute", "Computing"));
/// let mut writer = workbook.in_memory()?;
/// let start: DateTime = "2029-01-01T00:00:00Z".parse()?;
/// let end: DateTime = "2029-01-31T23:59:59Z".parse()?;
/// let row = UsageRow::new("R-1", ItemBy::mpn("CPU"), AssetBy::id("AS-1"), start, end);
/// writer.add(&row.quantity(4).category("compute"))?;
/// let written = writer.finish()?;
/// assert_eq!(written.len(), 1);
/// let upload = written[0].upload(); // for `files::upload`
/// assert_eq!(upload.sent_file_name(), "usage_file.xlsx");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "a workbook is written by the writer that `create` or `in_memory` returns"]
pub struct UsageWorkbook {
    schema: UsageFileSchema,
    categories: Vec<Category>,
    columns: Columns,
    row_limit: u32,
    allows_empty: bool,
    period: Option<Outside>,
    items: Option<Known<ItemBy>>,
    assets: Option<Known<AssetBy>>,
}

impl UsageWorkbook {
    /// Creates a workbook for the schema of the report, without categories and custom parameters.
    pub fn new(schema: UsageFileSchema) -> Self {
        Self {
            schema,
            categories: Vec::new(),
            columns: Columns {
                items: false,
                reconciliation: false,
                parameters: Vec::new(),
            },
            row_limit: MAX_ROWS,
            allows_empty: false,
            period: None,
            items: None,
            assets: None,
        }
    }

    /// The columns that every workbook has, in their order. [`UsageWriter::add_cells`] reads cells by these names.
    ///
    /// ```
    /// use connect_reporting::UsageWorkbook;
    ///
    /// assert!(UsageWorkbook::columns().any(|it| it == "quantity"));
    /// ```
    pub fn columns() -> impl Iterator<Item = &'static str> {
        OF_RECORDS.into_iter()
    }

    /// The columns that a workbook has if it declares them, in their order: those of [`item_details`](Self::item_details)
    /// and of [`reconciliation_ids`](Self::reconciliation_ids). Those of custom parameters come behind them.
    ///
    /// ```
    /// use connect_reporting::UsageWorkbook;
    ///
    /// assert!(UsageWorkbook::optional_columns().any(|it| it == "asset_recon_id"));
    /// ```
    pub fn optional_columns() -> impl Iterator<Item = &'static str> {
        OF_ITEMS.into_iter().chain([RECONCILIATION])
    }

    /// Whether a workbook can have a column of this name: one of [`columns`](Self::columns) or
    /// [`optional_columns`](Self::optional_columns), or one whose name begins as those of custom parameters do.
    ///
    /// ```
    /// use connect_reporting::UsageWorkbook;
    ///
    /// let is_column = UsageWorkbook::is_column;
    /// assert!(is_column("quantity") && is_column("item_name") && is_column("v.invoice_number"));
    /// assert!(!is_column("invoice_number"));
    /// ```
    pub fn is_column(name: &str) -> bool {
        let mut named = Self::columns().chain(Self::optional_columns());
        name.starts_with(PARAMETER) || named.any(|it| it == name)
    }

    /// The schema that cells are for: `tr` if a row has a tier, `cr` if a row has an amount, and `qt` otherwise. The
    /// function returns whether a column has a value in any row. The schema of the report itself takes precedence. The
    /// cells do not distinguish `pr` from `cr`; both are checked alike.
    ///
    /// ```
    /// use connect_reporting::UsageWorkbook;
    /// use connect_usage::models::UsageFileSchema;
    ///
    /// let schema = UsageWorkbook::schema_of(|column| column == "amount");
    /// assert_eq!(schema, UsageFileSchema::Cr);
    /// ```
    pub fn schema_of(has_value: impl Fn(&str) -> bool) -> UsageFileSchema {
        match (has_value("tier"), has_value("amount")) {
            (true, _) => UsageFileSchema::Tr,
            (false, true) => UsageFileSchema::Cr,
            (false, false) => UsageFileSchema::Qt,
        }
    }

    /// Those of [`columns`](Self::columns) that every row for this schema fills in.
    ///
    /// ```
    /// use connect_reporting::UsageWorkbook;
    /// use connect_usage::models::UsageFileSchema;
    ///
    /// let needs_tier = |schema| UsageWorkbook::required_columns(&schema).any(|it| it == "tier");
    /// assert!(needs_tier(UsageFileSchema::Tr) && !needs_tier(UsageFileSchema::Qt));
    /// ```
    pub fn required_columns(
        schema: &UsageFileSchema,
    ) -> impl Iterator<Item = &'static str> + use<> {
        columns::required(schema)
    }

    /// Adds a category. Without any, the workbook has no sheet `categories`.
    pub fn category(mut self, category: Category) -> Self {
        self.categories.push(category);
        self
    }

    /// Adds a column for a custom parameter, behind those that exist. Its name begins with `v.`.
    pub fn parameter(mut self, name: impl Into<String>) -> Self {
        self.columns.parameters.push(name.into());
        self
    }

    /// Adds the columns that describe items which the product does not have:
    /// [`UsageRow::item_details`](crate::UsageRow::item_details). The platform takes them if the product allows dynamic
    /// items (`capabilities.ppu.dynamic`).
    pub fn item_details(mut self) -> Self {
        self.columns.items = true;
        self
    }

    /// Adds the column for [`UsageRow::reconciliation_id`](crate::UsageRow::reconciliation_id).
    pub fn reconciliation_ids(mut self) -> Self {
        self.columns.reconciliation = true;
        self
    }

    /// Declares the columns that a header names beside those of every workbook, such as the header of a file whose rows
    /// are added by [`UsageWriter::add_cells`]: custom parameters in their order, and the columns of
    /// [`item_details`](Self::item_details) and [`reconciliation_ids`](Self::reconciliation_ids). Names that no column
    /// can have are ignored.
    pub fn declare<'a>(self, header: impl IntoIterator<Item = &'a str>) -> Self {
        header.into_iter().fold(self, |workbook, name| match name {
            name if name.starts_with(PARAMETER) => workbook.parameter(name),
            name if OF_ITEMS.contains(&name) => workbook.item_details(),
            RECONCILIATION => workbook.reconciliation_ids(),
            _ => workbook,
        })
    }

    /// Limits the number of rows of a workbook; what exceeds it goes to another one. By default it is 1,048,575, which is
    /// what a sheet can hold beside its header.
    pub fn row_limit(mut self, rows: u32) -> Self {
        self.row_limit = rows;
        self
    }

    /// Counts the rows that begin before the first second of the report's period, or end after its last one:
    /// [`UsageWriter::rows_outside`]. They are written, as usage can be reported late.
    pub fn period(mut self, start: impl Into<DateTime>, end: impl Into<DateTime>) -> Self {
        self.period = Some(Outside::new(start.into(), end.into()));
        self
    }

    /// Writes a workbook with the header alone if no row is added, for a report that says that there was no usage. By default
    /// that is an error, [`WriteError::NoRows`]: an export that is empty by mistake would be reported, and the rows that come
    /// later could not be added to a submitted report.
    ///
    /// ```
    /// use connect_reporting::{UsageWorkbook, WriteError};
    /// use connect_usage::models::UsageFileSchema;
    ///
    /// let workbook = || UsageWorkbook::new(UsageFileSchema::Qt);
    /// let refused = workbook().in_memory()?.finish();
    /// assert!(matches!(refused, Err(WriteError::NoRows)));
    /// assert_eq!(workbook().allow_empty().in_memory()?.finish()?[0].rows(), 0);
    /// # Ok::<(), WriteError>(())
    /// ```
    pub fn allow_empty(mut self) -> Self {
        self.allows_empty = true;
        self
    }

    /// Checks the items of rows: those for which the function returns false are problems. Without it they are not checked.
    pub fn known_items(mut self, exists: impl Fn(&ItemBy) -> bool + Send + Sync + 'static) -> Self {
        self.items = Some(Box::new(exists));
        self
    }

    /// Checks the assets of rows: those for which the function returns false are problems. Without it they are not checked.
    pub fn known_assets(
        mut self,
        exists: impl Fn(&AssetBy) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.assets = Some(Box::new(exists));
        self
    }

    /// Creates a writer of files. The path is that of the first workbook, and ends in `.xlsx`; if there are more, their
    /// names get a number: `january.xlsx`, `january-2.xlsx`. They are written to temporary files in the same folder, which
    /// [`finish`](UsageWriter::finish) renames, so that no incomplete file has such a name. An existing file is replaced,
    /// and who can read it stays as it is. If the path is a symbolic link, the file that it leads to is replaced, as when
    /// it is written to by `std::fs::write`, and the link stays.
    ///
    /// # Errors
    /// If the settings are wrong, the folder cannot be written to, or the path leads to something else than a file.
    pub fn create(self, path: impl AsRef<Path>) -> Result<UsageWriter, WriteError> {
        let path: PathBuf = path.as_ref().to_owned();
        let is_workbook = path.extension().is_some_and(|it| it == "xlsx");
        if !is_workbook {
            let message = format!(
                "expected a path that ends in `.xlsx`, found {}",
                path.display()
            );
            return Err(WriteError::Settings(message));
        }
        self.write_to(Target::Files(path))
    }

    /// Creates a writer that keeps the workbooks in memory. They are compressed.
    ///
    /// # Errors
    /// If the settings are wrong.
    pub fn in_memory(self) -> Result<UsageWriter, WriteError> {
        self.write_to(Target::Memory)
    }

    /// Creates a checker, which checks rows and writes nothing.
    ///
    /// # Errors
    /// If the settings are wrong.
    pub fn checker(self) -> Result<UsageChecker, WriteError> {
        self.check()?;
        let problems = categories(&self.categories);
        Ok(UsageChecker::new(self.into_checker(problems)))
    }

    fn write_to(self, target: Target) -> Result<UsageWriter, WriteError> {
        self.check()?;
        let problems = categories(&self.categories);
        let scaffold = Scaffold::new(&self.columns, &self.categories, problems.is_empty())?;
        let (row_limit, allows_empty) = (self.row_limit, self.allows_empty);
        let checker = self.into_checker(problems);
        UsageWriter::new(checker, scaffold, target, (row_limit, allows_empty))
    }

    fn into_checker(self, problems: Vec<Problem>) -> Checker {
        let ids = self.categories.into_iter().map(|it| it.id);
        let rules = Rules {
            schema: self.schema,
            categories: ids.collect(),
            columns: self.columns,
            items: self.items,
            assets: self.assets,
        };
        Checker::new(rules, problems, self.period)
    }

    /// Checks everything but the categories.
    fn check(&self) -> Result<(), WriteError> {
        let wrong = |message: String| Err(WriteError::Settings(message));
        if let UsageFileSchema::Unrecognized(name) = &self.schema {
            let name = short(name.as_str());
            return wrong(format!(
                "expected the schema qt, cr, pr or tr, found `{name}`"
            ));
        }
        if !(1..=MAX_ROWS).contains(&self.row_limit) {
            let limit = self.row_limit;
            return wrong(format!(
                "expected a row limit from 1 to {MAX_ROWS}, found {limit}"
            ));
        }
        let columns = self.columns.names().count();
        if columns > MAX_COLUMNS {
            return wrong(format!(
                "expected at most {MAX_COLUMNS} columns, found {columns}"
            ));
        }
        let mut names = BTreeSet::new();
        for name in &self.columns.parameters {
            let has_name = name
                .strip_prefix(PARAMETER)
                .is_some_and(|it| !it.is_empty());
            let is_text = text::check(name, MAX_NAME, false).is_ok();
            if !has_name || !is_text || name.contains(char::is_whitespace) {
                let name = short(name);
                let expected = format!(
                    "`{PARAMETER}` and a name of at most {MAX_NAME} characters without white space"
                );
                return wrong(format!(
                    "expected the column of a parameter, {expected}, found `{name}`"
                ));
            }
            if !names.insert(name) {
                return wrong(format!("the parameter `{}` is declared twice", short(name)));
            }
        }
        Ok(())
    }
}

/// What is to be written, without the categories.
impl fmt::Debug for UsageWorkbook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UsageWorkbook")
            .field("schema", &self.schema)
            .field("categories", &self.categories.len())
            .field("parameters", &self.columns.parameters)
            .field("row_limit", &self.row_limit)
            .finish_non_exhaustive()
    }
}

/// What is wrong with the categories.
fn categories(categories: &[Category]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut ids = BTreeSet::new();
    for (row, category) in (1..).zip(categories) {
        let mut add = |column: &str, found: &str, (kind, expected, help): Refusal| {
            problems.push(Problem {
                sheet: CATEGORIES,
                row,
                record_id: None,
                column: column.to_owned(),
                kind,
                expected,
                found: (!found.is_empty()).then(|| short(found)),
                help: help.to_owned(),
                other_row: None,
            });
        };
        let description = category.description.as_deref().unwrap_or_default();
        let cells = [
            ("category_id", category.id.as_str(), MAX_TEXT, true),
            ("category_name", category.name.as_str(), MAX_NAME, true),
            ("category_description", description, MAX_NAME, false),
        ];
        for (column, text, limit, is_required) in cells {
            if text.is_empty() && is_required {
                let refusal = (
                    ProblemKind::Missing,
                    "a text".to_owned(),
                    "set it: it is required",
                );
                add(column, text, refusal);
            } else if let Err(refusal) = text::check(text, limit, false) {
                add(column, text, refusal);
            }
        }
        if !category.id.is_empty() && !ids.insert(&category.id) {
            let expected = "an id that no other category has".to_owned();
            let refusal = (ProblemKind::Duplicate, expected, "add each category once");
            add("category_id", &category.id, refusal);
        }
    }
    problems
}
