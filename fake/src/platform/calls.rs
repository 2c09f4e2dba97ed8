//! The calls, grouped by resource.

mod chunks;
mod files;
mod reconciliations;
mod records;

use connect_client::runtime::states::Graph;
use serde_json::Value;

use crate::platform::journal::Side;
use crate::platform::json::Object;
use crate::platform::model::file::File;
use crate::platform::refusal::Refusal;
use crate::platform::transitions;
use crate::platform::world::World;
use crate::reply::Reply;
use crate::request::Received;

/// The maximum length of a free-text field, in characters.
const MAX_TEXT: usize = 200;

pub(crate) type Result<T = Reply> = std::result::Result<T, Refusal>;

/// An authenticated call: the side that makes it, and the request.
pub(crate) struct Call<'a> {
    pub world: &'a mut World,
    pub side: Side,
    pub request: &'a Received,
}

impl Call<'_> {
    pub(crate) fn query(&self) -> &str {
        self.request.query().unwrap_or_default()
    }

    /// Refuses the other side.
    fn only(&self, side: Side) -> Result<()> {
        match self.side == side {
            true => Ok(()),
            false => Err(Refusal::other_side()),
        }
    }

    /// Refuses the side for which the operation has no transition.
    fn permits(&self, graph: &Graph, operation: &str) -> Result<()> {
        match transitions::is_for(graph, operation, self.side) {
            true => Ok(()),
            false => Err(Refusal::other_side()),
        }
    }

    /// A report that this side can see. The provider sees it from its submission on.
    fn file(&self, id: &str) -> Result<&File> {
        let file = self.world.files.get(id);
        file.filter(|it| self.sees(it))
            .ok_or_else(Refusal::not_found)
    }

    pub(crate) fn sees(&self, file: &File) -> bool {
        self.side == Side::Vendor || file.submitted
    }

    /// The body as a JSON object. An empty body is an object without members.
    fn body(&self) -> Result<Body> {
        if self.request.body.is_empty() {
            return Ok(Body::empty());
        }
        match serde_json::from_slice(&self.request.body) {
            Ok(Value::Object(members)) => Ok(Body(members)),
            Ok(_) => Err(Refusal::syntax("The body is not a JSON object.")),
            Err(_) => Err(Refusal::syntax("The body is not JSON.")),
        }
    }

    /// A reply with one object, or only its id and status if the platform is sparse.
    fn reply(&self, status: u16, id: &str, shown: &str, object: Object) -> Reply {
        let object = match self.world.options.sparse {
            true => Object::new().string("id", id).string("status", shown),
            false => object,
        };
        Reply::json(status, object.finish())
    }
}

/// A body of JSON.
pub(crate) struct Body(serde_json::Map<String, Value>);

impl Body {
    fn empty() -> Self {
        Self(serde_json::Map::new())
    }

    /// A string that may be missing or null.
    fn string(&self, name: &str) -> Result<Option<String>> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.chars().count() <= MAX_TEXT => Ok(Some(text.clone())),
            Some(Value::String(_)) => Err(Refusal::field(name, "this string is too long")),
            Some(_) => Err(Refusal::field(name, "this is not a string")),
        }
    }

    fn required(&self, name: &str) -> Result<String> {
        match self.string(name)?.filter(|it| !it.is_empty()) {
            Some(text) => Ok(text),
            None => Err(Refusal::field(name, "this field is required")),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    fn member(&self, name: &str) -> Result<Option<Body>> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Object(members)) => Ok(Some(Body(members.clone()))),
            Some(_) => Err(Refusal::field(name, "this is not an object")),
        }
    }
}
