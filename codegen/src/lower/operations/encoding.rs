//! Reads `encoding`: how the members of forms are written.

use super::media::{Sort, is_media_type};
use crate::diagnostics::{Code, Diagnostic};
use crate::extensions::Extension;
use crate::ir::{Style, WireName};
use crate::lower::context::Context;
use crate::lower::form as forms;
use crate::lower::parameters::{is_scalar, report_undefined};
use crate::lower::schema::Shape;
use crate::lower::schemas::Schemas;
use crate::lower::uses::{Encoding, Form};
use crate::node::{At, Node};

/// Reports what `encoding` says that has no effect.
pub fn check<'a>(
    context: &Context<'a>,
    media: &At<'a>,
    shape: &Shape,
    sort: Sort,
    schemas: &mut Schemas<'a>,
) {
    let known = schemas.member_names(shape);
    let is_open = known.is_empty() || schemas.further_members(shape).is_some();
    for (member, at) in encodings(media) {
        forms::check(context, &at, &forms::ENCODING);
        let is_known = known.iter().any(|it| it == member);
        if is_open && !is_known && sort == Sort::Multipart {
            let message = format!(
                "`encoding` of `{member}`, which is not a property, is not applied; the part is sent as further members are"
            );
            let help = "declare the part as a property of the form in the overlay";
            let diagnostic = Diagnostic::warning(Code::Form, message).help(help);
            context.report(diagnostic, &at);
            context.skip(&at.pointer, "it is that of a further member of the form");
            continue;
        }
        if !is_open && !is_known {
            let message = format!("`encoding` names unknown property `{member}`; ignored");
            context.report(Diagnostic::warning(Code::UnknownProperty, message), &at);
            context.skip(&at.pointer, "the form has no such property");
            continue;
        }
        let media_types = at.node.get_str("contentType").unwrap_or_default();
        let mut media_types = media_types.split(',').map(str::trim);
        if let Some(other) = media_types.find(|it| !it.is_empty() && !is_media_type(it)) {
            let message = format!(
                "expected `contentType` of `{member}` to be a media type, found `{other}`; ignored"
            );
            context.report_member(
                Diagnostic::warning(Code::NotOpenApi, message),
                &at,
                "contentType",
            );
        }
        match sort {
            Sort::UrlEncoded => check_style(context, &at, shape, member, schemas),
            _ => report_styled_part(context, &at, member),
        }
    }
}

/// Reports a style of a part, which OpenAPI 3.0 ignores and later versions do not. As `form` with `explode`, arrays are
/// repeated in any case.
fn report_styled_part(context: &Context<'_>, at: &At<'_>, member: &str) {
    let style = at.node.get("style");
    let explode = at.node.get("explode");
    let is_repeated = style.is_none_or(|it| it.as_str() == Some("form"))
        && explode.is_none_or(|it| it.as_bool() == Some(true));
    if is_repeated {
        return;
    }
    let reason = "the styles of parts of a form with files are not applied";
    let message = format!(
        "the style of the part `{member}` is not applied: an array is sent as repeated parts, and an object as JSON"
    );
    let key = if style.is_some() { "style" } else { "explode" };
    let help = "no action needed if the server reads parts so; OpenAPI 3.0 ignores styles of parts";
    let diagnostic = Diagnostic::note(Code::Form, message).help(help);
    context.report_member(diagnostic, at, key);
    context.skip(&at.pointer.key(key), reason);
}

