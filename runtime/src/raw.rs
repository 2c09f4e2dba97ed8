//! Calls of paths for which there is no generated function.

use std::fmt;

use http::Method;
use http::header::ACCEPT;
use serde_core::de::DeserializeOwned;
use serde_core::ser::{Serialize, Serializer};

use crate::call::{Call, read};
use crate::encode::Encode;
use crate::filter::Filter;
use crate::operation::{Operation, Segment};
use crate::parameter::{ParameterValue, encode_expression};
use crate::problem::Problem;
use crate::request::{Request, RequestBuilder};
use crate::response::Binary;
use crate::retry::Policy;
use crate::timeouts::Timeouts;

/// The name of the path in [`Operation::path`].
const PATH: &str = "path";

/// A method's operation, and the same for calls that can be sent twice.
type Operations = [Operation; 2];

static GET: Operations = operations("raw::get", Method::GET);
static POST: Operations = operations("raw::post", Method::POST);
static PUT: Operations = operations("raw::put", Method::PUT);
static DELETE: Operations = operations("raw::delete", Method::DELETE);

const fn operations(name: &'static str, method: Method) -> Operations {
    const fn operation(name: &'static str, method: Method) -> Operation {
        Operation::new(name, method, &[Segment::Parameter(PATH)], "")
    }
    // A method cannot be cloned in a constant.
    let again = match method {
        Method::GET => Method::GET,
        Method::POST => Method::POST,
        Method::PUT => Method::PUT,
        _ => Method::DELETE,
    };
    [operation(name, method), operation(name, again).idempotent()]
}

/// A call of a path for which there is no generated function, as data.
///
/// It becomes a [`Call`] by a method that says how the response is read. JSON is read and written by `serde`, so any
/// type will do that implements its traits. Retries, limits and errors are those of any call.
///
/// ```
/// use connect_usage::runtime::RawCall;
///
/// let call = RawCall::get("/assets").query("limit", "10").json::<Vec<serde_json::Value>>();
/// call.check()?;
/// assert_eq!(call.request().path(), "/assets");
/// assert_eq!(call.request().query(), Some("limit=10"));
/// # Ok::<(), connect_usage::Error>(())
/// ```
#[must_use = "a call does nothing until a client sends it"]
#[derive(Clone)]
pub struct RawCall {
    request: RequestBuilder,
    operations: &'static Operations,
}

impl RawCall {
    /// A `GET` of a path below the base URL, such as `/assets`. It may be sent again.
    pub fn get(path: impl AsRef<str>) -> Self {
        Self::new(&GET, path.as_ref()).idempotent()
    }

    /// A `POST` to a path below the base URL, such as `/assets`.
    pub fn post(path: impl AsRef<str>) -> Self {
        Self::new(&POST, path.as_ref())
    }

    /// A `PUT` to a path below the base URL. Unlike HTTP has it, some of the API have another effect when they are sent
    /// again, so it is [idempotent](Self::idempotent) only if you say so.
    pub fn put(path: impl AsRef<str>) -> Self {
        Self::new(&PUT, path.as_ref())
    }

    /// A `DELETE` of a path below the base URL. If it were sent again, the object might be missing already, so it is
    /// [idempotent](Self::idempotent) only if you say so.
    pub fn delete(path: impl AsRef<str>) -> Self {
        Self::new(&DELETE, path.as_ref())
    }

    fn new(operations: &'static Operations, path: &str) -> Self {
        let request = Request::new(&operations[0]).whole_path(PATH, checked(path));
        Self {
            request,
            operations,
        }
    }

    /// States that the call may be sent again when it is not known whether the first one arrived.
    pub fn idempotent(mut self) -> Self {
        self.request.operation = &self.operations[1];
        self
    }

    /// Adds a query parameter. The value is percent-encoded, and quoted if there is a [filter](Self::filter).
    pub fn query<V: ParameterValue + ?Sized>(mut self, name: &str, value: &V) -> Self {
        self.request = self.request.query(name, value);
        self
    }

    /// Adds a condition on the rows of a list, such as `Filter::<()>::raw("in(status,(active,suspended))")`. See
    /// [`Filter::raw`] for what is not checked there.
    pub fn filter<S>(mut self, filter: Filter<S>) -> Self {
        let text = filter.top_level().map(|it| {
            let mut text = String::new();
            encode_expression(&it, &mut text);
            text
        });
        self.request = self.request.rows(text);
        self
    }

