//! Reads the style of parameters.

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Location, Style};
use crate::lower::context::Context;
use crate::lower::parameters::scalar::is_scalar;
use crate::lower::parameters::undefined;
use crate::lower::schema::Shape;
use crate::lower::schemas::Schemas;
use crate::node::{At, Node};

/// Returns the style of a parameter that is described by a schema. A style that its place does not have is reported.
pub fn read(
    context: &Context<'_>,
    at: &At<'_>,
    location: Location,
    shape: &Shape,
    schemas: &mut Schemas<'_>,
) -> Style {
    let is_scalar = is_scalar(shape, schemas);
    let usual = match location {
        Location::Query | Location::Cookie => "form",
        Location::Path | Location::Header => "simple",
    };
    let declared = declared(context, at, location, usual);
    let explicit = context.flag(at, "explode");
    let explode = explicit.unwrap_or(declared == "form");
    let of_place = match location {
        Location::Path => ["simple", "label", "matrix", ""],
        Location::Query => ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        Location::Header => ["simple", "", "", ""],
        Location::Cookie => ["form", "", "", ""],
    };
    let style = Style::of(declared, explode).filter(|_| of_place.contains(&declared));
    if style.is_some() {
        undefined::report(context, at, declared, explicit, shape, schemas);
    }
    if location == Location::Cookie && !is_scalar && explode {
        let message = "OpenAPI leaves open how cookies are written with `explode`; each item or member is a cookie of its own";
        context.report_at(Diagnostic::note(Code::Parameter, message), &at.pointer);
    }
    let style = style.unwrap_or_else(|| {
        let message = format!(
            "{} parameters have no style `{declared}`; written as `{usual}`",
            location.as_str()
        );
        context.report_member(Diagnostic::warning(Code::Parameter, message), at, "style");
        Style::of(usual, usual == "form").unwrap_or(Style::Plain)
    });
    if at.node.get("allowReserved").is_some_and(Node::is_true) {
        let message = "`allowReserved` is not needed: reserved characters are percent-encoded, which means the same";
        let diagnostic = Diagnostic::note(Code::Parameter, message).help("no action needed");
        context.report_member(diagnostic, at, "allowReserved");
    }
    let is_prefixed = matches!(
        style,
        Style::Label | Style::LabelExploded | Style::Matrix | Style::MatrixExploded
    );
    match is_scalar && !is_prefixed {
        true => Style::Plain,
        false => style,
    }
}

/// Returns the style that a parameter declares, or the usual one of its place. That of cookies in OpenAPI 3.2 is written
/// as the usual one.
fn declared<'a>(context: &Context<'_>, at: &At<'a>, location: Location, usual: &'a str) -> &'a str {
    match at.node.get_str("style") {
        Some("cookie") if location == Location::Cookie => {
            let message = "`style: cookie` of OpenAPI 3.2 is written as `form`: special characters are percent-encoded";
            context.report_member(Diagnostic::note(Code::Parameter, message), at, "style");
            usual
        }
        style => style.unwrap_or(usual),
    }
}
