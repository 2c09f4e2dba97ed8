//! Reports values for which OpenAPI leaves open how a style writes them. The runtime writes each in one way.

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::Type;
use crate::lower::context::Context;
use crate::lower::parameters::scalar::is_scalar;
use crate::lower::schema::Shape;
use crate::lower::schemas::Schemas;
use crate::node::At;

/// Reports what OpenAPI leaves open about values of a shape in the style that a parameter, or the `encoding` of a member
/// of a form, declares.
pub fn report(
    context: &Context<'_>,
    at: &At<'_>,
    style: &str,
    explode: Option<bool>,
    shape: &Shape,
    schemas: &mut Schemas<'_>,
) {
    let shape = schemas.not_null(shape);
    let is_single = is_scalar(&shape, schemas);
    let mut inner = schemas.held_by(&shape).into_iter();
    let is_nested = inner.any(|it| !is_scalar(&it, schemas));
    let is_delimited = matches!(style, "spaceDelimited" | "pipeDelimited");
    let note = |member: &str, open: String| {
        let message = format!("OpenAPI leaves open how {open}");
        context.report_member(Diagnostic::note(Code::Parameter, message), at, member);
    };
    if style == "deepObject" && is_single {
        let message = "`deepObject` is for objects, and this is a single value; written as `form`";
        context.report_member(Diagnostic::warning(Code::Parameter, message), at, "style");
    }
    if style == "deepObject" && matches!(shape, Type::Array(_)) {
        note(
            "style",
            "`deepObject` writes an array; each item is sent as `name[]=…`".to_owned(),
        );
    }
    if style == "deepObject" && explode == Some(false) {
        note(
            "explode",
            "`deepObject` writes without `explode`; written as with it".to_owned(),
        );
    }
    if is_delimited && is_single {
        note(
            "style",
            format!("`{style}` writes a single value; written as `form`"),
        );
    }
    if is_delimited && !is_single && explode == Some(true) {
        let open = format!("`{style}` writes with `explode`; written as `form` with it");
        note("explode", open);
    }
    if is_nested {
        let written = match style {
            "deepObject" => "sent in further brackets, such as `name[member][inner]=…`",
            _ => "sent as JSON",
        };
        note(
            "style",
            format!("`{style}` writes arrays and objects within others; they are {written}"),
        );
    }
}
