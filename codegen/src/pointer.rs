//! JSON pointers (RFC 6901). They name every item of a document.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::percent_decode_str;

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
        // Most keys have nothing to escape.
        if !key.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
            text.push_str(key);
            return Self(text);
        }
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
        self.keys().map(Cow::into_owned)
    }

    /// Returns the unescaped segments like [`segments`](Self::segments), borrowed where nothing is escaped.
    pub(crate) fn keys(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.split('/').skip(1).map(unescaped)
    }

    /// Returns the number of segments.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.0.bytes().filter(|byte| *byte == b'/').count()
    }

    /// Returns the last segment, unescaped; `None` for the root.
    #[must_use]
    pub fn last(&self) -> Option<String> {
        let (_, last) = self.0.rsplit_once('/')?;
        Some(unescaped(last).into_owned())
    }

    /// Returns the pointer to what this one is a member or an element of; `None` for the root.
    ///
    /// ```
    /// use connect_codegen::Pointer;
    /// let pointer = Pointer::root().key("paths").key("/usage/files");
    /// assert_eq!(pointer.parent(), Some(Pointer::root().key("paths")));
    /// ```
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.0.rsplit_once('/')?;
        Some(Self(parent.to_owned()))
    }

    /// Parses a local reference (`#/components/schemas/A`), whose fragment is percent-decoded once (RFC 6901, section
    /// 6). Returns `None` for anything else.
    ///
    /// ```
    /// use connect_codegen::Pointer;
    /// let pointer = Pointer::from_reference("#/components/schemas/Ferry%20Hull");
    /// assert_eq!(pointer.and_then(|it| it.last()), Some("Ferry Hull".to_owned()));
    /// ```
    #[must_use]
    pub fn from_reference(reference: &str) -> Option<Self> {
        let text = reference.strip_prefix('#')?;
        let text = percent_decode_str(text).decode_utf8().ok()?;
        (text.is_empty() || text.starts_with('/')).then(|| Self(text.into_owned()))
    }

    /// Returns the pointers above this one, from the root, and this one.
    pub(crate) fn ancestors(&self) -> Vec<Self> {
        let mut above = Self::root();
        let mut all = vec![above.clone()];
        for key in self.keys() {
            above = above.key(&key);
            all.push(above.clone());
        }
        all
    }

    /// Returns the local reference to the pointer, in which only what has a meaning in references is encoded.
    pub(crate) fn reference(&self) -> String {
        format!("#{}", self.0.replace('%', "%25"))
    }

    /// Returns the pointer with `to` in place of `from`, which it must equal or be below; `None` if it is not.
    pub(crate) fn moved(&self, from: &Self, to: &Self) -> Option<Self> {
        let rest = self.0.strip_prefix(&from.0)?;
        (rest.is_empty() || rest.starts_with('/')).then(|| Self(format!("{}{rest}", to.0)))
    }

    /// Returns whether `self` equals `other` or is below it.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.0
            .strip_prefix(&other.0)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Most segments have no escape, and need no copy.
fn unescaped(segment: &str) -> Cow<'_, str> {
    if !segment.as_bytes().contains(&b'~') {
        return Cow::Borrowed(segment);
    }
    Cow::Owned(segment.replace("~1", "/").replace("~0", "~"))
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_escaped_and_come_back() {
        let keys = ["paths", "/usage/{id}", "a~b", "~1", "~/~", "ü/ö", "", "/"];
        let pointer = keys
            .iter()
            .fold(Pointer::root(), |pointer, key| pointer.key(key));
        assert_eq!(
            pointer.as_str(),
            "/paths/~1usage~1{id}/a~0b/~01/~0~1~0/ü~1ö//~1"
        );
        assert_eq!(pointer.segments().collect::<Vec<_>>(), keys);
        assert_eq!(pointer.depth(), keys.len());
        for (at, key) in keys.iter().enumerate() {
            let above = keys[..at].iter();
            let above = above.fold(Pointer::root(), |pointer, key| pointer.key(key));
            assert_eq!(above.key(key).last().as_deref(), Some(*key));
        }
        assert_eq!(Pointer::root().last(), None);
        assert_eq!(Pointer::root().keys().count(), 0);
    }
}
