//! Prefixes: literal globs over a document's paths.

use std::fmt;

use strsim::levenshtein;

/// A glob over paths in which only `*` is special: it stands for any text, `/` included.
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
    /// A glob from its text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Whether the glob covers the whole of a path.
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

    /// The text before the first `*`.
    #[must_use]
    pub fn literal(&self) -> &str {
        self.0.split('*').next().unwrap_or_default()
    }

    /// Advice for a prefix that matches nothing: paths that look like it.
    #[must_use]
    pub fn near_misses(&self, paths: &[&str]) -> String {
        if !self.0.starts_with(['/', '*']) {
            let rooted = Self::new(&format!("/{}", self.0));
            return format!("paths begin with `/`; {}", rooted.near_misses(paths));
        }
        if paths.contains(&self.literal().trim_end_matches('/')) {
            return format!("`{}` is a path", self.literal().trim_end_matches('/'));
        }
        let wanted = self.literal();
        if paths.iter().any(|path| path.starts_with(wanted)) && !wanted.is_empty() {
            return format!(
                "a prefix is matched as a whole: write `{wanted}*` for all paths below"
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
            format!("near to it are {}", near.join(", "))
        }
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// As much of a path as there is of the wanted text, so that longer paths are not further away.
fn head(path: &str, wanted: &str) -> String {
    path.chars().take(wanted.chars().count()).collect()
}
