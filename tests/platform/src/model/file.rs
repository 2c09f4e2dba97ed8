//! Reports.

use time::{Date, OffsetDateTime};

use super::status::FileStatus;
use super::{Events, Named, Uploaded};
use crate::clock::{BEGINNING, Style, write_date_time};
use crate::json::Object;
use crate::world::{MARKETPLACE, Names};

#[derive(Debug, Clone)]
pub(crate) struct File {
    pub id: String,
    pub status: FileStatus,
    pub name: Option<String>,
    pub external_id: Option<String>,
    pub product: Named,
    pub contract: Named,
    pub schema: &'static str,
    pub currency: Option<String>,
    pub description: Option<String>,
    pub note: Option<String>,
    pub acceptance_note: Option<String>,
    pub rejection_note: Option<String>,
    pub error_detail: Option<String>,
    pub period: Period,
    pub events: Events,
    pub created: OffsetDateTime,
    /// Whether it was submitted, and so the provider knows of it.
    pub submitted: bool,
    /// The latest spreadsheet.
    pub uploaded: Option<Uploaded>,
    /// The latest spreadsheet with billing ids.
    pub reconciled: Option<Uploaded>,
    pub categories: Vec<Named>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Period {
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// How many records of a report stand where.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub all: usize,
    pub valid: usize,
    pub invalid: usize,
    pub approved: usize,
    pub closed: usize,
}

/// Signed links to the spreadsheets of a report.
#[derive(Debug, Clone, Default)]
pub(crate) struct Links {
    pub usage: Option<String>,
    pub processed: Option<String>,
    pub reconciliation: Option<String>,
}

impl File {
    /// A draft that was never saved.
    pub fn draft(product: Named, contract: Named) -> Self {
        Self {
            id: String::new(),
            status: FileStatus::Draft,
            name: None,
            external_id: None,
            product,
            contract,
            schema: "cr",
            currency: None,
            description: None,
            note: None,
            acceptance_note: None,
            rejection_note: None,
            error_detail: None,
            period: Period::default(),
            events: Events::default(),
            created: BEGINNING,
            submitted: false,
            uploaded: None,
            reconciled: None,
            categories: Vec::new(),
        }
    }

    /// What one report answers.
    pub fn detail(&self, status: &str, counts: Counts, links: &Links) -> Object {
        self.common(status, counts)
            .maybe_text("usage_file_uri", links.usage.as_deref())
            .maybe_text("processed_file_uri", links.processed.as_deref())
            .maybe_text("reconciliation_file_uri", links.reconciliation.as_deref())
    }

    /// What a row of the list answers. It has the audit fields of an older version too.
    pub fn summary(&self, status: &str, counts: Counts) -> Object {
        let at = |name: &str| {
            let at = self.events.at(name)?;
            Some(write_date_time(at, Style::Offset))
        };
        self.common(status, counts)
            .text("created_at", &write_date_time(self.created, Style::Zulu))
            .text("created_by", "UR-000-000-001")
            .maybe_text("uploaded_at", at("uploaded").as_deref())
            .maybe_text("submitted_at", at("submitted").as_deref())
    }

    /// What a change of the report answers: the fields that can be changed, and no more.
    pub fn changed(&self) -> Object {
        self.object()
            .maybe_text("description", self.description.as_deref())
            .maybe_text("note", self.note.as_deref())
            .outer_id("external_id", self.external_id.as_deref())
    }

    /// Some answers write null for what is not there, others leave it out.
    fn object(&self) -> Object {
        Object::new().nulls(self.id.ends_with(['1', '3', '5', '7', '9']))
    }

    fn common(&self, status: &str, counts: Counts) -> Object {
        let names = Names::of_all();
        let marketplace = Named::new(MARKETPLACE.0, MARKETPLACE.1).json();
        self.object()
            .text("id", &self.id)
            .maybe_text("name", self.name.as_deref())
            .text("status", status)
            .outer_id("external_id", self.external_id.as_deref())
            .object("vendor", names.vendor.with_icon())
            .object("provider", names.provider.json())
            .text("environment", "production")
            .object("marketplace", marketplace)
            .object("contract", self.contract.json())
            .object("product", self.product.with_icon())
            .text("schema", self.schema)
            .maybe_text("currency", self.currency.as_deref())
            .maybe_text("description", self.description.as_deref())
            .maybe_text("note", self.note.as_deref())
            .maybe_text("acceptance_note", self.acceptance_note.as_deref())
            .maybe_text("rejection_note", self.rejection_note.as_deref())
            .maybe_text("error_detail", self.error_detail.as_deref())
            .object("period", self.period.json())
            .object("records", counts.records())
            .object("stats", counts.stats())
            .object("events", self.events.json())
    }

    /// As other objects mention it.
    pub fn reference(&self) -> Object {
        Object::new()
            .text("id", &self.id)
            .maybe_text("name", self.name.as_deref())
            .text("schema", self.schema)
            .maybe_text("currency", self.currency.as_deref())
    }
}

impl Period {
    /// Dates that were sent come back as times.
    fn json(&self) -> Object {
        let time = |date: Option<Date>| {
            let date = date?.midnight().assume_utc();
            Some(write_date_time(date, Style::Offset))
        };
        Object::new()
            .maybe_text("from", time(self.from).as_deref())
            .maybe_text("to", time(self.to).as_deref())
    }
}

impl Counts {
    /// Without the closed ones while there are none.
    fn records(self) -> Object {
        Object::new()
            .raw("valid", self.valid)
            .raw("invalid", self.invalid)
            .maybe("closed", Some(self.closed).filter(|it| *it > 0))
    }

    /// Empty while there is no usage.
    pub fn stats(self) -> Object {
        if self.all == 0 {
            return Object::new();
        }
        Object::new()
            .raw("uploaded", self.all)
            .raw("validated", self.all - self.invalid)
            .raw("accepted", self.approved + self.closed)
            .raw("closed", self.closed)
            .raw("billed", self.closed)
            .raw("invalid", self.invalid)
    }
}
