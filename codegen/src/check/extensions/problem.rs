//! What a check of an extension returns.

use crate::node::SourceSpan;

/// A headline and a help.
pub type Problem = (String, String);

/// The same, with the span of the part that it is about.
pub type Exact = (SourceSpan, Problem);
