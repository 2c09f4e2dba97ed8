//! Members of requests and of objects, as text that can be compared.

use crate::body::Body;
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
    let value = match &action.body {
        Body::Json(body) => {
            let json = Json::parse(str::from_utf8(body).ok()?).ok()?;
            text(&at(&json, path)?)
        }
        Body::Multipart(form) => form.parts().iter().find_map(|part| match &part.content {
            Content::Text(text) if part.name == path => Some(text.clone()),
            _ => None,
        }),
        _ => None,
    };
    value.filter(|it| !it.is_empty())
}

/// The elements of the request's JSON array with their identifiers; `None` if one of them has none.
pub(super) fn elements(action: &Request, id: &str) -> Option<Vec<(String, Json)>> {
    let Body::Json(body) = &action.body else {
        return None;
    };
    let json = Json::parse(str::from_utf8(body).ok()?).ok()?;
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
