//! Reading of a stream's records as values.

use crate::Result;
use crate::decode::DecodeOwned;
use crate::error::failure;
use crate::json::Json;
use crate::operation::Operation;
use crate::response::Response;

/// Reads the record of this number, from 1, as a `T`. `head` gives the head of the stream's response for an error, whose
/// body is then the record.
///
/// # Errors
/// [`Decode`](crate::ErrorKind::Decode) when the record is not of that form.
pub fn read_record<T: DecodeOwned>(
    operation: &'static Operation,
    record: u64,
    json: &Json,
    head: impl FnOnce() -> Response<()>,
) -> Result<T> {
    let text = json.as_str();
    Json::read_bytes(text.as_bytes()).map_err(|(cause, place)| {
        let response = head().map(|()| text.to_owned().into());
        failure::undecodable_record(operation, response, record, &place, &cause)
    })
}
