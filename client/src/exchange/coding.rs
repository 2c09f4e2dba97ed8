//! Content codings: which ones requests ask for, and which ones responses have.
//!
//! A response whose `Content-Encoding` is not understood is an error, since its bytes are not the content that the
//! caller asked for.

use connect_runtime::StatusCode;
use http::header::{CONTENT_ENCODING, HeaderMap, HeaderValue};

/// The number of codings that are undone, one after the other. No server has a reason for more than one.
const MAX_LAYERS: usize = 3;

/// The codings of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    /// The body is the content.
    Identity,
    /// The body was compressed with gzip, this often.
    Gzip(usize),
}

/// Returns the value of `Accept-Encoding`. A content is asked for as it is if it may have to be resumed, by ranges of
/// bytes, or if each part of it should arrive at once.
pub(crate) fn accepted(is_plain: bool) -> HeaderValue {
    match cfg!(feature = "gzip") && !is_plain {
        true => HeaderValue::from_static("gzip"),
        false => HeaderValue::from_static("identity"),
    }
}

/// Reads the codings of a response.
///
/// # Errors
/// What is wrong, when it has one that is not understood.
pub(crate) fn read(status: StatusCode, headers: &HeaderMap) -> Result<Coding, String> {
    let has_no_body = [
        StatusCode::NO_CONTENT,
        StatusCode::RESET_CONTENT,
        StatusCode::NOT_MODIFIED,
    ];
    if has_no_body.contains(&status) {
        return Ok(Coding::Identity);
    }
    let mut layers = 0;
    for value in headers.get_all(CONTENT_ENCODING) {
        let names = value.to_str().map_err(|_| not_understood("?"))?;
        for name in names.split(',').map(str::trim) {
            match name.to_ascii_lowercase().as_str() {
                "" | "identity" => {}
                "gzip" | "x-gzip" if cfg!(feature = "gzip") && layers == MAX_LAYERS => {
                    return Err("the content is coded more than three times".to_owned());
                }
                "gzip" | "x-gzip" if cfg!(feature = "gzip") => layers += 1,
                "gzip" | "x-gzip" if !cfg!(feature = "gzip") => {
                    return Err(format!(
                        "{}: enable the feature `gzip` of `connect-client`, or of the crate that re-exports it",
                        not_understood(name)
                    ));
                }
                _ => return Err(not_understood(name)),
            }
        }
    }
    Ok(match layers {
        0 => Coding::Identity,
        layers => Coding::Gzip(layers),
    })
}

/// The name is the server's. It is shown if it has the form of a coding's name (as `br` or `aes128gcm`), which is too
/// narrow for a secret: letters and `-`, and few digits.
fn not_understood(name: &str) -> String {
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    let is_plain = |it: u8| it.is_ascii_alphanumeric() || it == b'-';
    match name.len() <= 20 && digits <= 3 && name.bytes().all(is_plain) {
        true => format!("the content is coded as `{name}`, which the client does not decode"),
        false => "the `Content-Encoding` is not the name of a coding".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codings(values: &[&'static str]) -> Result<Coding, String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(CONTENT_ENCODING, HeaderValue::from_static(value));
        }
        read(StatusCode::OK, &headers)
    }

    #[test]
    fn an_identical_content_has_several_names() {
        for values in [
            &[][..],
            &[""],
            &["identity"],
            &["Identity", ""],
            &["identity, ,identity"],
        ] {
            assert_eq!(codings(values), Ok(Coding::Identity), "{values:?}");
        }
    }

    #[test]
    fn a_coding_that_is_not_understood_is_named() {
        for (values, name) in [
            (&["br"][..], "`br`"),
            (&["identity", "zstd"], "`zstd`"),
            (&["Deflate, identity"], "`Deflate`"),
        ] {
            let error = codings(values).expect_err("not understood");
            assert!(error.contains(name), "{error}");
        }
        let error = codings(&["https://x.example/?sig=1"]).expect_err("not understood");
        assert!(!error.contains("sig"), "{error}");
    }

    #[test]
    fn gzip_depends_on_the_feature() {
        for values in [&["gzip"][..], &["X-GZip"], &["identity", "GZIP"]] {
            match cfg!(feature = "gzip") {
                true => assert_eq!(codings(values), Ok(Coding::Gzip(1)), "{values:?}"),
                false => {
                    let error = codings(values).expect_err("not understood");
                    assert!(error.contains("feature `gzip`"), "{error}");
                }
            }
        }
        if cfg!(feature = "gzip") {
            assert_eq!(codings(&["gzip, gzip"]), Ok(Coding::Gzip(2)));
            assert_eq!(codings(&["gzip, gzip", "gzip"]), Ok(Coding::Gzip(3)));
            let error = codings(&["gzip, gzip, gzip, gzip"]).expect_err("too many");
            assert_eq!(error, "the content is coded more than three times");
            assert!(codings(&["br, gzip"]).is_err());
        }
    }

    #[test]
    fn a_response_without_a_body_has_no_coding() {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
        assert_eq!(read(StatusCode::NO_CONTENT, &headers), Ok(Coding::Identity));
    }
}
