//! Reports parameters that can be sent without a value.

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Location, Primitive};
use crate::lower::context::Context;
use crate::lower::schema::{Body, Shape};
use crate::lower::schemas::Schemas;
use crate::node::{At, Node};

/// Reports `allowEmptyValue`, unless a value of the shape can be the empty string, which is sent as `name=`.
pub fn report(
    context: &Context<'_>,
    at: &At<'_>,
    location: Location,
    shape: &Shape,
    schemas: &mut Schemas<'_>,
) {
    if !at.node.get("allowEmptyValue").is_some_and(Node::is_true) {
        return;
    }
    let shape = schemas.not_null(shape);
    let is_text = shape.is(Primitive::String)
        || schemas
            .definition(&shape)
            .is_some_and(|it| matches!(it.body, Body::Strings(_)));
    let message = match location {
        Location::Query if is_text => return,
        Location::Query => {
            "`allowEmptyValue` is not supported for values of this type; it is never sent without a value"
        }
        _ => "`allowEmptyValue` is for query parameters; ignored",
    };
    let diagnostic = Diagnostic::note(Code::Parameter, message);
    context.report_member(diagnostic, at, "allowEmptyValue");
}