    /// Sets a header. The client refuses those that belong to the connection, such as `Host` and `Content-Length`.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    /// Sends a value as JSON.
    pub fn body<T: Serialize + ?Sized>(mut self, value: &T) -> Self {
        self.request = self.request.json(&BySerde(value));
        self
    }

    /// Sets time limits, as [`Call::timeouts`] does.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.request = self.request.timeouts(timeouts);
        self
    }

    /// Sets how often and how fast the call is sent again, as [`Call::retry`] does.
    pub fn retry(mut self, policy: Policy) -> Self {
        self.request = self.request.retry(policy);
        self
    }

    /// The call whose response is JSON, read as a `T`. A response without a body is read as `null`, so `()` and
    /// `Option` accept it. [`IgnoredAny`](serde_core::de::IgnoredAny) accepts everything.
    pub fn json<T: DeserializeOwned + 'static>(self) -> Call<T> {
        self.accepting("application/json").into_call(read::serde)
    }

    /// The call whose response is a file.
    pub fn binary(self) -> Call<Binary> {
        self.accepting("*/*").returns_binary()
    }

    /// The request, which accepts this media type unless the caller has set another one.
    fn accepting(self, media_type: &'static str) -> RequestBuilder {
        match self.request.has_header(&ACCEPT) {
            true => self.request,
            false => self.request.header(ACCEPT.as_str(), media_type),
        }
    }
}

impl fmt::Debug for RawCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RawCall").field(&self.request).finish()
    }
}

/// A value that is written by `serde`.
struct BySerde<'a, T: ?Sized>(&'a T);

impl<T: Serialize + ?Sized> Encode for BySerde<'_, T> {
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// Returns the path without the slash in front, if it can only be one below the base URL.
fn checked(path: &str) -> Result<String, Problem> {
    let invalid =
        |reason: &str| Problem::new(format_args!("the path `{}` {reason}", path.escape_debug()));
    let Some(rest) = path.strip_prefix('/') else {
        return Err(invalid("does not begin with `/`"));
    };
    if rest.contains(['?', '#']) {
        return Err(invalid(
            "has a query or a fragment; add a query by `query` or `filter`",
        ));
    }
    let is_path = |it: u8| it.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@%/".contains(&it);
    if !rest.bytes().all(is_path) {
        return Err(invalid("has a character that must be percent-encoded"));
    }
    for segment in rest.split('/') {
        match segment.replace("%2e", ".").replace("%2E", ".").as_str() {
            "" => return Err(invalid("has an empty segment")),
            "." | ".." => return Err(invalid("has a segment that would name another path")),
            _ => {}
        }
    }
    Ok(rest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_below_the_base_url_are_accepted() {
        for path in [
            "/assets",
            "/assets/AS-1/items",
            "/a%2Fb/c:d",
            "/a..b/...",
            "/%2e%2e%2e",
        ] {
            assert_eq!(
                checked(path).ok().as_deref(),
                path.strip_prefix('/'),
                "{path}"
            );
        }
        for path in [
            "",
            "/",
            "assets",
            "https://x.example/a",
            "//x.example/a",
            "/a//b",
            "/a/",
            "/../b",
            "/a/..",
            "/a/%2e%2E/b",
            "/a/.",
            "/a?b",
            "/a#b",
            "/a b",
            "/a\\b",
            "/a\r\nb",
            "/ä",
        ] {
            assert!(checked(path).is_err(), "{path}");
            let call = RawCall::get(path).json::<()>();
            assert!(call.check().is_err(), "{path}");
        }
    }

    #[test]
    fn only_reads_are_idempotent_unless_said_otherwise() {
        let is_idempotent = |call: RawCall| call.json::<()>().operation().idempotent;
        assert!(is_idempotent(RawCall::get("/a")));
        for call in [
            RawCall::post("/a"),
            RawCall::put("/a"),
            RawCall::delete("/a"),
        ] {
            assert!(!is_idempotent(call.clone()));
            let said = call.clone().idempotent().json::<()>();
            let call = call.json::<()>();
            assert!(said.operation().idempotent);
            assert_eq!(said.request().method(), call.request().method());
            assert_eq!(said.operation().name, call.operation().name);
        }
    }
}
