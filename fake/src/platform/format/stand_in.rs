//! The stand-in for workbooks: files that begin as one, with records that are made up.

use bytes::Bytes;
use rust_decimal::Decimal;

use super::{Bill, Bills, Format, Key, Numbers, Part, Problem, Reading, Upload};
use crate::platform::model::RecordSeed;

/// The first bytes of every workbook. Nothing else is checked in one.
const MAGIC: &[u8] = b"PK\x03\x04";

const NO_SPREADSHEET: &str = "The file is not a spreadsheet.";

/// The stand-in.
pub(crate) struct StandIn;

impl Format for StandIn {
    fn read_usage(&self, upload: &Upload<'_>, _: &mut Numbers) -> Reading {
        let seeds = match upload.content.starts_with(MAGIC) {
            true => Ok(three_records()),
            false => Err(NO_SPREADSHEET.to_owned()),
        };
        Reading::from_seeds(&upload.report.product.id, seeds)
    }

    /// Lines of `record,bill`.
    fn read_bills(&self, content: &Bytes) -> Result<Bills, String> {
        if !content.starts_with(MAGIC) {
            return Err(NO_SPREADSHEET.to_owned());
        }
        let text = String::from_utf8_lossy(content);
        let lines = (0..).zip(text.lines());
        let bills = lines.filter_map(|(row, line)| {
            let (record, bill) = line.trim().split_once(',')?;
            (record.starts_with("UR-") && !bill.is_empty()).then(|| Bill {
                row,
                record: Key::Id(record.to_owned()),
                id: bill.to_owned(),
                note: None,
            })
        });
        Ok(Bills {
            bills: bills.collect(),
            ..Bills::default()
        })
    }

    fn template(&self, product: &str, _: &str) -> Result<Bytes, String> {
        let content = [MAGIC, b" records of ", product.as_bytes()].concat();
        Ok(content.into())
    }

    /// The id of the chunk, and a line for each record with an empty field for the id of the bill.
    fn chunk(&self, part: &Part<'_>) -> Result<Bytes, String> {
        let chunk = part.chunk;
        let mut content = MAGIC.to_vec();
        content.extend(format!(" {}, making {}\n", chunk.id, chunk.making).bytes());
        for record in &part.records {
            content.extend(format!("{},\n", record.id).bytes());
        }
        Ok(content.into())
    }

    fn processed_bills(&self, content: &Bytes, note: &str, _: &[Problem]) -> Result<Bytes, String> {
        let mut content = content.to_vec();
        content.extend(note.bytes());
        Ok(content.into())
    }
}

/// Three records. As binary floats, their amounts would have a different sum.
fn three_records() -> Vec<RecordSeed> {
    let amounts = [
        Decimal::new(100_000_000_000_000_000, 2),
        Decimal::new(10, 2),
        Decimal::new(20, 2),
    ];
    let records = (1..).zip(amounts);
    records
        .map(|(item, amount)| RecordSeed::new().item(item).amount(amount))
        .collect()
}
