//! `records::…` and the totals of records.

use RecordStatus::Closed;
use serde_json::{Map, Value};

use super::{Body, Call, Result};
use crate::platform::journal::Side;
use crate::platform::json::{self, Object};
use crate::platform::lists;
use crate::platform::model::RecordStatus;
use crate::platform::model::record::Record;
use crate::platform::refusal::Refusal;
use crate::platform::transitions;
use crate::reply::Reply;

impl Call<'_> {
    pub fn list_records(&mut self) -> Result {
        let seen = |it: &Record| self.file(&it.file).is_ok();
        lists::records(self.world, seen, self.query())
    }

    pub fn list_aggregates(&mut self) -> Result {
        let seen = |it: &Record| self.file(&it.file).is_ok();
        lists::aggregates(self.world, seen, self.query())
    }

    pub fn get_record(&mut self, id: &str) -> Result {
        self.record_reply(id)
    }

    pub fn update_record(&mut self, id: &str) -> Result {
        self.permits(transitions::RECORDS, "records::update")?;
        let before = self.record(id)?.status;
        let status = self.body()?.required("status")?;
        let Some(wanted) = RecordStatus::read(&status) else {
            return Err(Refusal::field("status", "this is not a status of a record"));
        };
        let (graph, from) = (transitions::RECORDS, before.as_str());
        let mut targets = transitions::targets(graph, "records::update", from);
        if !targets.any(|it| it == wanted.as_str()) {
            return Err(Refusal::wrong_status(from));
        }
        if wanted == Closed {
            self.close_one(id, &Body::empty())?;
        } else if let Some(record) = self.world.records.get_mut(id) {
            record.status = wanted;
        }
        self.world.note("records::update", id, self.side);
        self.record_reply(id)
    }

    pub fn close_record(&mut self, id: &str) -> Result {
        self.permits(transitions::RECORDS, "records::close")?;
        self.record(id)?;
        let body = self.body()?;
        self.close_one(id, &body)?;
        self.world.note("records::close", id, self.side);
        self.record_reply(id)
    }

    /// Closes each record that can be closed, and returns a result for each.
    pub fn close_records(&mut self) -> Result {
        self.only(Side::Provider)?;
        let rows: Vec<Map<String, Value>> = serde_json::from_slice(&self.request.body)
            .map_err(|_| Refusal::syntax("The body is not a JSON list of objects."))?;
        let mut results = Vec::new();
        let mut closed = Vec::new();
        for body in rows.into_iter().map(Body) {
            let id = body.string("id").ok().flatten().unwrap_or_default();
            let result = self.close_quietly(&id, &body);
            if result.is_ok() {
                self.world.note("records::close_many", &id, self.side);
                closed.push(id.clone());
            }
            results.push(self.row(&id, result.err()));
        }
        let closed: Vec<_> = closed.iter().map(String::as_str).collect();
        self.world.close_if_these_were_last(&closed);
        self.world.called();
        Ok(Reply::json(206, json::list(results)))
    }

    /// The result for one record. Most closed records have only id and status.
    fn row(&self, id: &str, refusal: Option<Refusal>) -> String {
        let status = self.world.records.get(id).map(|it| it.status.as_str());
        let row = Object::new()
            .string("id", id)
            .maybe_string("status", status);
        let row = match refusal {
            Some(refusal) => row
                .string("error_codes", refusal.code().unwrap_or("SYS_001"))
                .string("error_details", &refusal.errors().join(" ")),
            None => row,
        };
        row.finish()
    }

    fn record(&self, id: &str) -> Result<&Record> {
        let record = self.world.records.get(id);
        record
            .filter(|it| self.file(&it.file).is_ok())
            .ok_or_else(Refusal::not_found)
    }

    fn close_one(&mut self, id: &str, body: &Body) -> Result<()> {
        self.close_quietly(id, body)?;
        self.world.close_if_these_were_last(&[id]);
        Ok(())
    }

    fn close_quietly(&mut self, id: &str, body: &Body) -> Result<()> {
        self.record(id)?;
        let bill = body.string("external_billing_id")?;
        let note = body.string("external_billing_note")?;
        self.world.clock.tick();
        let result = self
            .world
            .close_record(id, bill.as_deref(), note.as_deref());
        result.map_err(Refusal::wrong_status)
    }

    fn record_reply(&mut self, id: &str) -> Result {
        self.world.called();
        let record = self.record(id)?;
        let file = self.file(&record.file)?;
        let shown = self.world.shown(id, record.status.as_str());
        let object = record.json(&shown, file);
        Ok(self.reply(200, id, &shown, object))
    }
}
