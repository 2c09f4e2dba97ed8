//! Members that a response can lack because they are known from the request.

use std::borrow::Cow;

use crate::json::Json;

/// Returns the body with its absent or null members appended to the object.
///
/// They are appended so that the lines and columns of errors stay correct, and because the last of
/// several members of the same name counts. A body that is not a JSON object is returned unchanged; reading
/// it reports the error.
pub(crate) fn filled<'b>(body: &'b [u8], members: &[(&'static str, Json)]) -> Cow<'b, [u8]> {
    fill(body, members).map_or(Cow::Borrowed(body), |text| Cow::Owned(text.into_bytes()))
}

fn fill(body: &[u8], members: &[(&'static str, Json)]) -> Option<String> {
    let json = Json::parse(str::from_utf8(body).ok()?).ok()?;
    let inside = json.as_str().trim_ascii_end().strip_suffix('}')?;
    let mut text = inside.to_owned();
    let is_empty = inside.trim_ascii() == "{";
    let is_absent = |name: &str| json.member(name).is_none_or(|it| it.is_null());
    for (name, value) in members.iter().filter(|(name, _)| is_absent(name)) {
        let separator = if is_empty && text.len() == inside.len() {
            ""
        } else {
            ","
        };
        let name = Json::write(*name).ok()?;
        text.push_str(&format!("{separator}{}:{}", name.as_str(), value.as_str()));
    }
    (text.len() > inside.len()).then(|| text + "}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_id(body: &str) -> String {
        let members = [
            ("id", Json::parse("\"A\"").expect("JSON")),
            ("b\"c", Json::parse("1").expect("JSON")),
        ];
        String::from_utf8(filled(body.as_bytes(), &members).into_owned()).expect("UTF-8")
    }

    #[test]
    fn absent_and_null_members_are_filled_and_no_others() {
        for (body, filled) in [
            ("{}", r#"{"id":"A","b\"c":1}"#),
            (" { } ", r#" { "id":"A","b\"c":1}"#),
            (r#"{"x": 2}"#, r#"{"x": 2,"id":"A","b\"c":1}"#),
            (r#"{"id": null}"#, r#"{"id": null,"id":"A","b\"c":1}"#),
            (r#"{"id": "B"}"#, r#"{"id": "B","b\"c":1}"#),
            (r#"{"id": 7, "b\"c": 0}"#, r#"{"id": 7, "b\"c": 0}"#),
            (
                r#"{"in": {"id": 1}}"#,
                r#"{"in": {"id": 1},"id":"A","b\"c":1}"#,
            ),
        ] {
            assert_eq!(with_id(body).trim(), filled.trim(), "{body}");
        }
    }

    #[test]
    fn a_body_that_is_not_an_object_is_unchanged() {
        for body in ["", "[]", "\"text\"", "null", "{", r#"{"x": }"#] {
            assert_eq!(with_id(body), body);
        }
    }
}
