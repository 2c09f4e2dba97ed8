//! Path prefixes: globs for the paths of a document.

use std::fmt;

use strsim::levenshtein;

/// A glob for paths in which only `*` is special: it matches any text, including `/`.
///
/// ```
/// use connect_codegen::Prefix;
/// assert!(Prefix::new("/usage*").matches("/usage/files/{id}"));
/// assert!(Prefix::new("/usage*").matches("/usagex"));
/// assert!(!Prefix::new("/usage").matches("/usage/files"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefix(String);

impl Prefix {
    /// Creates a glob.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Returns whether the glob matches a whole path.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        let mut parts = self.0.split('*');
        let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else {
            return false;
        };
        let mut parts: Vec<&str> = parts.collect();
        let Some(last) = parts.pop() else {
            return rest.is_empty();
        };
        for part in parts {
            match rest.find(part) {
                Some(at) => rest = &rest[at + part.len()..],
                None => return false,
            }
        }
        rest.ends_with(last)
    }

    /// Returns whether the glob matches every path.
    #[must_use]
    pub fn matches_all(&self) -> bool {
        let pattern = self.0.strip_prefix('/').unwrap_or(&self.0);
        !pattern.is_empty() && pattern.bytes().all(|it| it == b'*')
    }

    /// Returns the text before the first `*`.
    #[must_use]
    pub fn literal(&self) -> &str {
        self.0.split('*').next().unwrap_or_default()
    }

    /// Returns help for a prefix that matches nothing: similar paths.
    #[must_use]
    pub fn near_misses(&self, paths: &[&str]) -> String {
        if !self.0.starts_with(['/', '*']) {
            let rooted = Self::new(&format!("/{}", self.0));
            return format!("paths start with `/`; {}", rooted.near_misses(paths));
        }
        if paths.contains(&self.literal().trim_end_matches('/')) {
            return format!("did you mean `{}`?", self.literal().trim_end_matches('/'));
        }
        let wanted = self.literal();
        if paths.iter().any(|path| path.starts_with(wanted)) && !wanted.is_empty() {
            return format!(
                "a prefix must match the whole path; write `{wanted}*` to include everything below"
            );
        }
        let mut ranked: Vec<(usize, &str)> = paths
            .iter()
            .map(|path| (levenshtein(wanted, &head(path, wanted)), *path))
            .collect();
        ranked.sort();
        let near: Vec<String> = ranked
            .iter()
            .take(5)
            .map(|(_, path)| format!("`{path}`"))
            .collect();
        if near.is_empty() {
            "the document has no paths".to_owned()
        } else {
            format!("similar paths: {}", near.join(", "))
        }
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Returns the beginning of a path that has the length of the wanted text, so that longer paths are
/// not penalized.
fn head(path: &str, wanted: &str) -> String {
    path.chars().take(wanted.chars().count()).collect()
}
