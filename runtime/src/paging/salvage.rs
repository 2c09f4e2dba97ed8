//! Reads the rows of a page, each by itself if they cannot be read together.
//!
//! A row that is not of the expected form costs itself, and no other row. The rows are first read together, since
//! nearly always all of them can be read, and reading them one by one takes longer.

use bytes::Bytes;

use crate::call::read;
use crate::decode::{DecodeOwned, watch};
use crate::error::{Error, ErrorKind, failure};
use crate::json::Json;
use crate::operation::Operation;
use crate::response::{Response, response};

/// Rows, and the errors of those that cannot be read, each with its place in the page.
type Rows<T> = (Vec<T>, Vec<(usize, Error)>);

/// Reads the rows of a page whose first row was asked for at `offset`.
///
/// # Errors
/// If the response is not a success, or is not an array in JSON.
pub(super) fn rows<T: DecodeOwned>(
    offset: u64,
    operation: &'static Operation,
    response: Response,
) -> crate::Result<Rows<T>> {
    match read::rows(operation, response.clone()) {
        Ok(rows) => Ok((rows, Vec::new())),
        Err(error) if error.kind() == ErrorKind::Decode => {
            each(offset, operation, &response).ok_or(error)
        }
        Err(error) => Err(error),
    }
}

/// Reads each row by itself. `None` if the response is not an array in JSON.
fn each<T: DecodeOwned>(
    offset: u64,
    operation: &'static Operation,
    response: &Response,
) -> Option<Rows<T>> {
    let values: Vec<Json> = Json::read_bytes(response.body()).ok()?;
    let (mut rows, mut unreadable) = (Vec::new(), Vec::new());
    for (at, value) in values.iter().enumerate() {
        let watching = watch::enter_index(at);
        let row = Json::read_bytes(value.as_str().as_bytes());
        watch::exit(watching);
        match row {
            Ok(row) => rows.push(row),
            Err((cause, place)) => {
                let row = offset.saturating_add(at as u64);
                let response = only(response, value);
                let error = failure::undecodable_row(operation, response, row, &place, &cause);
                unreadable.push((at, error));
            }
        }
    }
    Some((rows, unreadable))
}

/// The response with one row as its body: a copy, so that an error which is kept does not keep the page.
fn only(whole: &Response, row: &Json) -> Response {
    let body = Bytes::copy_from_slice(row.as_str().as_bytes());
    response(whole.status(), whole.headers().clone(), body)
}
