//! Members of requests and of objects, as text that can be compared.

use percent_encoding::percent_decode_str;

use crate::body::{Body, is_json};
use crate::json::Json;
use crate::multipart::Content;
use crate::operation::Same;
use crate::request::Request;

/// The member of an object. Dots lead into objects: `product.id`.
pub(super) fn at(json: &Json, path: &str) -> Option<Json> {
    path.split('.')
        .try_fold(json.clone(), |json, name| json.member(name))
        .filter(|it| !it.is_null())
}

/// A string, or the text of a number or a boolean.
pub(super) fn text(json: &Json) -> Option<String> {
    match json.as_str().bytes().next()? {
        b'"' => json.read().ok(),
        b'{' | b'[' | b'n' => None,
        _ => Some(json.as_str().to_owned()),
    }
}

/// The value of a member of the request's JSON, or of a part of its form. An empty value identifies nothing, and neither
/// do several.
pub(super) fn sent(action: &Request, path: &str) -> Option<String> {
    let body = &action.body;
    let value = if let Some(json) = body.as_json() {
        text(&at(&parsed(json)?, path)?)
    } else if let Some(form) = body.as_urlencoded() {
        member(str::from_utf8(form).ok()?, path)
    } else if let Body::Multipart(form) = body {
        let parts = form.parts().iter().filter(|it| it.name == path);
        only_one(parts.filter_map(|it| part(&it.content)))
    } else {
        None
    };
    value.filter(|it| !it.is_empty())
}

/// The JSON of a body or a part.
fn parsed(json: &[u8]) -> Option<Json> {
    Json::parse(str::from_utf8(json).ok()?).ok()
}

/// The value, unless there are several.
fn only_one(mut values: impl Iterator<Item = String>) -> Option<String> {
    values.next().filter(|_| values.next().is_none())
}

/// The text of a part of a form.
fn part(content: &Content) -> Option<String> {
    match content {
        Content::Text(text) => Some(text.clone()),
        Content::Typed {
            media_type,
            text: json,
        } if is_json(media_type) => text(&Json::parse(json.as_str()).ok()?),
        Content::Typed { text, .. } => Some(text.clone()),
        Content::File(_) => None,
    }
}

/// The value of a member of a form, which is one pair. `product.id` is the pair `product[id]`, or in the JSON of the
/// pair `product`.
fn member(form: &str, path: &str) -> Option<String> {
    let value = |name: &str| {
        only_one(form.split('&').filter_map(|pair| {
            let (its_name, value) = pair.split_once('=')?;
            (decoded(its_name) == name).then(|| decoded(value))
        }))
    };
    let Some((first, rest)) = path.split_once('.') else {
        return value(path);
    };
    let nested = || value(&format!("{first}[{}]", rest.replace('.', "][")));
    let in_json = || text(&at(&Json::parse(value(first)?).ok()?, rest)?);
    value(path).or_else(nested).or_else(in_json)
}

/// A text of a form, without its encoding.
fn decoded(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

/// The elements of the request's JSON array with their identifiers; `None` if one of them has none.
pub(super) fn elements(action: &Request, id: &str) -> Option<Vec<(String, Json)>> {
    let elements: Vec<Json> = parsed(action.body.as_json()?)?.read().ok()?;
    let with_id = |element: Json| Some((text(&at(&element, id)?)?, element));
    elements.into_iter().map(with_id).collect()
}

/// Whether an object has no other values than were sent. What it lacks contradicts nothing.
pub(super) fn same(object: &Json, members: &[Same], sent: impl Fn(&str) -> Option<String>) -> bool {
    members.iter().all(|it| {
        let has = at(object, it.member).as_ref().and_then(text);
        match (has, sent(it.sent)) {
            (Some(has), Some(sent)) => has == sent,
            _ => true,
        }
    })
}

/// Whether an object has all values that were sent.
pub(super) fn has(object: &Json, members: &[Same], sent: impl Fn(&str) -> Option<String>) -> bool {
    members
        .iter()
        .all(|it| sent(it.sent).is_none() || at(object, it.member).is_some())
}

/// An object with only these members.
pub(super) fn only(object: &Json, members: &[&str]) -> String {
    let members: Vec<String> = members
        .iter()
        .filter_map(|name| Some((Json::write(*name).ok()?, object.member(name)?)))
        .map(|(name, value)| format!("{}:{}", name.as_str(), value.as_str()))
        .collect();
    format!("{{{}}}", members.join(","))
}
