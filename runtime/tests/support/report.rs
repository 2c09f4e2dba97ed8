//! A report whose status has a graph, as generated code would have it.
#![allow(dead_code, missing_docs, reason = "each test file uses a part of it")]

use connect_runtime::decode::Fields;
use connect_runtime::driver::Settlement;
use connect_runtime::serde::de::MapAccess;
use connect_runtime::states::{Actor, Detail, Graph, Move, Stateful};
use connect_runtime::{Call, Method, OpenEnum, Operation, Request, Segment, UnrecognizedText};

pub static GET: Operation = Operation::new(
    "reports::get",
    Method::GET,
    &[Segment::Literal("reports"), Segment::Parameter("id")],
    "/paths/~1reports~1{id}/get",
)
.repeatable()
.accept("application/json");

macro_rules! actions {
    ($($constant:ident = $name:literal),*) => {
        $(pub static $constant: Operation = Operation::new(
            $name,
            Method::POST,
            &[
                Segment::Literal("reports"),
                Segment::Parameter("report_pk"),
                Segment::Literal("act"),
            ],
            "/paths/~1reports~1{report_pk}~1act/post",
        )
        .accept("application/json")
        .settled_by(&Settlement::new(&GET, "status", &GRAPH, $name).answers_object());)*
    };
}

actions!(
    SUBMIT = "reports::submit",
    ACCEPT = "reports::accept",
    UPLOAD = "reports::upload",
    DELETE = "reports::delete"
);

pub static GRAPH: Graph = Graph::new(
    "ReportStatus",
    &[
        Move::act(&[], &["draft"], Actor::Vendor, Some("reports::create")),
        Move::act(
            &["draft", "invalid", "rejected", "ready"],
            &["uploading"],
            Actor::Vendor,
            Some("reports::upload"),
        ),
        Move::system(&["uploading"], &["processing"]),
        Move::system(&["processing"], &["ready", "uploaded", "invalid"]),
        Move::act(
            &["ready", "uploaded"],
            &["pending"],
            Actor::Vendor,
            Some("reports::submit"),
        ),
        Move::act(
            &["pending"],
            &["accepted"],
            Actor::Provider,
            Some("reports::accept"),
        ),
        Move::act(
            &["pending"],
            &["rejected"],
            Actor::Provider,
            Some("reports::reject"),
        ),
        Move::system(&["pending"], &["accepted", "rejected"]),
        Move::act(
            &["accepted"],
            &["closed"],
            Actor::Provider,
            Some("reports::close"),
        ),
        Move::act(&["accepted"], &["closed"], Actor::Provider, None),
        Move::act(
            &["draft", "invalid", "ready"],
            &["deleted"],
            Actor::Vendor,
            Some("reports::delete"),
        ),
    ],
)
.same(&[&["ready", "uploaded"]]);

macro_rules! statuses {
    ($($name:ident = $text:literal),*) => {
        #[non_exhaustive]
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum ReportStatus { $($name,)* Unrecognized(UnrecognizedText) }

        impl OpenEnum for ReportStatus {
            type Raw = str;
            const KNOWN: &'static [Self] = &[$(Self::$name),*];
            fn as_str(&self) -> &str {
                match self { $(Self::$name => $text,)* Self::Unrecognized(it) => it.as_str() }
            }
            fn known(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$name),)* _ => None }
            }
            fn unrecognized(value: UnrecognizedText) -> Self {
                Self::Unrecognized(value)
            }
        }
    };
}

statuses!(
    Draft = "draft",
    Processing = "processing",
    Ready = "ready",
    Uploaded = "uploaded",
    Invalid = "invalid",
    Pending = "pending",
    Accepted = "accepted",
    Rejected = "rejected",
    Closed = "closed",
    Deleted = "deleted"
);
connect_runtime::open_enum!(ReportStatus);

impl connect_runtime::states::Status for ReportStatus {
    const GRAPH: &'static Graph = &GRAPH;
}

#[derive(Debug, Clone)]
pub struct Report {
    pub status: Option<ReportStatus>,
    pub error: Option<String>,
    pub errors: Option<Vec<String>>,
}

impl<'de> connect_runtime::decode::Object<'de> for Report {
    const NAME: &'static str = "Report";
    fn read<A: MapAccess<'de>>(mut fields: Fields<'de, A>) -> Result<Self, A::Error> {
        let (mut status, mut error, mut errors) = (None, None, None);
        while let Some(key) = fields.next_key()? {
            match &*key {
                "status" => fields.read(&mut status)?,
                "error" => fields.read(&mut error)?,
                "errors" => fields.read(&mut errors)?,
                _ => fields.skip(&key)?,
            }
        }
        Ok(Self {
            status,
            error,
            errors,
        })
    }
}
connect_runtime::serde_model!(object Report);

impl Detail for Report {
    fn tell(&self, texts: &mut Vec<String>) {
        Detail::tell(&self.error, texts);
        Detail::tell(&self.errors, texts);
    }
}

impl Stateful for Report {
    type Status = ReportStatus;
    fn status(&self) -> Option<&ReportStatus> {
        self.status.as_ref()
    }
    fn detail(&self) -> Option<String> {
        Detail::told(self)
    }
}

pub fn get(id: &str) -> Call<Report> {
    Request::new(&GET).path("id", id).answers_json()
}

pub fn act(operation: &'static Operation, id: &str) -> Call<Report> {
    Request::new(operation).path("report_pk", id).answers_json()
}

/// A report with a status.
pub fn report(status: &str) -> Report {
    Report {
        status: Some(status.into()),
        error: None,
        errors: None,
    }
}
