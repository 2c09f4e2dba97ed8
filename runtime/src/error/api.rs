//! What the API says about a failure.

use serde_core::de::MapAccess;

use crate::decode::object::{Fields, Object};
use crate::json::Json;

/// The body of a response that is not a success. All of it is optional: gateways in front of the API
/// respond with messages of their own.
#[derive(Debug, Default)]
pub(super) struct ApiBody {
    pub(super) code: Option<String>,
    pub(super) messages: Vec<String>,
    pub(super) params: Option<Json>,
}

impl ApiBody {
    pub(super) fn read(body: &[u8]) -> Self {
        // What is not UTF-8 is replaced: what else the body says is worth having.
        Json::read_bytes(String::from_utf8_lossy(body).as_bytes()).unwrap_or_default()
    }
}

impl<'de> Object<'de> for ApiBody {
    const NAME: &'static str = "an error";

    // Whatever form a field has, the others are still worth having: hence all are read as `Json`.
    fn read<A: MapAccess<'de>>(mut fields: Fields<'de, A>) -> Result<Self, A::Error> {
        let (mut code, mut messages, mut params) = (None::<Json>, None::<Json>, None);
        while let Some(key) = fields.next_key()? {
            match &*key {
                "error_code" => fields.read(&key, &mut code)?,
                "errors" => fields.read(&key, &mut messages)?,
                "params" => fields.read(&key, &mut params)?,
                _ => fields.skip(&key)?,
            }
        }
        Ok(Self {
            code: code.map(|it| text(&it)),
            messages: messages.map(|it| texts(&it)).unwrap_or_default(),
            params,
        })
    }
}

crate::serde_model!(object ApiBody);

fn texts(value: &Json) -> Vec<String> {
    match value.read::<Vec<Json>>() {
        Ok(list) => list.iter().map(text).collect(),
        Err(_) => vec![text(value)],
    }
}

/// A JSON string's text, or the JSON text of anything else.
fn text(value: &Json) -> String {
    value.read().unwrap_or_else(|_| value.as_str().to_owned())
}
