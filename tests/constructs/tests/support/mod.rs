//! What the tests of the generated code share.
#![allow(dead_code, reason = "each test file uses a part of it")]

use connect_runtime::driver::{Encoded, Piece, response};
use connect_runtime::{Call, Request, StreamCall, Upload};

/// The request line: the method, the path and the query.
pub fn line(request: &Request) -> String {
    let query = request.query().map(|it| format!("?{it}"));
    format!(
        "{} {}{}",
        request.method(),
        request.path(),
        query.unwrap_or_default()
    )
}

/// The request line of a call that can be sent.
pub fn sent<T>(call: &Call<T>) -> String {
    call.check().expect("the call can be sent");
    line(call.request())
}

/// The value of a header that a call sends.
pub fn header<'a, T>(call: &'a Call<T>, name: &str) -> Option<&'a str> {
    call.check().expect("the call can be sent");
    let value = call.request().headers().get(name)?;
    Some(value.to_str().expect("text"))
}

/// The media type and the text of the body that goes over the wire.
pub fn body<T>(call: &Call<T>) -> Option<(String, String)> {
    call.check().expect("the call can be sent");
    body_of(call.request())
}

/// The media type and the text of the body that a stream is asked for with.
pub fn stream_body(call: &StreamCall) -> Option<(String, String)> {
    call.check().expect("the call can be sent");
    body_of(call.request())
}

fn body_of(request: &Request) -> Option<(String, String)> {
    let encoded = Encoded::of(request.body())?;
    let mut text = Vec::new();
    for piece in encoded.pieces() {
        match piece {
            Piece::Bytes(bytes) => text.extend_from_slice(bytes),
            Piece::Upload(upload) => text.extend_from_slice(&content(upload)),
        }
    }
    let text = String::from_utf8(text).expect("UTF-8");
    Some((encoded.content_type().to_owned(), text))
}

/// The JSON text of a body that is sent as `application/json`.
pub fn json<T>(call: &Call<T>) -> String {
    let (media_type, text) = body(call).expect("a body");
    assert_eq!(media_type, "application/json");
    text
}

/// The bytes of an upload that is in memory.
pub fn content(upload: &Upload) -> Vec<u8> {
    match upload.source() {
        connect_runtime::driver::Source::Bytes(bytes) => bytes.to_vec(),
        other => panic!("{other:?} is not in memory"),
    }
}

/// What a call reads from a response.
pub fn answer<T>(call: &Call<T>, status: u16, body: &str) -> connect_runtime::Result<T> {
    let status = status.try_into().expect("a status");
    call.decode(response(status, Default::default(), body.to_owned()))
}

/// What a call reads from a response of status 200.
pub fn read<T>(call: &Call<T>, body: &str) -> T {
    answer(call, 200, body).unwrap_or_else(|error| panic!("{body}: {error}"))
}
