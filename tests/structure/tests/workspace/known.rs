//! Exceptions from the rules, each with its reason. An exception that is not needed fails, too.

use structure::known::KnownCircle;

/// Circles: a file of each, how many files it has, and why it is there.
pub const CIRCLES: &[KnownCircle<'static>] = &[];

/// Imports of a later stage: from where to where, and why.
pub const STAGES: &[(&str, &str)] = &[];

/// Files that are too long, and why.
pub const LONG_FILES: &[(&str, &str)] = &[];

/// Functions that are too long, and why.
pub const LONG_FUNCTIONS: &[(&str, &str)] = &[
    (
        "review/src/diff/fields.rs both",
        "one step with many conditions",
    ),
    (
        "review/src/diff/parameters.rs filter",
        "one step with many conditions",
    ),
    (
        "review/src/diff/types.rs members",
        "one step with many conditions",
    ),
    (
        "codegen/tests/overlay_finds.rs a_target_that_matches_nothing_says_what_exists",
        "cases of one behaviour, in a row",
    ),
    (
        "codegen/tests/settle.rs document",
        "cases of one behaviour, in a row",
    ),
    (
        "codegen/tests/states.rs our_objects_can_be_waited_for_and_our_actions_settled",
        "cases of one behaviour, in a row",
    ),
];
