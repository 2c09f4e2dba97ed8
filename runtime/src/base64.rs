//! Bytes as Base64.

use ::base64::Engine as _;
use ::base64::alphabet::STANDARD;
use ::base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::text_type::text_type;

/// Bytes that are sent as Base64 within JSON or a parameter.
///
/// They are read with or without padding, and with white space anywhere, and written in the standard alphabet of
/// RFC 4648 with padding. They are a string in all formats.
///
/// ```
/// use connect_usage::runtime::Base64;
/// let bytes: Base64 = "aGVsbG8=".parse()?;
/// assert_eq!(bytes.as_ref(), b"hello");
/// assert_eq!(Base64::from(vec![1, 2]).to_string(), "AQI=");
/// # Ok::<(), connect_usage::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Base64(Vec<u8>);

impl Base64 {
    /// The bytes.
    pub fn into_inner(self) -> Vec<u8> {
        self.0
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

/// Servers differ in whether they write the padding.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

fn parse(text: &str) -> Option<Vec<u8>> {
    let is_space = |it: char| it.is_ascii_whitespace();
    if text.contains(is_space) {
        return ENGINE.decode(text.replace(is_space, "")).ok();
    }
    ENGINE.decode(text).ok()
}

text_type! {
    Base64(Vec<u8>),
    parse: parse,
    write: |it: &Vec<u8>| ENGINE.encode(it),
    check: |_: &Vec<u8>| Ok(()),
    expected: "Base64 such as aGVsbG8=",
}
