//! `files::…`

use FileStatus::{Accepted, Pending, Uploading};
use time::Date;

use super::{Body, Call, Result};
use crate::platform::date_time::read_date;
use crate::platform::form::Form;
use crate::platform::journal::Side;
use crate::platform::lists;
use crate::platform::model::file::{File, Period};
use crate::platform::model::{FileStatus, RecordStatus};
use crate::platform::names::user;
use crate::platform::refusal::Refusal;
use crate::platform::transitions;
use crate::platform::world::created;
use crate::reply::Reply;

/// What a call does with a report beside its transition.
struct Change {
    operation: &'static str,
    event: &'static str,
    /// The status of the response. The document declares 200 for all.
    response_status: u16,
}

const UPLOAD: Change = Change {
    operation: "files::upload",
    event: "uploaded",
    response_status: 201,
};

const SUBMIT: Change = Change {
    operation: "files::submit",
    event: "submitted",
    response_status: 201,
};

const DELETE: Change = Change {
    operation: "files::delete",
    event: "deleted",
    response_status: 200,
};

const ACCEPT: Change = Change {
    operation: "files::accept",
    event: "accepted",
    response_status: 201,
};

const REJECT: Change = Change {
    operation: "files::reject",
    event: "rejected",
    response_status: 201,
};

const CLOSE: Change = Change {
    operation: "files::close",
    event: "closed",
    response_status: 200,
};

