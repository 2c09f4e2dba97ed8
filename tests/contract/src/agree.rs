//! What it means that an encoding agrees with the document it was decoded from.

use crate::doc::Doc;
use crate::exact;
use crate::shape::{Property, Schema, Shape};

/// Whether `encoded` says what `source` said, as far as the schema knows it: the same members less
/// those that are null or unknown, the same numbers to the last digit, the same times and dates, and
/// all else as it was.
///
/// # Errors
/// The place where they differ, and how.
pub fn agree(schema: Schema<'_>, source: &Doc, encoded: &Doc) -> Result<(), String> {
    let differ = || Err(format!(": {source:?} became {encoded:?}"));
    let same = |is: bool| if is { Ok(()) } else { differ() };
    match (schema.shape(), source, encoded) {
        (Shape::Any, ..) => same(source == encoded),
        (Shape::Object(properties), Doc::Object(members), Doc::Object(_)) => {
            object(&properties, members, encoded)
        }
        (Shape::Map(values), Doc::Object(members), Doc::Object(_)) => map(values, members, encoded),
        (Shape::List(items), Doc::List(list), Doc::List(result)) => {
            if list.len() != result.len() {
                return differ();
            }
            let mut pairs = list.iter().zip(result).enumerate();
            pairs.try_for_each(|(index, (left, right))| {
                agree(items, left, right).map_err(|place| format!("[{index}]{place}"))
            })
        }
        (Shape::OneOf(members), ..) => {
            let tried = members.iter().map(|member| agree(*member, source, encoded));
            let failures: Vec<String> = tried.map_while(Result::err).collect();
            if failures.len() < members.len() {
                Ok(())
            } else {
                Err(failures.join(" or "))
            }
        }
        // An identifier that came as a number.
        (Shape::Text(_) | Shape::Choice(_), Doc::Number(left), Doc::Text(right)) => {
            same(left == right)
        }
        (Shape::Time, Doc::Text(left), Doc::Text(right)) => same(same_time(left, right)),
        (Shape::DateOrDateTime, Doc::Text(left), Doc::Text(right)) => {
            same(left == right || same_time(left, right))
        }
        // A number may come as a text.
        (Shape::Number(_), Doc::Number(left) | Doc::Text(left), Doc::Number(right)) => {
            same(same_number(left, right))
        }
        (Shape::Integer(..), Doc::Number(left) | Doc::Text(left), Doc::Number(right)) => {
            same(exact::number(left) == exact::number(right) && !right.contains('.'))
        }
        // Their types have numbers and times, which must not have become texts.
        (Shape::Integer(..) | Shape::Number(_) | Shape::Time, ..) => differ(),
        _ => same(source == encoded),
    }
}

fn object(
    properties: &[Property<'_>],
    source: &[(String, Doc)],
    encoded: &Doc,
) -> Result<(), String> {
    let mut expected = 0;
    for (key, value) in source {
        let known = properties
            .iter()
            .find(|it| it.name == key && !it.write_only);
        let result = encoded.get(key);
        match (known, result) {
            (Some(_), None) if *value == Doc::Null => {}
            (Some(property), Some(result)) => {
                expected += 1;
                agree(property.schema, value, result).map_err(|place| format!(".{key}{place}"))?;
            }
            (Some(_), None) => return Err(format!(".{key}: {value:?} is lost")),
            (None, Some(result)) => {
                return Err(format!(".{key}: unknown, but there as {result:?}"));
            }
            (None, None) => {}
        }
    }
    if encoded.len() == expected {
        Ok(())
    } else {
        Err(format!(": {encoded:?} has more"))
    }
}

fn map(values: Schema<'_>, source: &[(String, Doc)], encoded: &Doc) -> Result<(), String> {
    for (key, value) in source {
        let result = encoded.get(key).ok_or_else(|| format!(".{key}: is lost"))?;
        agree(values, value, result).map_err(|place| format!(".{key}{place}"))?;
    }
    if encoded.len() == source.len() {
        Ok(())
    } else {
        Err(format!(": {encoded:?} has more"))
    }
}

fn same_time(left: &str, right: &str) -> bool {
    let left = exact::instant(left);
    left.is_some() && left == exact::instant(right)
}

/// The same value; and the same text, that is with all zeros at the end, unless a power of ten or the
/// sign of a zero had to go.
fn same_number(left: &str, right: &str) -> bool {
    let value = exact::number(left);
    let signed_zero = value.1.is_empty() && left.starts_with('-');
    let can_stay = !left.contains(['e', 'E']) && !signed_zero;
    value == exact::number(right) && (!can_stay || left == right)
}
