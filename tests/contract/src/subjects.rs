//! The operations as code has them: how each reads a success and a refusal.

use connect_directory_api as directory;
use connect_runtime::driver::response;
use connect_runtime::{Bytes, Call, Error, HeaderMap, List, Page, Response, StatusCode, Upload};
use connect_usage_api::models::{
    CloseChunk, NewUsageFile, UpdateChunk, UpdateUsageRecord, UsageRecordStatus,
};
use connect_usage_api::{aggregates, chunks, files, products, reconciliations, records};

use crate::formats;
use crate::model::Model;

/// An operation's way of reading JSON.
pub struct Subject {
    /// Its function, such as `files::get`.
    pub function: &'static str,
    /// The type of the response, such as `UsageFile`.
    pub responses: &'static str,
    read: Box<Read>,
    survive: fn(&str) -> Result<(), String>,
    refuse: Box<dyn Fn(Response) -> Error>,
}

/// Reads JSON, and writes what was read.
type Read = dyn Fn(&str) -> Result<String, String>;

/// A response with a JSON body.
#[must_use]
pub fn json_response(status: u16, json: &str) -> Response {
    let status = StatusCode::from_u16(status).expect("a status");
    response(
        status,
        HeaderMap::new(),
        Bytes::copy_from_slice(json.as_bytes()),
    )
}

impl Subject {
    /// Reads a success by every way, which must all give the same value; and writes it again.
    ///
    /// # Errors
    /// Why it cannot be read, or what differs.
    pub fn read(&self, json: &str) -> Result<String, String> {
        (self.read)(json)
    }

    /// Reads a success, and writes and reads it in other formats.
    ///
    /// # Errors
    /// The first format in which it does not come back.
    pub fn survives(&self, json: &str) -> Result<(), String> {
        (self.survive)(json)
    }

    /// Reads a refusal.
    #[must_use]
    pub fn refuse(&self, json: &str) -> Error {
        (self.refuse)(json_response(400, json))
    }
}

/// Reads by serde and by the call, and writes; what was written reads as the same value.
fn both<T: Model>(json: &str, called: Result<T, Error>) -> Result<String, String> {
    let value: T = serde_json::from_str(json).map_err(|error| format!("from_str: {error}"))?;
    let called = called.map_err(|error| format!("Call::decode: {error}"))?;
    if called != value {
        return Err(format!("Call::decode gives {called:?}, from_str {value:?}"));
    }
    let read: T = serde_json::from_reader(json.as_bytes())
        .map_err(|error| format!("from_reader: {error}"))?;
    if read != value {
        return Err(format!("from_reader gives {read:?}, from_str {value:?}"));
    }
    let encoded = serde_json::to_string(&value).map_err(|error| format!("to_string: {error}"))?;
    match serde_json::from_str::<T>(&encoded) {
        Ok(again) if again == value => Ok(encoded),
        Ok(again) => Err(format!("{value:?} is written and read again {again:?}")),
        Err(error) => Err(format!("{encoded} was written but is not read: {error}")),
    }
}

fn survive<T: Model>(json: &str) -> Result<(), String> {
    let value: T = serde_json::from_str(json).map_err(|error| error.to_string())?;
    formats::survives(&value)
}

fn one<T: Model>(call: Call<T>) -> Subject {
    let refusing = call.clone();
    Subject {
        function: call.operation().name,
        responses: std::any::type_name::<T>(),
        read: Box::new(move |json| both(json, call.decode(json_response(200, json)))),
        survive: survive::<T>,
        refuse: Box::new(move |response| {
            refusing
                .decode(response)
                .expect_err("a refusal is an error")
        }),
    }
}

fn rows<S: connect_runtime::filter::Scope, T: Model>(list: List<S, T>) -> Subject {
    let call: Call<Page<T>> = list.into_call();
    let refusing = call.clone();
    Subject {
        function: call.operation().name,
        responses: std::any::type_name::<T>(),
        read: Box::new(move |json| {
            both(
                json,
                call.decode(json_response(200, json)).map(|page| page.rows),
            )
        }),
        survive: survive::<Vec<T>>,
        refuse: Box::new(move |response| {
            refusing
                .decode(response)
                .expect_err("a refusal is an error")
        }),
    }
}

/// Every operation of the slice `directory`.
#[must_use]
pub fn directory_subjects() -> Vec<Subject> {
    vec![
        rows(directory::accounts::list()),
        one(directory::accounts::get("VA-1")),
        rows(directory::assets::list()),
        one(directory::assets::get("AS-1")),
        rows(directory::contracts::list()),
        one(directory::contracts::get("CRD-1")),
        rows(directory::hubs::list()),
        one(directory::hubs::get("HB-1")),
        rows(directory::listings::list()),
        one(directory::listings::get("LST-1")),
        rows(directory::marketplaces::list()),
        one(directory::marketplaces::get("MP-1")),
        rows(directory::product_items::list("PRD-1")),
        one(directory::product_items::get("PRD-1", "PRD-1-0001")),
        rows(directory::product_parameters::list("PRD-1")),
        one(directory::product_parameters::get("PRD-1", "PRM-1")),
        rows(directory::products::list()),
        one(directory::products::get("PRD-1")),
        rows(directory::subscription_assets::list()),
        one(directory::subscription_assets::get("AS-1")),
        rows(directory::tier_accounts::list()),
        one(directory::tier_accounts::get("TA-1")),
    ]
}

/// Every operation of the Usage API that returns JSON.
#[must_use]
pub fn subjects() -> Vec<Subject> {
    let upload = || Upload::bytes("rows");
    vec![
        rows(aggregates::list()),
        rows(chunks::list()),
        one(chunks::get("UFC-1")),
        one(chunks::update("UFC-1", UpdateChunk::new("A"))),
        one(chunks::close("UFC-1", CloseChunk::new("B"))),
        one(chunks::regenerate("UFC-1")),
        rows(files::list()),
        one(files::create(NewUsageFile::new("PRD-1", "CRD-1"))),
        rows(files::list_categories("UF-1")),
        one(files::get("UF-1")),
        one(files::update("UF-1").into_call()),
        one(files::accept("UF-1").into_call()),
        one(files::approve_all("UF-1")),
        one(files::close("UF-1")),
        one(files::delete("UF-1")),
        one(files::upload_reconciliation("UF-1", upload())),
        one(files::reject("UF-1").into_call()),
        one(files::reprocess("UF-1")),
        one(files::submit("UF-1")),
        one(files::upload("UF-1", upload())),
        one(products::template("PRD-1")),
        rows(reconciliations::list()),
        one(reconciliations::create(upload())),
        one(reconciliations::get("UFR-1")),
        rows(records::list()),
        one(records::close_many(Vec::new())),
        one(records::get("UR-1")),
        one(records::update(
            "UR-1",
            UpdateUsageRecord::new(UsageRecordStatus::Approved),
        )),
        one(records::close("UR-1").into_call()),
    ]
}
