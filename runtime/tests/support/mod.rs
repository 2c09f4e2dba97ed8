//! What generated code would have, by hand.
#![allow(dead_code, missing_docs, reason = "each test file uses a part of it")]

use connect_runtime::decode::{self, Fields};
use connect_runtime::serde::de::MapAccess;
use connect_runtime::serde::{Serialize, Serializer};
use connect_runtime::{
    Date, Decimal, Json, Method, Nullable, OffsetDateTime, OpenEnum, Operation, Response, Segment,
    UnrecognizedText, encode,
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
.repeatable()
.accept("application/json");

pub static CREATE: Operation = Operation::new(
    "files::create",
    Method::POST,
    &[Segment::Literal("usage"), Segment::Literal("files")],
    "/paths/~1usage~1files/post",
)
.accept("application/json");

#[non_exhaustive]
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    Draft,
    Ready,
    Unrecognized(UnrecognizedText),
}

impl OpenEnum for Status {
    type Raw = str;
    const KNOWN: &'static [Self] = &[Self::Draft, Self::Ready];
    fn as_str(&self) -> &str {
        match self {
            Self::Draft => "draft",
            Self::Ready => "ready",
            Self::Unrecognized(value) => value.as_str(),
        }
    }
    fn known(text: &str) -> Option<Self> {
        match text {
            "draft" => Some(Self::Draft),
            "ready" => Some(Self::Ready),
            _ => None,
        }
    }
    fn unrecognized(value: UnrecognizedText) -> Self {
        Self::Unrecognized(value)
    }
}
connect_runtime::open_enum!(Status);

#[derive(Debug, Clone, PartialEq)]
pub struct File {
    pub id: String,
    pub status: Option<Status>,
    pub amount: Option<Decimal>,
    pub at: Option<OffsetDateTime>,
    pub day: Option<Date>,
    pub count: Option<i64>,
    pub params: Option<Vec<File>>,
    pub extra: Option<Json>,
    pub note: Nullable<String>,
}

impl File {
    pub fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            status: None,
            amount: None,
            at: None,
            day: None,
            count: None,
            params: None,
            extra: None,
            note: Nullable::Leave,
        }
    }
}

impl<'de> decode::Object<'de> for File {
    const NAME: &'static str = "File";
    fn read<A: MapAccess<'de>>(mut fields: Fields<'de, A>) -> Result<Self, A::Error> {
        let mut id = None;
        let mut file = Self::new("");
        while let Some(key) = fields.next_key()? {
            match &*key {
                "id" => fields.read(&mut id)?,
                "status" => fields.read(&mut file.status)?,
                "amount" => fields.read(&mut file.amount)?,
                "at" => fields.read(&mut file.at)?,
                "day" => fields.read(&mut file.day)?,
                "count" => fields.read(&mut file.count)?,
                "odd params" => fields.read(&mut file.params)?,
                "extra" => fields.read(&mut file.extra)?,
                "note" => fields.read_nullable(&mut file.note)?,
                _ => fields.skip(&key)?,
            }
        }
        file.id = fields.always("id", id)?;
        Ok(file)
    }
}

impl Serialize for File {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = encode::object(serializer)?;
        object.field("id", &self.id)?;
        object.optional("status", self.status.as_ref())?;
        object.optional("amount", self.amount.as_ref())?;
        object.optional("at", self.at.as_ref())?;
        object.optional("day", self.day.as_ref())?;
        object.optional("count", self.count.as_ref())?;
        object.optional("odd params", self.params.as_ref())?;
        object.optional("extra", self.extra.as_ref())?;
        object.nullable("note", &self.note)?;
        object.end()
    }
}

connect_runtime::serde_model!(object File);
connect_runtime::serde_model!(encode File);

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
