//! A report whose status has a graph, as generated code would have it.
#![allow(dead_code, missing_docs, reason = "each test file uses a part of it")]

use connect_runtime::driver::Settlement;
use connect_runtime::states::{Actor, Detail, Graph, Stateful, Transition};
use connect_runtime::{Call, Method, Operation, Request, Segment};

pub static GET: Operation = Operation::new(
    "reports::get",
    Method::GET,
    &[Segment::Literal("reports"), Segment::Parameter("id")],
    "/paths/~1reports~1{id}/get",
)
.idempotent()
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
        .settled_by(&Settlement::new(&GET, "status", &GRAPH, $name).returns_object());)*
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
        Transition::act(&[], &["draft"], Actor::Vendor, Some("reports::create")),
        Transition::act(
            &["draft", "invalid", "rejected", "ready"],
            &["uploading"],
            Actor::Vendor,
            Some("reports::upload"),
        ),
        Transition::system(&["uploading"], &["processing"]),
        Transition::system(&["processing"], &["ready", "uploaded", "invalid"]),
        Transition::act(
            &["ready", "uploaded"],
            &["pending"],
            Actor::Vendor,
            Some("reports::submit"),
        ),
        Transition::act(
            &["pending"],
            &["accepted"],
            Actor::Provider,
            Some("reports::accept"),
        ),
        Transition::act(
            &["pending"],
            &["rejected"],
            Actor::Provider,
            Some("reports::reject"),
        ),
        Transition::system(&["pending"], &["accepted", "rejected"]),
        Transition::act(
            &["accepted"],
            &["closed"],
            Actor::Provider,
            Some("reports::close"),
        ),
        Transition::act(&["accepted"], &["closed"], Actor::Provider, None),
        Transition::act(
            &["draft", "invalid", "ready"],
            &["deleted"],
            Actor::Vendor,
            Some("reports::delete"),
        ),
    ],
)
.same(&[&["ready", "uploaded"]]);

connect_runtime::codegen::open_enum! {
    pub enum ReportStatus {
        Draft = "draft",
        Processing = "processing",
        Ready = "ready",
        Uploaded = "uploaded",
        Invalid = "invalid",
        Pending = "pending",
        Accepted = "accepted",
        Rejected = "rejected",
        Closed = "closed",
        Deleted = "deleted",
    }
}

impl connect_runtime::states::Status for ReportStatus {
    const GRAPH: &'static Graph = &GRAPH;
}

connect_runtime::codegen::response! {
    #[derive(Debug, Clone)]
    pub struct Report {
        pub status: Option<ReportStatus>,
        pub error: Option<String>,
        pub errors: Option<Vec<String>>,
    }
}

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
    Request::new(&GET).path("id", id).returns_json()
}

pub fn act(operation: &'static Operation, id: &str) -> Call<Report> {
    Request::new(operation).path("report_pk", id).returns_json()
}

/// A report with a status.
pub fn report(status: &str) -> Report {
    let mut report = Report::new();
    report.status = Some(status.into());
    report
}
