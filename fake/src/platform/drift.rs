//! Drift: what requests have, and the contract does not declare.

use std::fmt;

use connect_client::runtime::contract::{Declaration, DeclaredBody, Undeclared};

use crate::platform::contract;
use crate::platform::form::Form;
use crate::platform::instance::Platform;
use crate::platform::rql;
use crate::request::Received;

/// Something of a request that the contract does not declare.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drift {
    /// The method and the path below the host, without the query: `GET /public/v1/usage/files`.
    pub request: String,
    /// The operation that it calls, such as `files::list`; `None` if there is none.
    pub operation: Option<&'static str>,
    /// What it is.
    pub kind: DriftKind,
}

/// What a request has, and the contract does not declare.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DriftKind {
    /// A method and a path of no operation.
    Operation,
    /// A query that is not in the language of filters.
    Query,
    /// A query parameter or filter of this name. The platform ignores it, so that a typo in a filter returns all rows.
    Parameter(String),
    /// A body, for an operation that takes none.
    Body,
    /// A body of this media type.
    MediaType(String),
    /// A part of a form of this name.
    Part(String),
    /// Something within a body of JSON.
    Json(Undeclared),
}

impl Platform {
    /// What the requests so far had that the contract does not declare, in their order.
    ///
    /// The typed functions of the bindings cannot drift from the contract that they are generated from. A raw call, a
    /// client in another language, and bindings of another version can, and the platform often does not tell: it ignores
    /// what it does not know.
    ///
    /// ```
    /// use connect_fake::{DriftKind, Platform, Side};
    /// use connect_usage::files;
    /// use connect_usage::runtime::Filter;
    ///
    /// let platform = Platform::in_memory();
    /// let vendor = platform.blocking_client(Side::Vendor)?;
    /// vendor.send(files::list().filter(Filter::raw("eq(nmae,January)")))?;
    ///
    /// let drift = platform.drift();
    /// assert_eq!(drift[0].operation, Some("files::list"));
    /// assert_eq!(drift[0].kind, DriftKind::Parameter("nmae".to_owned()));
    /// # Ok::<(), connect_usage::Error>(())
    /// ```
    pub fn drift(&self) -> Vec<Drift> {
        self.requests().iter().flat_map(Received::drift).collect()
    }

    /// Asserts that no request so far had anything that the contract does not declare.
    ///
    /// # Panics
    /// If one had; the message lists all of it.
    #[track_caller]
    pub fn assert_no_drift(&self) {
        let drift = self.drift();
        let lines: Vec<_> = drift.iter().map(ToString::to_string).collect();
        assert!(
            drift.is_empty(),
            "the contract does not declare:\n{}",
            lines.join("\n")
        );
    }
}

/// `GET /public/v1/usage/files (files::list): the parameter or filter nmae`
impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.request)?;
        if let Some(operation) = self.operation {
            write!(f, " ({operation})")?;
        }
        write!(f, ": {}", self.kind)
    }
}

impl fmt::Display for DriftKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operation => f.write_str("an operation of this method and path"),
            Self::Query => f.write_str("a query that is not in the language of filters"),
            Self::Parameter(name) => write!(f, "the parameter or filter {name:?}"),
            Self::Body => f.write_str("a body"),
            Self::MediaType(media_type) => write!(f, "a body of the media type {media_type:?}"),
            Self::Part(name) => write!(f, "the part {name:?} of the form"),
            Self::Json(undeclared) => undeclared.fmt(f),
        }
    }
}

impl Received {
    /// What this request has that the contract does not declare. [`Platform::drift`] is that of all requests.
    pub fn drift(&self) -> Vec<Drift> {
        let declaration = contract::operation(self);
        let kinds = match declaration {
            Some(declaration) => {
                let mut kinds = query(declaration, self);
                kinds.extend(body(declaration, self));
                kinds
            }
            None => vec![DriftKind::Operation],
        };
        let drift = kinds.into_iter().map(|kind| Drift {
            request: format!("{} {}", self.method, self.path()),
            operation: declaration.map(|it| it.operation.name),
            kind,
        });
        drift.collect()
    }
}

/// What a query has that is not declared.
fn query(declaration: &Declaration, request: &Received) -> Vec<DriftKind> {
    let Some(text) = request.query().filter(|it| !it.is_empty()) else {
        return Vec::new();
    };
    let Ok(query) = rql::parse(text) else {
        return vec![DriftKind::Query];
    };
    let mut names = query.names();
    names.retain(|name| {
        let is_filter = declaration.filters.iter().any(|it| it.name == *name);
        !is_filter && !declaration.query.contains(name)
    });
    let names = names.into_iter().map(str::to_owned);
    names.map(DriftKind::Parameter).collect()
}

/// What a body has that is not declared.
fn body(declaration: &Declaration, request: &Received) -> Vec<DriftKind> {
    if request.length == 0 {
        return Vec::new();
    }
    let Some(body) = &declaration.body else {
        return vec![DriftKind::Body];
    };
    let sent = request.header("content-type").unwrap_or_default();
    let essence = sent.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case(body.media_type) {
        return vec![DriftKind::MediaType(sent.to_owned())];
    }
    match body.parts {
        Some(declared) => parts(declared, request),
        None => json(body, request),
    }
}

fn parts(declared: &[&str], request: &Received) -> Vec<DriftKind> {
    let form = Form::read(request).ok();
    let names = form.iter().flat_map(Form::names);
    let undeclared = names.filter(|it| !declared.contains(it));
    undeclared
        .map(|it| DriftKind::Part(it.to_owned()))
        .collect()
}

fn json(body: &DeclaredBody, request: &Received) -> Vec<DriftKind> {
    let undeclared = body.undeclared(&request.body).into_iter();
    undeclared.map(DriftKind::Json).collect()
}
