//! Chooses operations: by path, tag, operationId or method.

use std::borrow::Cow;
use std::fmt;

use super::selected::Selected;
use crate::diagnostics::{Code, Diagnostic};
use crate::findings::Findings;
use crate::ir::Method;
use crate::near::suggestion;
use crate::node::{Map, Node, Value};
use crate::prefix::Prefix;

/// Which operations of a document are generated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// What an operation must match one of; empty for all operations.
    pub only: Vec<Matcher>,
    /// What no operation may match.
    pub skip: Vec<Matcher>,
}

/// A condition on an operation.
///
/// ```
/// use connect_codegen::Matcher;
/// for text in ["/usage*", "GET /usage*", "method:get", "tag:Files", "id:listFiles"] {
///     assert_eq!(Matcher::parse(text).unwrap().to_string(), text);
/// }
/// assert!(Matcher::parse("files").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matcher {
    /// `/usage*`: its path matches a glob.
    Path(Prefix),
    /// `GET /usage*`: it has a method, and its path matches a glob.
    Route(Method, Prefix),
    /// `method:get`: it has a method.
    Method(Method),
    /// `tag:Files`: it has a tag.
    Tag(String),
    /// `id:listFiles`: it has an operationId.
    Id(String),
}

impl Matcher {
    /// Parses a condition.
    ///
    /// # Errors
    /// Returns what was expected, if it has none of the forms.
    pub fn parse(text: &str) -> Result<Self, String> {
        let method = |name: &str| {
            let known = Method::of_key(&name.to_ascii_lowercase());
            known.ok_or_else(|| format!("`{name}` is not an HTTP method of OpenAPI"))
        };
        if text.starts_with('/') || text.starts_with('*') {
            return Ok(Self::Path(Prefix::new(text)));
        }
        if let Some((name, path)) = text.split_once(' ') {
            return Ok(Self::Route(method(name)?, Prefix::new(path.trim())));
        }
        match text.split_once(':') {
            Some(("method", name)) => Ok(Self::Method(method(name)?)),
            Some(("tag", tag)) => Ok(Self::Tag(tag.to_owned())),
            Some(("id", id)) => Ok(Self::Id(id.to_owned())),
            _ => Err(format!(
                "expected a path (`/files*`), a method and a path (`GET /files*`), `method:get`, `tag:NAME` or `id:OPERATION_ID`, found `{text}`"
            )),
        }
    }

    fn matches(&self, path: &str, method: Method, operation: &Node) -> bool {
        match self {
            Self::Path(glob) => glob.matches(path),
            Self::Route(wanted, glob) => *wanted == method && glob.matches(path),
            Self::Method(wanted) => *wanted == method,
            Self::Id(_) | Self::Tag(_) => {
                let mut named = self.named(path, operation).into_iter();
                named.any(|it| it == self.wanted())
            }
        }
    }

    /// Returns what the condition names.
    fn wanted(&self) -> &str {
        match self {
            Self::Path(glob) | Self::Route(_, glob) => glob.literal(),
            Self::Method(method) => method.key(),
            Self::Tag(text) | Self::Id(text) => text,
        }
    }

    /// Returns what a condition of this form can name of an operation.
    fn named<'n>(&self, path: &'n str, operation: &'n Node) -> Vec<&'n str> {
        match self {
            Self::Path(_) | Self::Route(..) => vec![path],
            Self::Method(_) => Vec::new(),
            Self::Id(_) => operation.get_str("operationId").into_iter().collect(),
            Self::Tag(_) => {
                let tags = operation.get("tags").map(Node::items).unwrap_or_default();
                tags.iter().filter_map(Node::as_str).collect()
            }
        }
    }
}

impl fmt::Display for Matcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(glob) => write!(f, "{glob}"),
            Self::Route(method, glob) => write!(f, "{method} {glob}"),
            Self::Method(method) => write!(f, "method:{}", method.key()),
            Self::Tag(tag) => write!(f, "tag:{tag}"),
            Self::Id(id) => write!(f, "id:{id}"),
        }
    }
}

impl Choice {
    /// Returns whether all operations are chosen.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.only.is_empty() && self.skip.is_empty()
    }

    fn takes(&self, path: &str, method: Method, operation: &Node) -> bool {
        let matches = |it: &Matcher| it.matches(path, method, operation);
        (self.only.is_empty() || self.only.iter().any(matches)) && !self.skip.iter().any(matches)
    }

    /// Returns a path item with its chosen operations; `None` if none of them is chosen.
    pub fn of_item<'r>(&self, selected: &Selected<'r>) -> Option<Cow<'r, Node>> {
        let item = &selected.item;
        if self.is_all() || item.as_map().is_none() {
            return Some(item.clone());
        }
        let mut kept = Map::default();
        let mut has_operation = false;
        for entry in item.entries() {
            let method = Method::of_key(&entry.key);
            if method.is_some_and(|method| !self.takes(selected.path, method, &entry.node)) {
                continue;
            }
            has_operation |= method.is_some();
            kept.push(entry.key.clone(), entry.span, entry.node.clone());
        }
        has_operation.then_some(Cow::Owned(Node {
            value: Value::Map(kept),
            span: item.span,
        }))
    }

    /// Reports each condition that no operation of the paths matches.
    pub fn check(&self, paths: &[Selected<'_>], findings: &Findings) {
        let operations = || {
            paths.iter().flat_map(|selected| {
                let entries = selected.item.entries().iter();
                entries.filter_map(|it| Some((selected.path, Method::of_key(&it.key)?, &it.node)))
            })
        };
        for matcher in self.only.iter().chain(&self.skip) {
            if !operations().any(|(path, method, node)| matcher.matches(path, method, node)) {
                let known = operations().flat_map(|(path, _, node)| matcher.named(path, node));
                let suggestion = suggestion(matcher.wanted(), known);
                let message = format!("`{matcher}` matches no operation{suggestion}");
                let diagnostic = Diagnostic::error(Code::EmptyPrefix, message)
                    .help("correct it, or leave it out");
                findings.push(diagnostic);
            }
        }
    }
}
