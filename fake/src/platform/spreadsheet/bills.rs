//! Reconciliations: workbooks of chunks in which the bills are filled in.

use super::chunk::BILL;
use super::fields::Fields;
use super::general;
use super::read::Tables;
use crate::platform::format::{Bill, Bills, Key};

/// Reads the bills. A row without both is not billed yet; one with half of them has an error. The error of the function is
/// about the whole workbook.
pub(super) fn read(tables: &Tables) -> Result<Bills, String> {
    let Some(table) = tables.get("records") else {
        return Err("The workbook has no sheet `records`.".to_owned());
    };
    table.check("records", &["record_id", BILL[0], BILL[1]])?;
    let (report, hub) = general::report_and_hub(tables);
    let mut bills = Bills {
        report,
        hub,
        ..Bills::default()
    };
    for row in &table.rows {
        let mut fields = Fields::new(table, row);
        let [id, note] = BILL.map(|it| fields.text(it));
        let record = match (&id, &note) {
            (None, None) => None,
            _ => fields.required("record_id"),
        };
        for (given, missing, column) in [(&note, &id, BILL[0]), (&id, &note, BILL[1])] {
            if given.is_some() && missing.is_none() {
                fields.problem(column, "a record is billed once both columns are filled in");
            }
        }
        if let (Some(id), Some(_), Some(record)) = (id, &note, record)
            && fields.problems.is_empty()
        {
            bills.bills.push(Bill {
                row: row.number,
                record: Key::RecordId(record),
                id,
                note,
            });
        }
        bills.problems.append(&mut fields.problems);
    }
    Ok(bills)
}
