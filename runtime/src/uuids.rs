//! UUIDs.

use crate::text_type::text_type;

/// A UUID, such as `6f1f3a52-7b9c-4a0e-9d53-0c6f2b1a7e44`. It is a [`uuid::Uuid`] that is read, printed and
/// written in the forms of the API.
///
/// It is parsed from text with or without hyphens, also in braces or after `urn:uuid:`, in upper or lower case, and
/// printed in lower case with hyphens. It is a string in all formats.
///
/// ```
/// use connect_usage::runtime::Uuid;
/// let id: Uuid = "6F1F3A52-7B9C-4A0E-9D53-0C6F2B1A7E44".parse()?;
/// assert_eq!(id.to_string(), "6f1f3a52-7b9c-4a0e-9d53-0c6f2b1a7e44");
/// assert_eq!(id.into_inner().get_version_num(), 4);
/// # Ok::<(), connect_usage::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uuid(uuid::Uuid);

impl Uuid {
    /// The UUID as the type of the crate `uuid`.
    pub const fn into_inner(self) -> uuid::Uuid {
        self.0
    }
}

text_type! {
    Uuid(uuid::Uuid),
    parse: |text: &str| uuid::Uuid::parse_str(text).ok(),
    write: |it: &uuid::Uuid| it.hyphenated().to_string(),
    check: |_: &uuid::Uuid| Ok(()),
    expected: "a UUID such as 6f1f3a52-7b9c-4a0e-9d53-0c6f2b1a7e44",
}
