//! What a report is to be.

use std::time::Duration;

use connect_usage::models::{NewPeriod, NewUsageFile};

/// A report to make: what it is about, and how far to take it. [`run`](Self::run) does all of it.
///
/// The external id is what makes the report one: the same in every run, and different from that of every other report, also
/// of other products and contracts. Other settings can change between runs; those that describe the report are sent only when
/// it is created.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    pub(super) external_id: String,
    pub(super) product: String,
    pub(super) contract: String,
    name: Option<String>,
    description: Option<String>,
    note: Option<String>,
    period: Option<NewPeriod>,
    currency: Option<String>,
    pub(super) submits: bool,
    pub(super) replaces_rejected: bool,
    pub(super) first_pause: Duration,
    pub(super) longest_pause: Duration,
    pub(super) wait_limit: Duration,
}

impl Report {
    /// A report with this external id, about the product `PRD-…` under the contract `CRD-…`. The platform needs no more.
    ///
    /// An external id that is empty, begins or ends with white space, or has control characters, makes each run fail.
    pub fn new(
        external_id: impl Into<String>,
        product: impl Into<String>,
        contract: impl Into<String>,
    ) -> Self {
        Self {
            external_id: external_id.into(),
            product: product.into(),
            contract: contract.into(),
            name: None,
            description: None,
            note: None,
            period: None,
            currency: None,
            submits: true,
            replaces_rejected: false,
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(15),
            wait_limit: Duration::from_secs(600),
        }
    }

    /// Names the report. By default the name is the external id.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Says what the report is about, in free text.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Sets the note of the report, in free text.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Sets the days that the report is about.
    #[must_use]
    pub fn period(mut self, period: impl Into<NewPeriod>) -> Self {
        self.period = Some(period.into());
        self
    }

    /// Sets the currency of the amounts, as three letters of ISO 4217.
    #[must_use]
    pub fn currency(mut self, currency: impl Into<String>) -> Self {
        self.currency = Some(currency.into());
        self
    }

    /// Sets whether to submit the report when it is ready, which is the default. Otherwise a run stops there.
    #[must_use]
    pub fn submit(mut self, submit: bool) -> Self {
        self.submits = submit;
        self
    }

    /// Sets whether to upload the workbook of a rejected report again even if it was not changed, or no progress says whether
    /// it was. By default a person has to decide that. Each run with this setting uploads and submits a rejected report once.
    #[must_use]
    pub fn replace_rejected(mut self, replace: bool) -> Self {
        self.replaces_rejected = replace;
        self
    }

    /// Sets the first pause between two reads of a report that the platform processes (by default 1 second), and the longest
    /// one that it grows to (by default 15 seconds).
    #[must_use]
    pub fn poll_every(mut self, first: Duration, longest: Duration) -> Self {
        self.first_pause = first;
        self.longest_pause = longest;
        self
    }

    /// Sets how long to wait for the platform to process a workbook; by default 10 minutes. The next run continues to wait.
    #[must_use]
    pub fn wait_limit(mut self, limit: Duration) -> Self {
        self.wait_limit = limit;
        self
    }

    /// The external id.
    pub fn external_id(&self) -> &str {
        &self.external_id
    }

    /// The name that the report is created with.
    pub fn sent_name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.external_id)
    }

    /// Whether each response will have the external id as it was sent. Servers drop white space at the ends.
    pub(super) fn has_safe_external_id(&self) -> bool {
        let id = &self.external_id;
        !id.is_empty() && id.trim() == id && !id.contains(char::is_control)
    }

    /// The call's body that creates the report.
    pub(super) fn body(&self) -> NewUsageFile {
        let mut body = NewUsageFile::new(self.product.as_str(), self.contract.as_str());
        body.external_id = Some(self.external_id.clone());
        // Always sent, so that a client which looks for a report whose creation got no response can compare it.
        body.name = Some(self.sent_name().to_owned());
        body.description.clone_from(&self.description);
        body.note.clone_from(&self.note);
        body.period.clone_from(&self.period);
        body.currency.clone_from(&self.currency);
        body
    }

    /// Returns the settings of one of several reports that belong together: the external id and the name end with `-` and the
    /// suffix. See [`report_all`](crate::report_all).
    ///
    /// ```
    /// # use connect_reporting::Report;
    /// let report = Report::new("2029-01", "PRD-000-000-001", "CRD-00000-00000-00001").name("January");
    /// let euros = report.part("EUR").currency("EUR");
    /// assert_eq!((euros.external_id(), euros.sent_name()), ("2029-01-EUR", "January-EUR"));
    /// ```
    #[must_use]
    pub fn part(&self, suffix: &str) -> Self {
        let mut part = self.clone();
        part.external_id = format!("{}-{suffix}", self.external_id);
        part.name = self.name.as_ref().map(|it| format!("{it}-{suffix}"));
        part
    }

    /// Returns a report for each workbook: the first one has this external id and name, and the others end with `-part2`,
    /// `-part3` and so on: a number alone could make the external id of a month that of one of its days. See [`report_all`](crate::report_all).
    pub fn numbered<W>(&self, workbooks: impl IntoIterator<Item = W>) -> Vec<(Self, W)> {
        let numbered = (1_u64..).zip(workbooks);
        let parts = numbered.map(|(number, workbook)| match number {
            1 => (self.clone(), workbook),
            number => (self.part(&format!("part{number}")), workbook),
        });
        parts.collect()
    }
}
