//! Rows for the tests, and a workbook that the fake accepts.

use std::path::{Path, PathBuf};

use example_reporting::table::Row;

/// Writes a file that begins as every workbook does, which is all that the fake looks at by default.
pub fn workbook(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, b"PK\x03\x04 usage").expect("a file");
    path
}

/// A row for each of so many products.
pub fn rows(products: usize, workbook: &Path) -> Vec<Row> {
    let row = |number| Row {
        day: "2029-01-31".parse().expect("a day"),
        product: format!("PRD-000-000-{number:03}"),
        contract: "CRD-00000-00000-00001".to_owned(),
        workbook: workbook.to_owned(),
    };
    (1..=products).map(row).collect()
}