/// Reports a style that members of forms do not have, and what OpenAPI leaves open about one.
fn check_style(
    context: &Context<'_>,
    at: &At<'_>,
    form: &Shape,
    member: &str,
    schemas: &mut Schemas<'_>,
) {
    let style = at.node.get_str("style");
    let explode = at.node.get("explode").and_then(Node::as_bool);
    let held = schemas.member(form, member);
    let held = held.or_else(|| schemas.further_members(form));
    let media_type = at.node.get_str("contentType").unwrap_or_default();
    let is_styled = style.is_some() || explode.is_some();
    if let Some(other) = style.filter(|it| !STYLES.contains(it)) {
        let message = format!("members of forms have no style `{other}`; written as `form`");
        context.report_member(Diagnostic::warning(Code::Parameter, message), at, "style");
    } else if let (Some(held), true) = (&held, is_styled) {
        report_undefined(context, at, style.unwrap_or("form"), explode, held, schemas);
    }
    let message = if is_styled && !media_type.is_empty() {
        "`contentType` has no effect beside `style` or `explode`; ignored".to_owned()
    } else if is_foreign(media_type) && held.is_some_and(|it| !is_scalar(&it, schemas)) {
        format!(
            "a member is not written as `{media_type}`; arrays are repeated, and objects are JSON"
        )
    } else {
        return;
    };
    let diagnostic = Diagnostic::note(Code::MediaTypes, message);
    context.report_member(diagnostic, at, "contentType");
}

/// Returns whether a media type is neither JSON nor text.
fn is_foreign(media_type: &str) -> bool {
    !media_type.is_empty()
        && !matches!(
            Sort::of(media_type),
            Sort::Json | Sort::JsonLike | Sort::Text
        )
}

/// The styles of members, which are those of query parameters.
const STYLES: [&str; 4] = ["form", "spaceDelimited", "pipeDelimited", "deepObject"];

/// Returns what is said of each member. What is no mapping is reported with the form of the media type.
fn encodings<'a>(media: &At<'a>) -> Vec<(&'a str, At<'a>)> {
    let all = media.get("encoding");
    let all = all.iter().flat_map(At::members);
    all.filter(|(_, at)| at.node.as_map().is_some()).collect()
}

/// Returns the media types that `encoding` allows for parts, and the names of files. What else it says of them is not sent.
pub fn form(context: &Context<'_>, media: &At<'_>) -> Form {
    let encodings = encodings(media);
    for (_, at) in &encodings {
        if let Some(headers) = at.get("headers") {
            let message = "headers of parts are not sent";
            context.report(Diagnostic::note(Code::Unsupported, message), &headers);
            context.skip(&headers.pointer, message);
        }
    }
    let typed = encodings.into_iter().filter_map(|(part, at)| {
        let listed = at.node.get_str("contentType").unwrap_or_default();
        let listed = listed.split(',').map(str::trim);
        let mut listed: Vec<&str> = listed.filter(|it| is_media_type(it)).collect();
        // A pattern leaves the choice open.
        if listed.iter().any(|it| it.contains('*')) {
            listed.clear();
        }
        let file_name = Extension::FileName.string(at.node).map(str::to_owned);
        let encoding = Encoding {
            media_types: listed.into_iter().map(str::to_owned).collect(),
            file_name,
        };
        (encoding != Encoding::default()).then(|| (part.to_owned(), encoding))
    });
    Form(typed.collect())
}

/// Returns the styles that `encoding` gives to members.
pub fn styles(context: &Context<'_>, media: &At<'_>) -> Vec<(WireName, Style)> {
    let styled = encodings(media).into_iter().filter_map(|(member, at)| {
        let style = at.node.get_str("style").filter(|it| STYLES.contains(it));
        let explode = context.flag(&at, "explode");
        if style.is_none() && explode.is_none() {
            let listed = at.node.get_str("contentType").unwrap_or_default();
            let mut listed = listed.split(',').map(str::trim);
            let is_json = listed
                .next()
                .is_some_and(|it| Sort::of(it) <= Sort::JsonLike);
            return is_json.then(|| (WireName(member.to_owned()), Style::Json));
        }
        let style = style.unwrap_or("form");
        let style = Style::of(style, explode.unwrap_or(style == "form"))?;
        Some((WireName(member.to_owned()), style))
    });
    styled.collect()
}
