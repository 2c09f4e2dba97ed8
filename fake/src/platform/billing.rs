//! Reconciliations: spreadsheets with bills close the records that they name.

use std::collections::BTreeMap;

use crate::platform::format::{Bill, Bills, Key, Problem};
use crate::platform::model::ReconciliationStatus;
use crate::platform::world::World;

impl World {
    /// Reads an uploaded reconciliation and closes the records in it.
    pub fn finish_reconciliation(&mut self, id: &str) {
        let error = self.errors.remove(id);
        let Some(reconciliation) = self.reconciliations.get(id) else {
            return;
        };
        let content = reconciliation.uploaded.content.clone();
        let format = self.options.format.clone();
        let done = error.map_or_else(|| format.read_bills(&content), Err);
        let done = done.and_then(|bills| {
            self.assign(id, &bills)?;
            let (note, problems) = self.bill(id, bills);
            let processed = format.processed_bills(&content, &note, &problems)?;
            Ok((note, processed))
        });
        let Some(reconciliation) = self.reconciliations.get_mut(id) else {
            return;
        };
        match done {
            Ok((note, processed)) => {
                reconciliation.status = ReconciliationStatus::Processed;
                reconciliation.processing_note = Some(note);
                reconciliation.processed = Some(processed);
            }
            Err(error) => {
                reconciliation.status = ReconciliationStatus::Failed;
                reconciliation.error = Some(error);
            }
        }
    }

    /// Finds out which report and chunk a reconciliation is of, as far as its spreadsheet says so.
    fn assign(&mut self, id: &str, bills: &Bills) -> Result<(), String> {
        let Some(reconciliation) = self.reconciliations.get(id) else {
            return Ok(());
        };
        let (own, named) = (reconciliation.file.as_deref(), bills.report.as_deref());
        if let (Some(own), Some(named)) = (own, named)
            && own != named
        {
            return Err(format!(
                "The workbook is of the report `{named}`, not of `{own}`."
            ));
        }
        let file = own.or(named).map(str::to_owned);
        let hub = bills.hub.as_deref();
        let chunk = file.as_deref().and_then(|file| {
            let mut chunks = self.chunks_of(file);
            chunks.find(|it| Some(it.hub.id.as_str()) == hub)
        });
        let chunk = chunk.map(|it| it.id.clone());
        let uploaded = reconciliation.uploaded.clone();
        if let Some(reported) = file.as_ref().and_then(|it| self.files.get_mut(it)) {
            reported.reconciled = Some(uploaded);
        }
        if let Some(reconciliation) = self.reconciliations.get_mut(id) {
            reconciliation.file = file;
            reconciliation.chunk = reconciliation.chunk.take().or(chunk);
        }
        Ok(())
    }

    /// Closes the records that have a bill. Returns a note, and what is wrong with the other rows.
    fn bill(&mut self, id: &str, bills: Bills) -> (String, Vec<Problem>) {
        let reconciliation = self.reconciliations.get(id);
        let file = reconciliation.and_then(|it| it.file.clone());
        let chunk = reconciliation.and_then(|it| it.chunk.clone());
        let mut problems = bills.problems;
        let mut closed = Vec::new();
        let known = file
            .as_deref()
            .map(|it| self.record_ids(it, chunk.as_deref()));
        for bill in &bills.bills {
            let result = match &bill.record {
                Key::Id(id) => Ok(id.clone()),
                Key::RecordId(id) => named(known.as_ref(), id),
            };
            match result.and_then(|record| self.close_with(record, bill)) {
                Ok(record) => closed.push(record),
                Err(message) => problems.push(Problem {
                    row: bill.row,
                    column: "record_id".to_owned(),
                    message,
                }),
            }
        }
        let ids: Vec<_> = closed.iter().map(String::as_str).collect();
        self.close_if_these_were_last(&ids);
        problems.sort_by_key(|it| it.row);
        let mut note = format!("{} records were closed.", closed.len());
        if !problems.is_empty() {
            note.push_str(&format!(" Cells with errors: {}.", problems.len()));
        }
        (note, problems)
    }

    fn close_with(&mut self, record: String, bill: &Bill) -> Result<String, String> {
        let closed = self.close_record(&record, Some(&bill.id), bill.note.as_deref());
        closed.map_err(|status| format!("a record or report that is {status} is not billed"))?;
        Ok(record)
    }

    /// The ids of the records of a report, or of a chunk of it, by the vendor's ids.
    fn record_ids(&self, file: &str, chunk: Option<&str>) -> BTreeMap<String, String> {
        let records = self.records_of(file);
        let own = records.filter(|it| chunk.is_none_or(|own| it.chunk.as_deref() == Some(own)));
        own.map(|it| (it.record_id.clone(), it.id.clone()))
            .collect()
    }
}

/// The id of the record that a row names. Nothing is known if no report is.
fn named(known: Option<&BTreeMap<String, String>>, id: &str) -> Result<String, String> {
    let known = known.ok_or("the workbook does not say which report it is of")?;
    let found = known.get(id).cloned();
    found.ok_or_else(|| "there is no such record in this report or chunk".to_owned())
}
