//! Kinds of edits of which judges say something else than the advice, and why the advice is right all the same.

use connect_review::diff::Class;

/// Kinds of edits of which the strongest verdict is another one than the advice, and why the advice is
/// right all the same: kinds, advice, verdict, reason.
pub const EXPLAINED: &[(&[&str], Class, Class, &str)] = &[
    (
        &["deprecate-operation"],
        Class::Addition,
        Class::None,
        "a warning in the callers' builds is what Cargo's rules count as an addition; it is neither an \
         item nor an error",
    ),
    (
        &["rename-parameter", "reorder-parameters", "reorder-required"],
        Class::Breaking,
        Class::Wire,
        "an argument of the same type stands in the place of the old one: calls compile, and their \
         values go where others went",
    ),
    (
        &[
            "swap-filters",
            "swap-functions",
            "swap-properties",
            "swap-variants",
        ],
        Class::Breaking,
        Class::Wire,
        "a name stays and stands for something else: calls compile, and mean another thing",
    ),
    (
        // The filter that had the name gets a longer one, which is what the judges see.
        &["filter-takes-a-name"],
        Class::Breaking,
        Class::Addition,
        "a name stays and stands for something else: calls compile, and filter by another field",
    ),
    (
        &["swap-names-of-arguments"],
        Class::Breaking,
        Class::None,
        "the arguments of a function are told apart by their names in Rust, which change places: calls \
         send what they sent, and read as if they sent something else",
    ),
    (
        &["limit-a-text", "mail-format"],
        Class::Wire,
        Class::None,
        "servers check the limits of values; the bindings send and read them as before",
    ),
    (
        &[
            "add-error-status",
            "another-success-status",
            "header-of-an-error",
            "nullable-property-of-a-response",
            "problem-of-an-error",
            "remove-error-status",
            "remove-header-of-an-error",
        ],
        Class::Wire,
        Class::None,
        "servers give other responses; statuses are compared by number, and no type holds bodies and \
         headers of errors",
    ),
    (
        &["another-scope", "another-token-url"],
        Class::Wire,
        Class::None,
        "whoever gives a client its token gets another one, or gets it elsewhere",
    ),
    (
        &["second-server"],
        Class::Wire,
        Class::None,
        "calls go to the first server; the constant with all of them has another value",
    ),
    (
        &["header-of-a-part"],
        Class::Wire,
        Class::None,
        "servers read a header of a part that the bindings do not send",
    ),
    (
        &["nullable-property-of-a-request"],
        Class::Wire,
        Class::None,
        "servers accept null for a file of a form, which forms cannot say; files are sent as before",
    ),
];
