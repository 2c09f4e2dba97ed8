//! Exceptions from the rules, each with its reason. An exception that is not needed fails, too.

use structure::known::KnownCircle;

/// Circles: a file of each, how many files it has, and why it is there.
pub const CIRCLES: &[KnownCircle<'static>] = &[];

/// Imports of a later stage: from where to where, and why.
pub const STAGES: &[(&str, &str)] = &[];

/// Files that are too long, and why.
pub const LONG_FILES: &[(&str, &str)] = &[];

/// Functions that are too long, and why.
pub const LONG_FUNCTIONS: &[(&str, &str)] = &[];
