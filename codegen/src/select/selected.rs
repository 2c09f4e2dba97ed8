//! A path that is selected.

use std::borrow::Cow;

use crate::node::{Node, SourceSpan};
use crate::pointer::Pointer;

/// A path that is selected, with its path item.
pub struct Selected<'r> {
    /// The path.
    pub path: &'r str,
    /// The span of the path.
    pub span: SourceSpan,
    /// The path item, or what the reference in its place leads to.
    pub item: Cow<'r, Node>,
    /// The pointer of the path item.
    pub pointer: Pointer,
}
