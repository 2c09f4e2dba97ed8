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

/// The value of a member of the request's JSON, or of a part of its form. An empty value identifies nothing.
pub(super) fn sent(action: &Request, path: &str) -> Option<String> {
    let value = if let Some(json) = json(&action.body) {
        text(&at(&json?, path)?)
    } else if let Some(form) = action.body.as_urlencoded() {
        member(str::from_utf8(form).ok()?, path)
    } else if let Body::Multipart(form) = &action.body {
        form.parts().iter().find_map(|it| match it.name == path {
            true => part(&it.content),
            false => None,
        })
    } else {
        None
    };
    value.filter(|it| !it.is_empty())
}

/// The JSON of a body; `None` if it is of another kind.
fn json(body: &Body) -> Option<Option<Json>> {
    let parse = |text| Json::parse(str::from_utf8(text).ok()?).ok();
    body.as_json().map(|text| parse(text))
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
        let mut values = form.split('&').filter_map(|pair| {
            let (its_name, value) = pair.split_once('=')?;
            (decoded(its_name) == name).then(|| decoded(value))
        });
        values.next().filter(|_| values.next().is_none())
    };
    let Some((first, rest)) = path.split_once('.') else {
        return value(path);
    };
    let nested = || value(&format!("{first}[{}]", rest.replace('.', "][")));
    let in_json = || text(&at(&Json::parse(value(first)?).ok()?, rest)?);
    value(path).or_else(nested).or_else(in_json)
}

fn decoded(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

/// The elements of the request's JSON array with their identifiers; `None` if one of them has none.
pub(super) fn elements(action: &Request, id: &str) -> Option<Vec<(String, Json)>> {
    let json = json(&action.body)??;
    let elements: Vec<Json> = json.read().ok()?;
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
