//! Values in other formats, and inside of types of an application: they come back as they went.

use std::error::Error;

use connect_runtime::serde::Serialize;
use connect_runtime::serde::de::DeserializeOwned;
use serde::Deserialize;

use crate::doc::Doc;
use crate::exact;
use crate::model::Model;

/// Writes a value in every format, alone and inside of other types, and compares what is read with it.
///
/// # Errors
/// The first format in which the value does not come back, and what came.
pub fn survives<T: Model>(value: &T) -> Result<(), String> {
    for format in FORMATS {
        round_trip(format, value, value, Numbers::Exact)?;
        // serde reads the members of these into a buffer first, where numbers of JSON are floats.
        let numbers = match format {
            Format::JsonText => Numbers::Floats,
            _ => Numbers::Exact,
        };
        let untagged = Untagged::Model(value.clone());
        round_trip(format, &untagged, value, numbers)?;
        if serde_json::to_string(value).is_ok_and(|it| it.starts_with('{')) {
            round_trip(format, &Tagged::Model(value.clone()), value, numbers)?;
            let flattened = Flattened {
                of_the_application: 5,
                value: value.clone(),
            };
            round_trip(format, &flattened, value, numbers)?;
        }
    }
    Ok(())
}

#[derive(Debug, Clone, Copy)]
enum Format {
    JsonText,
    JsonValue,
    Yaml,
    Cbor,
    MessagePack,
}

const FORMATS: [Format; 5] = [
    Format::JsonText,
    Format::JsonValue,
    Format::Yaml,
    Format::Cbor,
    Format::MessagePack,
];

impl Format {
    fn written_and_read<T: Serialize + DeserializeOwned>(
        self,
        value: &T,
    ) -> Result<T, Box<dyn Error>> {
        Ok(match self {
            Self::JsonText => serde_json::from_str(&serde_json::to_string(value)?)?,
            Self::JsonValue => serde_json::from_value(serde_json::to_value(value)?)?,
            Self::Yaml => serde_yaml::from_str(&serde_yaml::to_string(value)?)?,
            Self::Cbor => {
                let mut bytes = Vec::new();
                ciborium::into_writer(value, &mut bytes)?;
                ciborium::from_reader(bytes.as_slice())?
            }
            Self::MessagePack => rmp_serde::from_slice(&rmp_serde::to_vec(value)?)?,
        })
    }
}

/// How exact numbers must be.
#[derive(Debug, Clone, Copy)]
enum Numbers {
    Exact,
    Floats,
}

/// A type that holds a model, written in a format and read again.
fn round_trip<W, T>(format: Format, holder: &W, model: &T, numbers: Numbers) -> Result<(), String>
where
    W: Serialize + DeserializeOwned + Holds<T>,
    T: Model,
{
    let name = std::any::type_name::<W>();
    let again = format
        .written_and_read(holder)
        .map_err(|error| format!("{format:?} of {name}: {error} for {model:?}"))?;
    let (left, right) = (model, again.held());
    if !same(&json(left)?, &json(right)?, numbers) {
        return Err(format!("{format:?} of {name}: {left:?} became {right:?}"));
    }
    Ok(())
}

fn json<T: Serialize>(value: &T) -> Result<Doc, String> {
    let text = serde_json::to_string(value).map_err(|error| error.to_string())?;
    Ok(Doc::parse(&text))
}

/// Whether two documents say the same. A number of any JSON may have become a text of its digits, and members come in any
/// order.
fn same(left: &Doc, right: &Doc, numbers: Numbers) -> bool {
    match (left, right) {
        (Doc::Number(left), Doc::Number(right)) => match numbers {
            Numbers::Exact => exact::number(left) == exact::number(right),
            Numbers::Floats => left.parse::<f64>() == right.parse::<f64>(),
        },
        (Doc::Number(left), Doc::Text(right)) => left == right,
        (Doc::List(left), Doc::List(right)) => {
            let mut pairs = left.iter().zip(right);
            left.len() == right.len() && pairs.all(|(left, right)| same(left, right, numbers))
        }
        (Doc::Object(members), Doc::Object(others)) => {
            members.len() == others.len()
                && members.iter().all(|(key, value)| {
                    right
                        .get(key)
                        .is_some_and(|other| same(value, other, numbers))
                })
        }
        _ => left == right,
    }
}

trait Holds<T> {
    fn held(&self) -> &T;
}

impl<T> Holds<T> for T {
    fn held(&self) -> &T {
        self
    }
}

#[derive(serde::Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged<T> {
    Model(T),
}

impl<T> Holds<T> for Untagged<T> {
    fn held(&self) -> &T {
        let Self::Model(model) = self;
        model
    }
}

#[derive(serde::Serialize, Deserialize)]
#[serde(tag = "kind of the application")]
enum Tagged<T> {
    Model(T),
}

impl<T> Holds<T> for Tagged<T> {
    fn held(&self) -> &T {
        let Self::Model(model) = self;
        model
    }
}

#[derive(serde::Serialize, Deserialize)]
struct Flattened<T> {
    #[serde(rename = "number of the application")]
    of_the_application: u8,
    #[serde(flatten)]
    value: T,
}

impl<T> Holds<T> for Flattened<T> {
    fn held(&self) -> &T {
        &self.value
    }
}

#[cfg(test)]
mod tests {
    use connect_runtime::Json;

    use super::{Flattened, Tagged};

    /// Serde puts serializers of its own in between, which take no text that is JSON already.
    #[test]
    fn json_is_written_in_place_of_what_it_stands_for() {
        let value = || Json::parse(r#"{"amount": 1.50, "rows": [{}]}"#).expect("JSON");
        let flattened = Flattened {
            of_the_application: 1,
            value: value(),
        };
        let text = serde_json::to_string(&flattened).expect("JSON");
        assert_eq!(
            text,
            r#"{"number of the application":1,"amount":1.50,"rows":[{}]}"#
        );
        let text = serde_json::to_string(&Tagged::Model(value())).expect("JSON");
        assert_eq!(
            text,
            r#"{"kind of the application":"Model","amount":1.50,"rows":[{}]}"#
        );
    }
}
