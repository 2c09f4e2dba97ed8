//! Reports.

use time::{Date, OffsetDateTime};

use super::status::FileStatus;
use super::{Events, Later, Named, Uploaded};
use crate::clock::BEGINNING;
use crate::platform::date_time::{Style, write_date_time};
use crate::platform::json::Object;
use crate::platform::names::{MARKETPLACE, Names};

#[derive(Debug, Clone)]
pub(crate) struct File {
    pub id: String,
    pub status: FileStatus,
    pub name: Option<String>,
    pub external_id: Option<String>,
    pub product: Named,
    pub contract: Named,
    pub marketplace: Named,
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
    /// Whether it was submitted, so that the provider can see it.
    pub submitted: bool,
    /// The latest spreadsheet.
    pub uploaded: Option<Uploaded>,
    /// That spreadsheet after processing, if it is not the same.
    pub processed: Option<Later>,
    /// The latest spreadsheet with billing ids.
    pub reconciled: Option<Uploaded>,
    pub categories: Vec<Named>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Period {
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// The number of records of a report by status.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub all: usize,
    pub valid: usize,
    pub invalid: usize,
    pub approved: usize,
    pub closed: usize,
}

/// Presigned URLs to the spreadsheets of a report.
#[derive(Debug, Clone, Default)]
pub(crate) struct PresignedUrls {
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
            marketplace: Named::new(MARKETPLACE.0, MARKETPLACE.1),
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
            processed: None,
            reconciled: None,
            categories: Vec::new(),
        }
    }

    /// The report as a single object.
    pub fn detail(&self, status: &str, counts: Counts, urls: &PresignedUrls) -> Object {
        self.common(status, counts)
            .maybe_string("usage_file_uri", urls.usage.as_deref())
            .maybe_string("processed_file_uri", urls.processed.as_deref())
            .maybe_string("reconciliation_file_uri", urls.reconciliation.as_deref())
    }

    /// The report as a row of the list, which has the audit fields of an older version too.
    pub fn summary(&self, status: &str, counts: Counts) -> Object {
        let at = |name: &str| {
            let at = self.events.at(name)?;
            Some(write_date_time(at, Style::Offset))
        };
        self.common(status, counts)
            .string("created_at", &write_date_time(self.created, Style::Zulu))
            .string("created_by", "UR-000-000-001")
            .maybe_string("uploaded_at", at("uploaded").as_deref())
            .maybe_string("submitted_at", at("submitted").as_deref())
    }

    /// The report in the response to a change: only the fields that can be changed.
    pub fn changed(&self) -> Object {
        self.object()
            .maybe_string("description", self.description.as_deref())
            .maybe_string("note", self.note.as_deref())
            .outer_id("external_id", self.external_id.as_deref())
    }

    /// Some responses write missing members as null, others leave them out.
    fn object(&self) -> Object {
        Object::new().nulls(self.id.ends_with(['1', '3', '5', '7', '9']))
    }

    fn common(&self, status: &str, counts: Counts) -> Object {
        let names = Names::of_all();
        self.object()
            .string("id", &self.id)
            .maybe_string("name", self.name.as_deref())
            .string("status", status)
            .outer_id("external_id", self.external_id.as_deref())
            .object("vendor", names.vendor.with_icon())
            .object("provider", names.provider.json())
            .string("environment", "production")
            .object("marketplace", self.marketplace.json())
            .object("contract", self.contract.json())
            .object("product", self.product.with_icon())
            .string("schema", self.schema)
            .maybe_string("currency", self.currency.as_deref())
            .maybe_string("description", self.description.as_deref())
            .maybe_string("note", self.note.as_deref())
            .maybe_string("acceptance_note", self.acceptance_note.as_deref())
            .maybe_string("rejection_note", self.rejection_note.as_deref())
            .maybe_string("error_detail", self.error_detail.as_deref())
            .object("period", self.period.json())
            .object("records", counts.records())
            .object("stats", counts.stats())
            .object("events", self.events.json())
    }

    /// The report as a reference in other objects.
    pub fn reference(&self) -> Object {
        Object::new()
            .string("id", &self.id)
            .maybe_string("name", self.name.as_deref())
            .string("schema", self.schema)
            .maybe_string("currency", self.currency.as_deref())
    }
}

impl Period {
    /// Dates are returned as date-times.
    fn json(&self) -> Object {
        let time = |date: Option<Date>| {
            let date = date?.midnight().assume_utc();
            Some(write_date_time(date, Style::Offset))
        };
        Object::new()
            .maybe_string("from", time(self.from).as_deref())
            .maybe_string("to", time(self.to).as_deref())
    }
}

impl Counts {
    /// Leaves the count of closed records out while it is zero.
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
