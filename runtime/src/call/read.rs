//! How each kind of response is read.

use http::header::LOCATION;
use http::{Method, StatusCode};
use serde_core::de::DeserializeOwned;

use crate::Result;
use crate::decode::DecodeOwned;
use crate::error::failure;
use crate::fill;
use crate::json::Json;
use crate::operation::Operation;
use crate::response::{Binary, Redirect, Response, header};

/// Any 2xx is a success, whatever the specification declares: the API returns 201 where it
/// declares 200.
pub(crate) fn success(operation: &'static Operation, response: Response) -> Result<Response> {
    if response.status().is_success() {
        Ok(response)
    } else {
        Err(failure::api(operation, response))
    }
}

/// A success with content. Without any, a call that changes something has succeeded all the same.
fn content(operation: &'static Operation, response: Response) -> Result<Response> {
    let response = success(operation, response)?;
    let reads = [Method::GET, Method::HEAD].contains(&operation.method);
    match response.body().trim_ascii().is_empty() && !reads {
        true => Err(failure::no_content(operation, response)),
        false => Ok(response),
    }
}

pub(crate) fn json<T: DecodeOwned>(operation: &'static Operation, response: Response) -> Result<T> {
    let response = content(operation, response)?;
    Json::read_bytes(response.body())
        .map_err(|(cause, place)| failure::undecodable(operation, response, &place, &cause))
}

/// Like [`json`], for the rows of a list. There are none in a success without a body, if the operation
/// [has such a success](Operation::no_content).
pub(crate) fn rows<T: DecodeOwned>(
    operation: &'static Operation,
    response: Response,
) -> Result<Vec<T>> {
    let response = success(operation, response)?;
    match operation.no_content && response.body().trim_ascii().is_empty() {
        true => Ok(Vec::new()),
        false => json(operation, response),
    }
}

/// Like [`json`], for a value that may be missing: by the status, or because there is nothing or null.
pub(crate) fn json_optional<T: DecodeOwned>(
    operation: &'static Operation,
    response: Response,
) -> Result<Option<T>> {
    let response = success(operation, response)?;
    let without = [StatusCode::NO_CONTENT, StatusCode::RESET_CONTENT];
    if without.contains(&response.status()) || response.body().trim_ascii().is_empty() {
        return Ok(None);
    }
    Json::read_bytes(response.body())
        .map_err(|(cause, place)| failure::undecodable(operation, response, &place, &cause))
}

/// Like [`json`], for an object that may lack members which the call knows.
pub(crate) fn json_filled<T: DecodeOwned>(
    operation: &'static Operation,
    response: Response,
    members: &[(&'static str, Json)],
) -> Result<T> {
    let response = content(operation, response)?;
    let body = fill::filled(response.body(), members);
    Json::read_bytes(&body)
        .map_err(|(cause, place)| failure::undecodable(operation, response, &place, &cause))
}

/// Like [`json`], for a type that only serde knows. No body is `null`.
pub(crate) fn serde<T: DeserializeOwned>(
    operation: &'static Operation,
    response: Response,
) -> Result<T> {
    let response = success(operation, response)?;
    let body = match &**response.body() {
        b"" => &b"null"[..],
        body => body,
    };
    serde_json::from_slice(body)
        .map_err(|cause| failure::undecodable_by_serde(operation, response.clone(), &cause))
}

pub(crate) fn empty(operation: &'static Operation, response: Response) -> Result<()> {
    success(operation, response).map(drop)
}

pub(crate) fn text(operation: &'static Operation, response: Response) -> Result<String> {
    let response = success(operation, response)?;
    match str::from_utf8(response.body()) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => Err(failure::decode(
            operation,
            response,
            "the response is not text in UTF-8",
        )),
    }
}

pub(crate) fn binary(operation: &'static Operation, response: Response) -> Result<Binary> {
    success(operation, response).map(Binary::from)
}

pub(crate) fn redirect(operation: &'static Operation, response: Response) -> Result<Redirect> {
    if response.status().is_success() {
        return Err(failure::decode(
            operation,
            response,
            "the response is not a redirect",
        ));
    }
    if !response.status().is_redirection() {
        return Err(failure::api(operation, response));
    }
    match header(&response, LOCATION) {
        Some(location) => Ok(Redirect {
            location: location.into(),
        }),
        None => Err(failure::decode(
            operation,
            response,
            "the redirect has no location",
        )),
    }
}
