//! Options that several commands have.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use connect_reporting::Category;
use connect_usage::OpenEnum;
use connect_usage::models::UsageFileSchema;

use super::demo::DemoFile;
use super::exit::Failure;
use super::rows;
use super::session::Session;

/// Takes the known values of an enum of the API, such as statuses.
pub fn known_values<T: OpenEnum>() -> PossibleValuesParser {
    PossibleValuesParser::new(T::KNOWN.iter().map(T::as_str))
}

/// The schema of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaArg {
    /// Quantities only
    Qt,
    /// With amounts, which are costs
    Cr,
    /// With amounts, which are prices
    Pr,
    /// With amounts, each for a tier
    Tr,
}

impl From<SchemaArg> for UsageFileSchema {
    fn from(schema: SchemaArg) -> Self {
        match schema {
            SchemaArg::Qt => Self::Qt,
            SchemaArg::Cr => Self::Cr,
            SchemaArg::Pr => Self::Pr,
            SchemaArg::Tr => Self::Tr,
        }
    }
}

/// How CSV files are read.
#[derive(Debug, Clone, Args)]
pub struct CsvArgs {
    /// The categories of the rows, as CSV: category_id, category_name, category_description
    #[arg(long, value_name = "FILE")]
    categories: Option<PathBuf>,

    /// What separates the cells of CSV files: one character, such as ';'
    #[arg(long, value_name = "CHARACTER", default_value = ",", value_parser = delimiter)]
    delimiter: u8,
}

impl CsvArgs {
    /// What separates the cells.
    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// Reads the categories.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub async fn categories(&self, session: &Session) -> Result<Vec<Category>, Failure> {
        let Some(path) = &self.categories else {
            return Ok(Vec::new());
        };
        let content = session.input(path, DemoFile::Csv).await?;
        rows::categories(path, &content, self.delimiter)
    }
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text {
        "\\t" => Ok(b'\t'),
        _ => match text.as_bytes() {
            [it] if it.is_ascii() && !b"\"\r\n".contains(it) => Ok(*it),
            _ => Err("expected one character, such as `;`, or `\\t`".to_owned()),
        },
    }
}
