//! What the macros add to forms. `media_type` is the one that the declaration of a field names. If it is one of JSON, the
//! value is sent as JSON, whatever its type.

use std::collections::BTreeMap;

use crate::body::is_json;
use crate::encode::Encode;
use crate::multipart::Multipart;
use crate::parameter::ParameterValue;
use crate::parameter::structure::Structure;
use crate::upload::Upload;

/// Adds a file part for each upload.
pub fn files(
    form: Multipart,
    name: &str,
    media_type: Option<&str>,
    uploads: impl IntoIterator<Item = Upload>,
) -> Multipart {
    let uploads = uploads.into_iter();
    form.files(name, uploads.map(|it| it.with_defaults(media_type, None)))
}

/// As [`files`], with the name of files that have none, whose extension is that of files of the media type.
pub fn named_files(
    form: Multipart,
    name: &str,
    media_type: &str,
    file_name: &str,
    uploads: impl IntoIterator<Item = Upload>,
) -> Multipart {
    let uploads = uploads.into_iter();
    form.files(
        name,
        uploads.map(|it| it.with_defaults(Some(media_type), Some(file_name))),
    )
}

/// Adds a part for each text: the text as it is, or JSON.
pub fn texts(
    form: Multipart,
    name: &str,
    media_type: Option<&str>,
    texts: impl IntoIterator<Item = impl Into<String>>,
) -> Multipart {
    texts.into_iter().fold(form, |form, text| match media_type {
        Some(json_type) if is_json(json_type) => form.json_as(name, json_type, &text.into()),
        Some(media_type) => form.typed(name, media_type, text),
        None => form.text(name, text),
    })
}

/// Adds a part for each value: the text that it is written as, or JSON.
pub fn values(
    form: Multipart,
    name: &str,
    media_type: Option<&str>,
    values: impl IntoIterator<Item = impl ParameterValue + Encode>,
) -> Multipart {
    if media_type.is_some_and(is_json) {
        return json(form, name, media_type, values);
    }
    let written = values.into_iter().map(|it| it.write());
    texts(form, name, media_type, written)
}

/// Adds a JSON part for each value, without a `Content-Type` unless a media type is declared.
pub fn json(
    form: Multipart,
    name: &str,
    media_type: Option<&str>,
    values: impl IntoIterator<Item = impl Encode>,
) -> Multipart {
    values
        .into_iter()
        .fold(form, |form, value| match media_type {
            Some(media_type) => form.json_as(name, media_type, &value),
            None => form.json(name, &value),
        })
}

/// Adds a JSON part with a `Content-Type` for each value. Without a declared media type, a value that turns out to be a
/// string, a number or a boolean is sent as a text, as it would be if its type said so; with one that is not JSON, it is
/// a text of that media type.
pub fn objects(
    form: Multipart,
    name: &str,
    media_type: Option<&str>,
    values: impl IntoIterator<Item = impl Encode>,
) -> Multipart {
    values
        .into_iter()
        .fold(form, |form, value| match (media_type, scalar(&value)) {
            (Some(media_type), Some(text)) if !is_json(media_type) => {
                form.typed(name, media_type, text)
            }
            (Some(media_type), _) => form.json_as(name, media_type, &value),
            (None, Some(text)) => form.text(name, text),
            (None, None) => form.json_typed(name, &value),
        })
}

/// Adds the parts of each value by `add`, which gets the name and the value. Those that have the name of one of the
/// `fields` are left out.
pub fn rest<T>(
    form: Multipart,
    fields: &[&str],
    values: BTreeMap<String, T>,
    add: impl Fn(Multipart, &str, T) -> Multipart,
) -> Multipart {
    let others = values.into_iter();
    others
        .filter(|(name, _)| !fields.contains(&name.as_str()))
        .fold(form, |form, (name, value)| add(form, &name, value))
}

/// The text of a value that is neither an array nor an object.
fn scalar(value: &impl Encode) -> Option<String> {
    match Structure::of("the part", value).ok()? {
        Structure::Scalar(text) => Some(text),
        Structure::Null | Structure::Array(_) | Structure::Object(_) => None,
    }
}
