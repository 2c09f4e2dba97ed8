//! `reconciliations::…` and `products::…`

use super::{Call, Result};
use crate::platform::form::Form;
use crate::platform::journal::Side;
use crate::platform::json::Object;
use crate::platform::lists;
use crate::platform::model::reconciliation::Reconciliation;
use crate::platform::model::{ReconciliationStatus, Uploaded};
use crate::platform::names::user;
use crate::platform::refusal::Refusal;
use crate::platform::world::created;
use crate::reply::{Content, Reply};

impl Call<'_> {
    pub fn list_reconciliations(&mut self) -> Result {
        lists::reconciliations(self.world, self.query())
    }

    pub fn create_reconciliation(&mut self) -> Result {
        self.only(Side::Provider)?;
        let form = Form::read(self.request)?;
        let uploaded = form.file("recon_file")?;
        let note = form.text("upload_note");
        let id = self.reconcile("reconciliations::create", None, uploaded, note);
        self.reconciliation_reply(201, &id)
    }

    pub fn get_reconciliation(&mut self, id: &str) -> Result {
        self.reconciliation_reply(200, id)
    }

    pub fn uploaded_file(&mut self, id: &str) -> Result {
        let content = self.reconciliation(id)?.uploaded.content.clone();
        Ok(self.download("uploaded.xlsx", Content::Whole(content)))
    }

    /// The spreadsheet that was uploaded, after processing.
    pub fn processed_file(&mut self, id: &str) -> Result {
        let reconciliation = self.reconciliation(id)?;
        if reconciliation.status != ReconciliationStatus::Processed {
            return Err(Refusal::wrong_status(reconciliation.status.as_str()));
        }
        let content = reconciliation.processed.clone().unwrap_or_default();
        Ok(self.download("processed.xlsx", Content::Whole(content)))
    }

    /// The URL of the spreadsheet to fill in.
    pub fn template(&mut self, product: &str) -> Result {
        self.only(Side::Vendor)?;
        if !product.starts_with("PRD-") {
            return Err(Refusal::not_found());
        }
        let options = &self.world.options;
        let content = options.format.template(product, options.schema);
        let content = Content::Whole(content.map_err(Refusal::broken)?);
        let url = self.world.presign("template.xlsx", content);
        let object = Object::new().string("template_link", &url);
        Ok(Reply::json(200, object.finish()))
    }

    /// Stores a spreadsheet with billing ids, which the platform will process.
    pub(super) fn reconcile(
        &mut self,
        operation: &'static str,
        file: Option<&str>,
        uploaded: Uploaded,
        note: Option<String>,
    ) -> String {
        let chunk = self.chunk_named_in(&uploaded.content);
        let world = &mut *self.world;
        let id = world.next_reconciliation_id();
        let at = world.clock.tick();
        if let Some(error) = world.coming_errors.pop_front() {
            world.errors.insert(id.clone(), error);
        }
        let of_chunk = chunk.as_ref().and_then(|it| world.chunks.get(it));
        let file = file.map(str::to_owned);
        let file = file.or_else(|| of_chunk.map(|it| it.file.clone()));
        if let Some(file) = file.as_ref().and_then(|it| world.files.get_mut(it)) {
            file.reconciled = Some(uploaded.clone());
        }
        world.uploads.push((id.clone(), uploaded.clone()));
        let reconciliation = Reconciliation {
            id: id.clone(),
            status: ReconciliationStatus::Uploaded,
            file,
            chunk,
            note,
            processing_note: None,
            error: None,
            uploaded,
            processed: None,
            events: created(at, Some(user(self.side))),
        };
        world.reconciliations.insert(id.clone(), reconciliation);
        world.begin(&id);
        world.note(operation, &id, self.side);
        id
    }

    /// The chunk whose id is in a spreadsheet.
    fn chunk_named_in(&self, content: &[u8]) -> Option<String> {
        let text = String::from_utf8_lossy(content);
        let mut words = text.split(|it: char| !it.is_ascii_alphanumeric() && it != '-');
        let id = words.find(|it| self.world.chunks.contains_key(*it));
        id.map(str::to_owned)
    }

    fn reconciliation(&self, id: &str) -> Result<&Reconciliation> {
        let reconciliation = self.world.reconciliations.get(id);
        reconciliation.ok_or_else(Refusal::not_found)
    }

    fn reconciliation_reply(&mut self, status: u16, id: &str) -> Result {
        self.world.called();
        let reconciliation = self.reconciliation(id)?;
        let shown = self.world.shown(id, reconciliation.status.as_str());
        let file = reconciliation.file.as_ref();
        let file = file.and_then(|it| self.world.files.get(it));
        let chunk = reconciliation.chunk.as_ref();
        let chunk = chunk.and_then(|it| self.world.chunks.get(it));
        let object = reconciliation.json(&shown, file, chunk);
        Ok(self.reply(status, id, &shown, object))
    }
}
