//! Reports as the program shows them, as JSON and for people.

use connect_usage::OpenEnum as _;
use connect_usage::models::{Period, UsageFile, UsageFileSummary};
use serde_json::{Value, json};

/// What the program shows of a report.
#[derive(Debug, Clone, Default)]
pub struct View {
    pub id: String,
    pub status: Option<String>,
    pub name: Option<String>,
    pub external_id: Option<String>,
    pub product: Option<String>,
    pub contract: Option<String>,
    pub schema: Option<String>,
    pub currency: Option<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    pub valid: Option<i64>,
    pub invalid: Option<i64>,
    pub error: Option<String>,
    pub rejection: Option<String>,
}

/// Both types of reports have these members, by the same names.
macro_rules! view {
    ($file:expr) => {{
        let file = $file;
        let (from, to) = period(file.period);
        View {
            id: file.id,
            status: file.status.map(|it| it.as_str().to_owned()),
            name: file.name,
            external_id: file.external_id,
            product: file.product.and_then(|it| it.id),
            contract: file.contract.and_then(|it| it.id),
            schema: file.schema.map(|it| it.as_str().to_owned()),
            currency: file.currency,
            from,
            to,
            valid: file.records.as_ref().and_then(|it| it.valid),
            invalid: file.records.as_ref().and_then(|it| it.invalid),
            error: file.error_detail,
            rejection: file.rejection_note,
        }
    }};
}

impl From<UsageFile> for View {
    fn from(file: UsageFile) -> Self {
        view!(file)
    }
}

impl From<UsageFileSummary> for View {
    fn from(file: UsageFileSummary) -> Self {
        view!(file)
    }
}

fn period(period: Option<Period>) -> (Option<String>, Option<String>) {
    let Some(period) = period else {
        return (None, None);
    };
    let date = |it: connect_usage::DateOrDateTime| it.to_string();
    (period.from.map(date), period.to.map(date))
}

impl View {
    /// The value of a report in JSON; members without a value are null.
    pub fn json(&self) -> Value {
        json!({
            "id": self.id,
            "status": self.status,
            "name": self.name,
            "external_id": self.external_id,
            "product": self.product,
            "contract": self.contract,
            "schema": self.schema,
            "currency": self.currency,
            "from": self.from,
            "to": self.to,
            "valid_records": self.valid,
            "invalid_records": self.invalid,
            "error": self.error,
            "rejection": self.rejection,
        })
    }

    /// The status, or a dash.
    pub fn status(&self) -> &str {
        self.status.as_deref().unwrap_or("-")
    }

    /// The dates of the period.
    pub fn period(&self) -> String {
        let date = |it: &Option<String>| {
            let date = it.as_deref().unwrap_or("…");
            date.split('T').next().unwrap_or(date).to_owned()
        };
        match (&self.from, &self.to) {
            (None, None) => "-".to_owned(),
            (from, to) => format!("{}..{}", date(from), date(to)),
        }
    }

    /// The lines of one report.
    pub fn lines(&self) -> Vec<String> {
        let count = |it: Option<i64>| it.map(|it| it.to_string());
        let members = [
            ("status", self.status.clone()),
            ("name", self.name.clone()),
            ("external id", self.external_id.clone()),
            ("product", self.product.clone()),
            ("contract", self.contract.clone()),
            ("schema", self.schema.clone()),
            ("currency", self.currency.clone()),
            ("period", self.from.is_some().then(|| self.period())),
            ("valid records", count(self.valid)),
            ("invalid records", count(self.invalid)),
            ("error", self.error.clone()),
            ("rejected because", self.rejection.clone()),
        ];
        let mut lines = vec![self.id.clone()];
        let given = members
            .into_iter()
            .filter_map(|(name, it)| Some((name, it?)));
        lines.extend(given.map(|(name, value)| format!("  {name:<16} {value}")));
        lines
    }
}
