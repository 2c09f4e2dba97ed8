//! What generated code would have, by hand.
#![allow(dead_code, missing_docs, reason = "each test file uses a part of it")]

use connect_runtime::{
    Date, DateTime, Decimal, Json, Method, Nullable, Operation, Response, Segment,
};

pub static GET: Operation = Operation::new(
    "files::get",
    Method::GET,
    &[
        Segment::Literal("usage"),
        Segment::Literal("files"),
        Segment::Parameter("id"),
    ],
    "/paths/~1usage~1files~1{id}/get",
)
.idempotent()
.accept("application/json");

pub static CREATE: Operation = Operation::new(
    "files::create",
    Method::POST,
    &[Segment::Literal("usage"), Segment::Literal("files")],
    "/paths/~1usage~1files/post",
)
.accept("application/json");

connect_runtime::codegen::open_enum! {
    pub enum Status {
        Draft = "draft",
        Ready = "ready",
    }
}

connect_runtime::codegen::response! {
    #[derive(Debug, Clone, PartialEq)]
    pub struct File {
        #[new(into)]
        pub id: String,
        pub status: Option<Status>,
        pub amount: Option<Decimal>,
        pub at: Option<DateTime>,
        pub day: Option<Date>,
        pub count: Option<i64>,
        #[wire("odd params")]
        pub params: Option<Vec<File>>,
        pub extra: Option<Json>,
        pub note: Nullable<String>,
    }
}

pub fn response(status: u16, body: impl Into<Vec<u8>>) -> Response {
    connect_runtime::driver::response(
        status.try_into().expect("a status"),
        Default::default(),
        body.into(),
    )
}

pub fn with_header(mut response: Response, name: &'static str, value: &str) -> Response {
    response
        .headers_mut()
        .insert(name, value.parse().expect("a header"));
    response
}

/// A value's JSON, read through the model.
pub fn file(json: &str) -> Result<File, serde_json::Error> {
    serde_json::from_str(json)
}
