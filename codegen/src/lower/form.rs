//! Checks the form of objects that are not schemas: of which kind their members are.

use crate::diagnostics::{Code, Diagnostic};
use crate::lower::context::Context;
use crate::lower::kind::Kind;
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

/// Reports the members of an object that are of another kind than OpenAPI gives them. Null is as good as none. What
/// holds further objects is skipped; a plain value is as if it were absent. Returns whether all that is needed is of its
/// kind.
pub fn check(context: &Context<'_>, at: &At<'_>, form: &Form) -> bool {
    let needed = form.needed.iter().map(|it| (it, true));
    let others = form.members.iter().map(|it| (it, false));
    let mut is_whole = true;
    check_unknown(context, at, form);
    // What is reported last is why the operation is skipped.
    for ((member, kind), is_needed) in others.chain(needed) {
        let Some(value) = at.get(member).filter(|it| !is_null(it.node)) else {
            continue;
        };
        if kind.accepts(value.node) {
            continue;
        }
        if matches!(kind, Kind::MapOf(_)) && value.node.as_map().is_some() {
            check_values(context, &value, member);
            continue;
        }
        let (owner, found) = (form.name, kind.found(value.node));
        let consequence = match is_needed {
            true => "the operation is skipped",
            false => "ignored",
        };
        let message =
            format!("expected `{member}` of {owner} to be {kind}, found {found}; {consequence}");
        context.report_member(Diagnostic::warning(Code::NotOpenApi, message), at, member);
        is_whole &= !is_needed;
        if !is_needed && matches!(kind, Kind::MapOf(_) | Kind::Map) {
            context.skip(&value.pointer, format!("it is not {kind}"));
        }
    }
    is_whole
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
