//! Checks the form of objects that are not schemas: of which kind their members are.

use crate::diagnostics::{Code, Diagnostic};
use crate::lower::context::Context;
use crate::lower::kind::Kind;
use crate::lower::reason::Reason;
use crate::node::{At, Node, Value};
use crate::select::{Moved, PROSE, unknown_member};

/// A sort of object, and the kinds of the members that are read of it.
pub struct Form {
    /// What it is, with an article.
    name: &'static str,
    /// Members without which the operation cannot be read, if they are of another kind.
    needed: &'static [(&'static str, Kind)],
    /// Further members.
    members: &'static [(&'static str, Kind)],
    /// Members that are checked where they are read. `None`: unknown members are reported elsewhere, or not at all.
    others: Option<&'static [&'static str]>,
    /// Members that Swagger 2 has here, and where OpenAPI 3 has what they say.
    moved: &'static [Moved],
}

/// Members by which Swagger 2 describes the value of a parameter.
const IN_PLACE_OF_SCHEMA: [&str; 18] = [
    "default",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "multipleOf",
    "nullable",
    "pattern",
    "properties",
    "type",
    "uniqueItems",
];

/// Parameters. Their flags that matter are read by [`Context::flag`], which reports them.
pub const PARAMETER: Form = Form {
    name: "a parameter",
    needed: &[],
    members: &[
        ("allowEmptyValue", Kind::Boolean),
        ("allowReserved", Kind::Boolean),
        ("content", Kind::MapOf("media types")),
        ("deprecated", Kind::Boolean),
        ("style", Kind::String),
    ],
    others: Some(&["explode", "in", "name", "required", "schema"]),
    moved: &[
        (&["collectionFormat"], "`style` and `explode`"),
        (&IN_PLACE_OF_SCHEMA, "its `schema`"),
    ],
};

/// Headers of responses.
pub const HEADER: Form = Form {
    name: "a header",
    needed: &[],
    members: &[
        ("content", Kind::MapOf("media types")),
        ("deprecated", Kind::Boolean),
        ("explode", Kind::Boolean),
        ("required", Kind::Boolean),
        ("style", Kind::String),
    ],
    others: None,
    moved: &[],
};

/// Request bodies.
pub const REQUEST_BODY: Form = Form {
    name: "a request body",
    needed: &[],
    members: &[("content", Kind::MapOf("media types"))],
    others: Some(&["required"]),
    moved: &[(&["schema"], "a media type in its `content`")],
};

/// Responses.
pub const RESPONSE: Form = Form {
    name: "a response",
    needed: &[],
    members: &[
        ("content", Kind::MapOf("media types")),
        ("headers", Kind::MapOf("headers")),
    ],
    others: Some(&["links"]),
    moved: &[(&["schema"], "a media type in its `content`")],
};

/// Media types.
pub const MEDIA_TYPE: Form = Form {
    name: "a media type",
    needed: &[],
    members: &[("encoding", Kind::MapOf("encodings"))],
    others: Some(&["schema"]),
    moved: &[],
};

/// What a media type says of a member of a form.
pub const ENCODING: Form = Form {
    name: "an encoding",
    needed: &[],
    members: &[
        ("contentType", Kind::String),
        ("headers", Kind::MapOf("headers")),
        ("style", Kind::String),
    ],
    others: None,
    moved: &[],
};

/// Path items.
pub const PATH_ITEM: Form = Form {
    name: "a path item",
    needed: &[("parameters", Kind::ArrayOf("parameters"))],
    members: &[],
    others: None,
    moved: &[],
};

/// Operations.
pub const OPERATION: Form = Form {
    name: "an operation",
    needed: &[
        ("parameters", Kind::ArrayOf("parameters")),
        ("responses", Kind::Map),
        ("requestBody", Kind::Map),
    ],
    members: &[("deprecated", Kind::Boolean)],
    others: Some(&["callbacks", "operationId", "security", "servers"]),
    moved: &[
        (&["consumes"], "the `content` of its request body"),
        (&["produces"], "the `content` of its responses"),
        (&["schemes"], "its `servers`"),
    ],
};

