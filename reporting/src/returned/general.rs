//! The sheet `general`: what a workbook is about.

use connect_usage::DateTime;
use connect_usage::models::UsageFileSchema;

use super::error::ReadError;
use super::row::Row;
use super::table::Table;

const ID: &str = "attribute_id";
const VALUE: &str = "attribute_value";

/// The sheet `general`: names and values that say what a workbook is about. A workbook without this sheet has none.
#[derive(Debug, Clone, Default)]
pub struct General {
    table: Table,
}

impl General {
    /// Checks the columns of a table.
    pub(super) fn new(table: Table) -> Result<Self, ReadError> {
        table.require(ID)?;
        table.require(VALUE)?;
        Ok(Self { table })
    }

    /// All attributes with a value, in the order of the sheet.
    pub fn attributes(&self) -> impl Iterator<Item = (String, String)> + '_ {
        self.rows().filter_map(|row| {
            let id = row.text(ID).ok()??;
            let value = row.text(VALUE).ok()??;
            Some((id.into_owned(), value.into_owned()))
        })
    }

    /// An attribute by its id, such as `product_id` or `hub_name`. `None` if it does not exist or is empty.
    ///
    /// # Errors
    /// If the value is neither a text nor a number.
    pub fn get(&self, id: &str) -> Result<Option<String>, ReadError> {
        match self.row(id) {
            Some(row) => Ok(row.text(VALUE)?.map(Into::into)),
            None => Ok(None),
        }
    }

    /// The id of the report.
    ///
    /// # Errors
    /// As for [`get`](Self::get).
    pub fn report_id(&self) -> Result<Option<String>, ReadError> {
        self.get("report_id")
    }

    /// The schema of the report, in lower case as in the API.
    ///
    /// # Errors
    /// As for [`get`](Self::get).
    pub fn schema(&self) -> Result<Option<UsageFileSchema>, ReadError> {
        let schema = self.get("usage_schema")?;
        Ok(schema.map(|it| UsageFileSchema::from(it.to_lowercase())))
    }

    /// The first second of the report's period.
    ///
    /// # Errors
    /// If it is not a date-time.
    pub fn start(&self) -> Result<Option<DateTime>, ReadError> {
        self.date_time("report_start_time_utc")
    }

    /// The last second of the report's period.
    ///
    /// # Errors
    /// If it is not a date-time.
    pub fn end(&self) -> Result<Option<DateTime>, ReadError> {
        self.date_time("report_end_time_utc")
    }

    /// The status of the report when the workbook was processed. Only processed files have it.
    ///
    /// # Errors
    /// As for [`get`](Self::get).
    pub fn status(&self) -> Result<Option<String>, ReadError> {
        self.get("status")
    }

    /// The number of valid records. Only processed files have it.
    ///
    /// # Errors
    /// If it is not a count.
    pub fn valid_records(&self) -> Result<Option<u64>, ReadError> {
        self.count("valid_records")
    }

    /// The number of invalid records. Only processed files have it.
    ///
    /// # Errors
    /// If it is not a count.
    pub fn invalid_records(&self) -> Result<Option<u64>, ReadError> {
        self.count("invalid_records")
    }

    fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.table.rows.iter().map(|it| Row::new(&self.table, it))
    }

    fn row(&self, id: &str) -> Option<Row<'_>> {
        self.rows()
            .find(|it| it.value(ID).as_text().as_deref() == Some(id))
    }

    fn date_time(&self, id: &str) -> Result<Option<DateTime>, ReadError> {
        self.row(id).map_or(Ok(None), |it| it.date_time(VALUE))
    }

    fn count(&self, id: &str) -> Result<Option<u64>, ReadError> {
        let Some(row) = self.row(id) else {
            return Ok(None);
        };
        let wrong = || row.wrong(VALUE, &format!("the count `{id}`"));
        let text = row.text(VALUE).map_err(|_| wrong())?;
        text.map(|it| it.parse().map_err(|_| wrong())).transpose()
    }
}
