//! JSON pointers (RFC 6901). They name every item of a document.

use std::fmt;

/// A JSON pointer into a document, such as `/paths/~1usage~1files/get`.
///
/// ```
/// use connect_codegen::Pointer;
/// let pointer = Pointer::root().key("paths").key("/usage/files").key("get");
/// assert_eq!(pointer.as_str(), "/paths/~1usage~1files/get");
/// assert_eq!(pointer.last(), Some("get".to_owned()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pointer(String);

impl Pointer {
    /// Returns the pointer to the whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Returns the pointer to the member `key`.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + key.len() + 1);
        text.push_str(&self.0);
        text.push('/');
        for character in key.chars() {
            match character {
                '~' => text.push_str("~0"),
                '/' => text.push_str("~1"),
                other => text.push(other),
            }
        }
        Self(text)
    }

    /// Returns the pointer to the element `index`.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// Appends `inner` to this pointer.
    #[must_use]
    pub fn join(&self, inner: &Self) -> Self {
        Self(format!("{}{}", self.0, inner.0))
    }

    /// Returns the pointer as a string, without the `#` of a reference.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the unescaped segments, starting at the root.
    pub fn segments(&self) -> impl Iterator<Item = String> + '_ {
        self.0
            .split('/')
            .skip(1)
            .map(|segment| segment.replace("~1", "/").replace("~0", "~"))
    }

    /// Returns the last segment, unescaped; `None` for the root.
    #[must_use]
    pub fn last(&self) -> Option<String> {
        self.segments().last()
    }

    /// Parses a local reference (`#/components/schemas/A`). Returns `None` for anything else.
    #[must_use]
    pub fn from_reference(reference: &str) -> Option<Self> {
        let text = reference.strip_prefix('#')?;
        (text.is_empty() || text.starts_with('/')).then(|| Self(text.to_owned()))
    }

    /// Returns whether `self` equals `other` or is below it.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.0
            .strip_prefix(&other.0)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}