/// Servers.
pub const SERVER: Form = Form {
    name: "a server",
    needed: &[],
    members: &[("variables", Kind::MapOf("variables"))],
    others: None,
    moved: &[],
};

/// Discriminators of unions.
pub const DISCRIMINATOR: Form = Form {
    name: "a discriminator",
    needed: &[],
    members: &[("mapping", Kind::Map)],
    others: None,
    moved: &[],
};

/// Reports the members of an object that are of another kind than OpenAPI gives them, other than those that are
/// [needed](check_needed). Null is as good as none. What holds further objects is skipped; a plain value is as if it were
/// absent.
pub fn check(context: &Context<'_>, at: &At<'_>, form: &Form) {
    check_unknown(context, at, form);
    for (member, kind) in form.members {
        let Some(value) = of_other_kind(at, member, *kind) else {
            continue;
        };
        if matches!(kind, Kind::MapOf(_)) && value.node.as_map().is_some() {
            check_values(context, &value, member);
            continue;
        }
        let message = format!("{}; ignored", expected(form, member, *kind, &value));
        context.report_member(Diagnostic::warning(Code::NotOpenApi, message), at, member);
        if matches!(kind, Kind::MapOf(_) | Kind::Map) {
            context.skip(&value.pointer, format!("it is not {kind}"));
        }
    }
}

/// Reports the members of another kind without which the operation cannot be read.
///
/// # Errors
/// If there is one.
pub fn check_needed(context: &Context<'_>, at: &At<'_>, form: &Form) -> Result<(), Reason> {
    let mut checked = Ok(());
    for (member, kind) in form.needed {
        if let Some(value) = of_other_kind(at, member, *kind) {
            let fault = expected(form, member, *kind, &value);
            let message = format!("{fault}; the operation is skipped");
            let diagnostic = Diagnostic::warning(Code::NotOpenApi, message).at_member(*member);
            checked = checked.and(Err(context.refuse(diagnostic, at)));
        }
    }
    checked
}

/// Returns a member that is there and of another kind.
fn of_other_kind<'a>(at: &At<'a>, member: &str, kind: Kind) -> Option<At<'a>> {
    let value = at.get(member)?;
    (!is_null(value.node) && !kind.accepts(value.node)).then_some(value)
}

/// Returns what is wrong with a member of another kind.
fn expected(form: &Form, member: &str, kind: Kind, value: &At<'_>) -> String {
    let (owner, found) = (form.name, kind.found(value.node));
    format!("expected `{member}` of {owner} to be {kind}, found {found}")
}

/// Reports the members that OpenAPI does not have here.
fn check_unknown(context: &Context<'_>, at: &At<'_>, form: &Form) {
    let Some(others) = form.others else {
        return;
    };
    let checked = || {
        form.members
            .iter()
            .chain(form.needed)
            .map(|(name, _)| *name)
    };
    let is_known = |key: &str| {
        let mut known = checked().chain(others.iter().copied()).chain(PROSE);
        key.starts_with("x-") || known.any(|it| it == key)
    };
    for (key, value) in at.members().filter(|(key, _)| !is_known(key)) {
        let diagnostic = unknown_member(form.name, key, form.moved);
        context.report_member(diagnostic, at, key);
        context.skip(&value.pointer, format!("unknown member of {}", form.name));
    }
}

/// Reports the values of a mapping that are no mappings themselves.
fn check_values(context: &Context<'_>, at: &At<'_>, member: &str) {
    let values = at.members().filter(|(key, value)| {
        !key.starts_with("x-") && !is_null(value.node) && value.node.as_map().is_none()
    });
    for (key, value) in values {
        let found = value.node.kind();
        let message =
            format!("expected `{key}` in `{member}` to be a mapping, found {found}; ignored");
        context.report(Diagnostic::warning(Code::NotOpenApi, message), &value);
        context.skip(&value.pointer, "it is not a mapping");
    }
}

fn is_null(node: &Node) -> bool {
    node.value == Value::Null
}