impl Call<'_> {
    pub fn list_files(&mut self) -> Result {
        let files = self.world.files.values().filter(|it| self.sees(it));
        lists::files(self.world, files, self.query())
    }

    pub fn list_categories(&mut self, id: &str) -> Result {
        let file = self.file(id)?;
        lists::categories(self.world, file, self.query())
    }

    pub fn get_file(&mut self, id: &str) -> Result {
        self.file(id)?;
        self.file_reply(200, id)
    }

    pub fn create_file(&mut self) -> Result {
        self.only(Side::Vendor)?;
        let body = self.body()?;
        let product = reference(&body, "product")?;
        let contract = reference(&body, "contract")?;
        let terms = self.world.terms(&product, &contract);
        let mut file = File {
            name: body.string("name")?,
            external_id: body.string("external_id")?,
            description: body.string("description")?,
            note: body.string("note")?,
            currency: body.string("currency")?.or(terms.currency),
            schema: terms.schema.unwrap_or(self.world.options.schema),
            marketplace: terms.marketplace,
            period: period(&body, Period::default())?,
            ..File::draft(terms.product, terms.contract)
        };
        let world = &mut *self.world;
        file.id = world.next_file_id();
        file.created = world.clock.tick();
        file.events = created(file.created, Some(user(self.side)));
        let id = file.id.clone();
        world.files.insert(id.clone(), file);
        world.note("files::create", &id, self.side);
        self.file_reply(201, &id)
    }

    pub fn update_file(&mut self, id: &str) -> Result {
        self.only(Side::Vendor)?;
        let file = self.file(id)?;
        // Where fields may change is not published: here, where a spreadsheet can be uploaded.
        let status = file.status.as_str();
        let mut uploads = transitions::targets(transitions::FILES, "files::upload", status);
        if uploads.next().is_none() {
            return Err(Refusal::wrong_status(file.status.as_str()));
        }
        let body = self.body()?;
        let mut file = file.clone();
        for (name, field) in [
            ("description", &mut file.description),
            ("note", &mut file.note),
            ("currency", &mut file.currency),
            ("external_id", &mut file.external_id),
        ] {
            if body.has(name) {
                *field = body.string(name)?;
            }
        }
        file.period = period(&body, file.period)?;
        let changed = file.changed();
        self.world.files.insert(id.to_owned(), file);
        self.world.note("files::update", id, self.side);
        Ok(Reply::json(200, changed.finish()))
    }

    pub fn upload(&mut self, id: &str) -> Result {
        let to = self.check(id, &UPLOAD)?;
        let file = Form::read(self.request)?.file("usage_file")?;
        let world = &mut *self.world;
        world.uploads.push((id.to_owned(), file.clone()));
        if let Some(error) = world.coming_errors.pop_front() {
            world.errors.insert(id.to_owned(), error);
        }
        self.take(id, &UPLOAD, to, |it| {
            it.uploaded = Some(file);
            it.processed = None;
            it.error_detail = None;
        })
    }

    pub fn submit(&mut self, id: &str) -> Result {
        let to = self.check(id, &SUBMIT)?;
        self.take(id, &SUBMIT, to, |it| it.submitted = true)
    }

    pub fn delete(&mut self, id: &str) -> Result {
        let to = self.check(id, &DELETE)?;
        self.take(id, &DELETE, to, |_| ())
    }

    pub fn accept(&mut self, id: &str) -> Result {
        let to = self.check(id, &ACCEPT)?;
        let note = self.body()?.string("acceptance_note")?;
        self.take(id, &ACCEPT, to, |it| it.acceptance_note = note)
    }

    pub fn reject(&mut self, id: &str) -> Result {
        let to = self.check(id, &REJECT)?;
        let note = self.body()?.string("rejection_note")?;
        self.take(id, &REJECT, to, |it| it.rejection_note = note)
    }

    pub fn close_file(&mut self, id: &str) -> Result {
        let to = self.check(id, &CLOSE)?;
        self.take(id, &CLOSE, to, |_| ())
    }

    pub fn approve_all(&mut self, id: &str) -> Result {
        self.only(Side::Provider)?;
        self.in_status(id, &[Pending, Accepted])?;
        for record in self.world.record_ids_of(id) {
            if let Some(record) = self.world.records.get_mut(&record)
                && matches!(record.status, RecordStatus::Valid | RecordStatus::Rejected)
            {
                record.status = RecordStatus::Approved;
            }
        }
        self.world.note("files::approve_all", id, self.side);
        self.file_reply(200, id)
    }

    /// The counts of a report are always computed from its records here, so the call changes nothing.
    pub fn reprocess(&mut self, id: &str) -> Result {
        self.only(Side::Provider)?;
        self.in_status(id, &[Accepted])?;
        self.world.note("files::reprocess", id, self.side);
        self.file_reply(200, id)
    }

    pub fn upload_reconciliation(&mut self, id: &str) -> Result {
        self.only(Side::Provider)?;
        self.in_status(id, &[Accepted])?;
        let form = Form::read(self.request)?;
        let uploaded = form.file("recon_file")?;
        self.reconcile("files::upload_reconciliation", Some(id), uploaded, None);
        self.file_reply(200, id)
    }

    fn in_status(&self, id: &str, from: &[FileStatus]) -> Result<()> {
        let status = self.file(id)?.status;
        match from.contains(&status) {
            true => Ok(()),
            false => Err(Refusal::wrong_status(status.as_str())),
        }
    }

    /// Checks that the transition is for this side, and for a report in this status. Returns the status that follows.
    fn check(&self, id: &str, step: &Change) -> Result<FileStatus> {
        self.permits(transitions::FILES, step.operation)?;
        let status = self.file(id)?.status.as_str();
        let mut targets = transitions::targets(transitions::FILES, step.operation, status);
        let target = targets.find_map(FileStatus::read);
        target.ok_or_else(|| Refusal::wrong_status(status))
    }

    /// Makes a transition that was checked.
    fn take(
        &mut self,
        id: &str,
        step: &Change,
        to: FileStatus,
        change: impl FnOnce(&mut File),
    ) -> Result {
        let world = &mut *self.world;
        let at = world.clock.tick();
        if let Some(file) = world.files.get_mut(id) {
            file.status = to;
            file.events.add(step.event, at, Some(user(self.side)));
            change(file);
        }
        world.note(step.operation, id, self.side);
        match to {
            Uploading => world.begin(id),
            Pending if world.options.decision.is_some() => world.begin(id),
            Accepted => world.accept(id),
            _ => {}
        }
        self.file_reply(step.response_status, id)
    }

    fn file_reply(&mut self, status: u16, id: &str) -> Result {
        self.world.called();
        let file = self.file(id)?.clone();
        let urls = self.world.presigned_urls(&file);
        let shown = self.world.shown(id, file.status.as_str());
        let detail = file.detail(&shown, self.world.counts(id), &urls);
        Ok(self.reply(status, id, &shown, detail))
    }
}

/// The id of the object of that name, of which the request has nothing else.
fn reference(body: &Body, name: &str) -> Result<String> {
    let id = body.member(name)?.map(|it| it.string("id")).transpose()?;
    match id.flatten().filter(|it| !it.is_empty()) {
        Some(id) => Ok(id),
        None => Err(Refusal::field(name, "this field is required")),
    }
}

fn period(body: &Body, before: Period) -> Result<Period> {
    let Some(sent) = body.member("period")? else {
        return Ok(before);
    };
    let date = |name: &str, before: Option<Date>| match sent.string(name)? {
        None => Ok(before),
        Some(text) => match read_date(&text) {
            Some(date) => Ok(Some(date)),
            None => Err(Refusal::field(
                &format!("period.{name}"),
                "this is not a date",
            )),
        },
    };
    Ok(Period {
        from: date("from", before.from)?,
        to: date("to", before.to)?,
    })
}
