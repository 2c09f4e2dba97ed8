//! A fake of the platform: it keeps reports in memory, with the status transitions of the platform.

use std::sync::{Mutex, PoisonError};

use loopback::{Received, Reply, Server};
use serde_json::{Value, json};

/// The keys of the two accounts.
pub const VENDOR: &str = "SU-000-000-001:vendor";
pub const PROVIDER: &str = "SU-000-000-002:provider";

pub struct Platform(Server);

impl Platform {
    pub fn start() -> Self {
        let reports = Mutex::new(Vec::new());
        Self(Server::start(move |request| {
            // A panic of one request must not make the next one fail.
            let mut reports = reports.lock().unwrap_or_else(PoisonError::into_inner);
            respond(&mut reports, request)
        }))
    }

    pub fn url(&self) -> String {
        self.0.url("/public/v1")
    }
}

struct Report {
    id: String,
    name: Value,
    status: &'static str,
}

impl Report {
    /// Makes the transition that the platform makes before the report is read again.
    fn work(&mut self) {
        self.status = match self.status {
            "uploading" => "processing",
            "processing" => "ready",
            other => other,
        };
    }

    fn json(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "status": self.status,
            "period": {"from": "2029-01-01T00:00:00+00:00", "to": "2029-01-31T00:00:00+00:00"},
            "vendor": {"id": "VA-000-001", "name": "Example Vendor"},
            "provider": {"id": "PA-000-001", "name": "Example Provider"},
        })
    }
}

fn respond(reports: &mut Vec<Report>, request: &Received) -> Reply {
    let Some(side) = side(request) else {
        return reject(401, "AUTH_001", "The key is not known.");
    };
    let (path, query) = request
        .target
        .split_once('?')
        .unwrap_or((&request.target, ""));
    let path: Vec<_> = path.split('/').skip(4).collect();
    match (request.method.as_str(), &path[..]) {
        ("POST", ["files"]) if side == VENDOR => create(reports, request),
        ("GET", ["files"]) => list(reports, query),
        ("GET", ["records"]) => records(reports, query),
        ("GET", ["files", id]) => match find(reports, id) {
            Some(report) => {
                report.work();
                Reply::json(200, report.json().to_string())
            }
            None => Reply::new(404),
        },
        ("POST", ["files", id, action]) => match find(reports, id) {
            Some(report) => act(report, side, action, request),
            None => Reply::new(404),
        },
        _ => Reply::new(404),
    }
}

/// Returns the account of the key.
fn side(request: &Received) -> Option<&'static str> {
    let key = request.header("authorization")?.strip_prefix("ApiKey ")?;
    [VENDOR, PROVIDER].into_iter().find(|it| *it == key)
}

fn find<'a>(reports: &'a mut [Report], id: &str) -> Option<&'a mut Report> {
    reports.iter_mut().find(|it| it.id == id)
}

fn create(reports: &mut Vec<Report>, request: &Received) -> Reply {
    let Ok(body) = serde_json::from_slice::<Value>(&request.body) else {
        return reject(400, "VAL_001", "The body is not JSON.");
    };
    if !body["product"]["id"].is_string() || !body["contract"]["id"].is_string() {
        return reject(400, "VAL_001", "product, contract: this field is required");
    }
    let report = Report {
        id: format!("UF-2029-01-0001-{:04}", reports.len() + 1),
        name: body["name"].clone(),
        status: "draft",
    };
    let reply = Reply::json(201, report.json().to_string());
    reports.push(report);
    reply
}

/// Makes a transition of a report, if its status and the account allow it.
fn act(report: &mut Report, side: &str, action: &str, request: &Received) -> Reply {
    let (actor, from, to): (_, &[_], _) = match action {
        "upload" => (
            VENDOR,
            &["draft", "invalid", "rejected", "ready"],
            "uploading",
        ),
        "submit" => (VENDOR, &["ready"], "pending"),
        "delete" => (VENDOR, &["draft", "invalid", "ready"], "deleted"),
        "accept" => (PROVIDER, &["pending"], "accepted"),
        "reject" => (PROVIDER, &["pending"], "rejected"),
        "close" => (PROVIDER, &["accepted"], "closed"),
        _ => return Reply::new(404),
    };
    if side != actor {
        return Reply::new(403);
    }
    if !from.contains(&report.status) {
        let text = format!("A report that is {} does not take this.", report.status);
        return reject(400, "USG_011", &text);
    }
    if action == "upload" && !has_spreadsheet(request) {
        return reject(400, "VAL_001", "usage_file: this field is required");
    }
    report.status = to;
    // The document of the API declares 200, the platform responds with 201.
    Reply::json(201, report.json().to_string())
}

fn has_spreadsheet(request: &Received) -> bool {
    let body = request.text();
    body.contains(r#"name="usage_file"; filename=""#) && body.contains("\r\n\r\nPK\x03\x04")
}

fn list(reports: &[Report], query: &str) -> Reply {
    let Some(status) = equals(query, "status") else {
        return reject(400, "REQ_005", "This fake lists by status only.");
    };
    let found = reports.iter().filter(|it| it.status == status);
    page(found.map(Report::json).collect(), query)
}

/// Returns three records whose amounts cannot be added exactly as binary floats.
fn records(reports: &mut [Report], query: &str) -> Reply {
    let Some(report) = equals(query, "usagefile.id").and_then(|id| find(reports, id)) else {
        return reject(400, "REQ_005", "This fake lists by report only.");
    };
    // Amounts are strings here, since serde_json would convert numbers to floats.
    let amounts = ["1000000000000000.00", "0.10", "0.20"];
    let rows = amounts.iter().enumerate().map(|(index, amount)| {
        json!({
            "id": format!("UR-{}-{index:04}", &report.id[3..]),
            "usagefile": {"id": report.id},
            "amount": amount,
            "status": "valid",
        })
    });
    page(rows.collect(), query)
}

/// Returns the value in `eq(name,"value")`.
fn equals<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    let prefix = format!("eq({name},%22");
    query
        .split('&')
        .find_map(|it| it.strip_prefix(&prefix)?.strip_suffix("%22)"))
}

fn page(rows: Vec<Value>, query: &str) -> Reply {
    let number = |name: &str, other| {
        let parts = query.split('&');
        let text = parts
            .filter_map(|it| it.split_once('='))
            .find(|it| it.0 == name);
        text.and_then(|(_, value)| value.parse().ok())
            .unwrap_or(other)
    };
    let (total, first): (usize, usize) = (rows.len(), number("offset", 0));
    let rows: Vec<_> = rows
        .into_iter()
        .skip(first)
        .take(number("limit", 100))
        .collect();
    let last = first + rows.len().saturating_sub(1);
    let range = format!("items {first}-{last}/{total}");
    Reply::json(200, Value::from(rows).to_string()).header("Content-Range", &range)
}

fn reject(status: u16, code: &str, text: &str) -> Reply {
    let body = json!({"error_code": code, "errors": [text]});
    Reply::json(status, body.to_string())
}
