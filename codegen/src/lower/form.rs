//! Checks the form of objects that are not schemas: of which kind their members are.

use crate::diagnostics::{Code, Diagnostic};
use crate::lower::context::Context;
use crate::lower::kind::Kind;
use crate::node::{At, Node, Value};

/// A sort of object, and the kinds of the members that are read of it.
pub struct Form {
    /// What it is, with an article.
    name: &'static str,
    /// Its members.
    members: &'static [(&'static str, Kind)],
}

/// Parameters. Their flags that matter are read by [`Context::flag`], which reports them.
pub const PARAMETER: Form = Form {
    name: "a parameter",
    members: &[
        ("allowEmptyValue", Kind::Boolean),
        ("allowReserved", Kind::Boolean),
        ("content", Kind::MapOfMaps),
        ("deprecated", Kind::Boolean),
        ("style", Kind::String),
    ],
};

/// Headers of responses.
pub const HEADER: Form = Form {
    name: "a header",
    members: &[
        ("content", Kind::MapOfMaps),
        ("deprecated", Kind::Boolean),
        ("explode", Kind::Boolean),
        ("required", Kind::Boolean),
        ("style", Kind::String),
    ],
};

/// Request bodies.
pub const REQUEST_BODY: Form = Form {
    name: "a request body",
    members: &[("content", Kind::MapOfMaps)],
};

/// Responses.
pub const RESPONSE: Form = Form {
    name: "a response",
    members: &[("content", Kind::MapOfMaps), ("headers", Kind::MapOfMaps)],
};

/// Media types.
pub const MEDIA_TYPE: Form = Form {
    name: "a media type",
    members: &[("encoding", Kind::MapOfMaps)],
};

/// What a media type says of a member of a form.
pub const ENCODING: Form = Form {
    name: "an encoding",
    members: &[
        ("contentType", Kind::String),
        ("headers", Kind::MapOfMaps),
        ("style", Kind::String),
    ],
};

/// Operations. The members that make them up are checked before.
pub const OPERATION: Form = Form {
    name: "an operation",
    members: &[("deprecated", Kind::Boolean)],
};

/// Servers.
pub const SERVER: Form = Form {
    name: "a server",
    members: &[("variables", Kind::MapOfMaps)],
};

/// Discriminators of unions.
pub const DISCRIMINATOR: Form = Form {
    name: "a discriminator",
    members: &[("mapping", Kind::Map)],
};

/// Reports the members of an object that are of another kind than OpenAPI gives them. Null is as good as none. What
/// holds further objects is skipped; a plain value is as if it were absent.
pub fn check(context: &Context<'_>, at: &At<'_>, form: &Form) {
    for (member, kind) in form.members {
        let Some(value) = at.get(member).filter(|it| !is_null(it.node)) else {
            continue;
        };
        if kind.accepts(value.node) {
            continue;
        }
        if *kind == Kind::MapOfMaps && value.node.as_map().is_some() {
            check_values(context, &value, member);
            continue;
        }
        let expected = match kind {
            Kind::MapOfMaps => "a mapping",
            other => other.expected(),
        };
        let (owner, found) = (form.name, value.node.kind());
        let message =
            format!("expected `{member}` of {owner} to be {expected}, found {found}; ignored");
        context.report_member(Diagnostic::warning(Code::NotOpenApi, message), at, member);
        if matches!(kind, Kind::MapOfMaps | Kind::Map) {
            context.skip(&value.pointer, format!("it is not {expected}"));
        }
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
