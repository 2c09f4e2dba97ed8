//! The table of what is to be reported: lines of a day, a product, a contract and the path of a workbook.
//!
//! ```text
//! day,product,contract,workbook
//! 2029-01-31,PRD-000-000-001,CRD-00000-00000-00001,backup.xlsx
//! ```
//!
//! Only the path may contain commas. There are no quotes. Empty lines, and lines that begin with `#`, are skipped.

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;

use connect_usage::Date;

/// The first line of every table.
pub const HEADER: &str = "day,product,contract,workbook";

/// A report to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The day of the usage.
    pub day: Date,
    /// The id of the product, `PRD-…`.
    pub product: String,
    /// The id of the contract, `CRD-…`.
    pub contract: String,
    /// The path of the workbook with the usage.
    pub workbook: PathBuf,
}

impl Row {
    /// The external id of the report. It is the same in every run, and no other row has it.
    pub fn external_id(&self) -> String {
        format!("{}{}-{}", prefix(self.day), self.product, self.contract)
    }
}

/// How the external ids of a day's reports begin.
pub fn prefix(day: Date) -> String {
    format!("usage-{day}-")
}

/// Why a table cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableError {
    /// The number of the line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: &'static str,
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.problem)
    }
}

impl std::error::Error for TableError {}

/// Reads a table.
///
/// # Errors
/// If the header is missing, a line does not have the four fields, or two lines are about the same report. Nothing is
/// reported then: half a table could be mistaken for a whole one.
pub fn parse(text: &str) -> Result<Vec<Row>, TableError> {
    let is_content = |line: &&str| !line.is_empty() && !line.starts_with('#');
    let numbered = (1..).zip(text.lines().map(str::trim));
    let mut lines = numbered.filter(|(_, line)| is_content(line));
    let error = |line, problem| TableError { line, problem };
    if lines.next().map(|(_, line)| line) != Some(HEADER) {
        return Err(error(
            1,
            "expected the header `day,product,contract,workbook`",
        ));
    }
    let mut rows = Vec::new();
    let mut ids = BTreeSet::new();
    for (line, content) in lines {
        let row = row(content).map_err(|problem| error(line, problem))?;
        if !ids.insert(row.external_id()) {
            return Err(error(line, "an earlier line is about the same report"));
        }
        rows.push(row);
    }
    Ok(rows)
}

fn row(line: &str) -> Result<Row, &'static str> {
    let mut fields = line.splitn(4, ',').map(str::trim);
    let mut field = || fields.next().filter(|it| !it.is_empty());
    let (Some(day), Some(product), Some(contract), Some(workbook)) =
        (field(), field(), field(), field())
    else {
        return Err("expected a day, a product, a contract and a workbook");
    };
    Ok(Row {
        day: day
            .parse()
            .map_err(|_| "expected a day such as 2029-01-31")?,
        product: product.to_owned(),
        contract: contract.to_owned(),
        workbook: workbook.into(),
    })
}
