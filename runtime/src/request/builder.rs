//! How requests are built.

use std::time::Duration;

use http::header::{ACCEPT, HeaderMap, HeaderName, HeaderValue};

use super::{Request, path, query, set_header};
use crate::body::Body;
use crate::call::answer::{Answer, ByStatus};
use crate::call::{Call, read};
use crate::decode::DecodeOwned;
use crate::encode::Encode;
use crate::json::Json;
use crate::operation::Operation;
use crate::parameter::ParameterValue;
use crate::parameter::pairs::Pair;
use crate::problem::Problem;
use crate::response::{Binary, Redirect, Response};
use crate::retry::Policy;
use crate::stream_call::StreamCall;
use crate::timeouts::Timeouts;

impl Request {
    /// Begins to build a request.
    #[doc(hidden)]
    #[expect(
        clippy::new_ret_no_self,
        reason = "a request is complete only once its response is known"
    )]
    pub fn new(operation: &'static Operation) -> RequestBuilder {
        let mut headers = HeaderMap::new();
        if let Some(accept) = operation.accept {
            headers.insert(ACCEPT, HeaderValue::from_static(accept));
        }
        RequestBuilder {
            operation,
            segments: Vec::new(),
            whole_segments: Vec::new(),
            parameters: Vec::new(),
            query: String::new(),
            is_rql: false,
            headers,
            body: Body::Empty,
            timeouts: Timeouts::new(),
            retry: None,
            problem: None,
            filled: Vec::new(),
        }
    }
}

/// A request that is being built. The `returns_…` methods set how the response is read, and
/// return the [`Call`].
///
/// A value that cannot be sent does not stop the building: the call keeps the problem and reports it
/// before it is sent.
#[derive(Debug, Clone)]
pub struct RequestBuilder {
    pub(crate) operation: &'static Operation,
    /// The encoded values of the path parameters.
    pub(super) segments: Vec<(&'static str, String)>,
    /// Segments of the path by their index, encoded, in place of what their parameters would make.
    whole_segments: Vec<(usize, String)>,
    /// The query parameters, not yet encoded.
    pub(super) parameters: Vec<Pair>,
    /// What is put behind them, encoded.
    query: String,
    /// Whether the API reads the query string as one RQL expression.
    is_rql: bool,
    pub(super) headers: HeaderMap,
    pub(super) body: Body,
    timeouts: Timeouts,
    retry: Option<Policy>,
    problem: Option<Problem>,
    /// Members of the response that the call knows.
    filled: Vec<(&'static str, Json)>,
}

impl RequestBuilder {
    /// Sets a path parameter. Whatever the value holds, it is one segment of the path or a part of one; a value that
    /// cannot be (empty; `.` and `..` as a whole segment) makes the call invalid.
    #[must_use]
    pub fn path<T: ParameterValue + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        match path::encode(self.operation, name, &value.write()) {
            Ok(segment) => self.segments.push((name, segment)),
            Err(problem) => self.fail(problem),
        }
        self
    }

    /// Sets a path parameter that is more than one segment, encoded and without a slash in front.
    pub(crate) fn whole_path(mut self, name: &'static str, path: Result<String, Problem>) -> Self {
        match path {
            Ok(path) => self.segments.push((name, path)),
            Err(problem) => self.fail(problem),
        }
        self
    }

    /// Sets a segment of the path, which is encoded already, in place of its parameters.
    pub(crate) fn encoded_segment(mut self, index: usize, encoded: &str) -> Self {
        self.whole_segments.push((index, encoded.to_owned()));
        self
    }

    pub(crate) fn has_header(&self, name: &HeaderName) -> bool {
        self.headers.contains_key(name)
    }

    /// Adds a query parameter.
    #[must_use]
    pub fn query<T: ParameterValue + ?Sized>(mut self, name: &str, value: &T) -> Self {
        self.parameters.push(Pair::plain(name, value.write()));
        self
    }

    /// Adds a query parameter if there is a value.
    #[must_use]
    pub fn query_optional<T: ParameterValue + ?Sized>(self, name: &str, value: Option<&T>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    /// Sets a header. The client refuses those that belong to the connection, such as `Host` and `Content-Length`.
    #[must_use]
    pub fn header<T: ParameterValue + ?Sized>(mut self, name: &str, value: &T) -> Self {
        if let Err(problem) = set_header(&mut self.headers, name, &value.write()) {
            self.fail(problem);
        }
        self
    }

    /// Sets a header if there is a value.
    #[must_use]
    pub fn header_optional<T: ParameterValue + ?Sized>(
        self,
        name: &str,
        value: Option<&T>,
    ) -> Self {
        match value {
            Some(value) => self.header(name, value),
            None => self,
        }
    }

    /// Sets how long the call may take in all, in place of the client's defaults.
    #[must_use]
    pub fn timeout(self, total: Duration) -> Self {
        self.timeouts(Timeouts::new().total(total))
    }

    /// Sets time limits of the call, in place of the client's defaults. Those that are not set stay as
    /// they are.
    #[must_use]
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts.or(self.timeouts);
        self
    }

    /// Sets how often and how fast the call is sent again, in place of the client's defaults.
    #[must_use]
    pub fn retry(mut self, policy: Policy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// The response is JSON, read as a `T`.
    pub fn returns_json<T: DecodeOwned>(self) -> Call<T> {
        self.into_call(read::json)
    }

    /// The response is JSON, read as a `T`, or none: `null`, nothing at all, or a status that has no content (204, 205).
    pub fn returns_json_optional<T: DecodeOwned>(self) -> Call<Option<T>> {
        self.into_call(read::json_optional)
    }

    /// How the response is read depends on which success its status is.
    pub fn returns_by_status<T: ByStatus>(self) -> Call<T> {
        self.into_call(|operation, response| T::read(Answer::of(operation, response)?))
    }

    /// Names a member of the response that the call knows: a response that lacks it, or has null there,
    /// is read as if it had this value. See [`returns_json_filled`](Self::returns_json_filled).
    #[must_use]
    pub fn fills<T: Encode + ?Sized>(mut self, member: &'static str, value: &T) -> Self {
        match Json::write(value) {
            Ok(value) => self.filled.push((member, value)),
            Err(error) => self.fail(Problem::new(format_args!(
                "the member `{member}` cannot be written: {error}"
            ))),
        }
        self
    }

    /// The response is a JSON object, read as a `T`, in which the members that [`fills`](Self::fills)
    /// named may be absent.
    pub fn returns_json_filled<T: DecodeOwned>(mut self) -> Call<T> {
        let filled = std::mem::take(&mut self.filled);
        let (request, problem) = self.finish();
        Call::new(request, problem, move |operation, response| {
            read::json_filled(operation, response, &filled)
        })
    }

    /// What the response holds is of no interest.
    pub fn returns_empty(self) -> Call<()> {
        self.into_call(read::empty)
    }

    /// The response is text (UTF-8).
    pub fn returns_text(self) -> Call<String> {
        self.into_call(read::text)
    }

    /// The response is a file.
    pub fn returns_binary(self) -> Call<Binary> {
        self.into_call(read::binary)
    }

    /// The response is a redirect (any 3xx with a location), which is not followed.
    pub fn returns_redirect(self) -> Call<Redirect> {
        let mut call = self.into_call(read::redirect);
        call.request.returns_redirect = true;
        call
    }

    /// The response is a stream, which is read while it comes.
    pub fn returns_stream(self) -> StreamCall {
        // A client that opens the call reads no response whole, so nothing is decoded.
        StreamCall::new(self.into_call(read::empty))
    }

    pub(crate) fn into_call<T: 'static>(
        self,
        decode: impl Fn(&'static Operation, Response) -> crate::Result<T> + Send + Sync + 'static,
    ) -> Call<T> {
        let (request, problem) = self.finish();
        Call::new(request, problem, decode)
    }

    /// The request, and the first problem of building it. Apart from [`into_call`](Self::into_call),
    /// which is compiled for each type.
    fn finish(mut self) -> (Request, Option<Problem>) {
        let path = self.fill_path();
        let query = self.write_query();
        let request = Request {
            operation: self.operation,
            path,
            query: Some(query).filter(|it| !it.is_empty()),
            headers: self.headers,
            body: self.body,
            timeouts: self.timeouts,
            retry: self.retry,
            returns_redirect: false,
        };
        (request, self.problem)
    }

    /// Adds what a list asks for, or notes why it cannot be asked for.
    pub(crate) fn rows(mut self, query: Result<String, Problem>) -> Self {
        self.is_rql = true;
        match query {
            Ok(text) => self.add_query(&text),
            Err(problem) => self.fail(problem),
        }
        self
    }

    /// Adds encoded text to the query string.
    pub(crate) fn add_query(&mut self, encoded: &str) {
        if !self.query.is_empty() && !encoded.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(encoded);
    }

    fn write_query(&mut self) -> String {
        let mut text = String::new();
        for pair in std::mem::take(&mut self.parameters) {
            if let Err(problem) = query::write(&pair, self.is_rql, &mut text) {
                self.fail(problem);
            }
        }
        if !text.is_empty() && !self.query.is_empty() {
            text.push('&');
        }
        text + &self.query
    }

    fn fill_path(&mut self) -> String {
        let mut path = String::new();
        for (index, segment) in self.operation.path.iter().enumerate() {
            path.push('/');
            let given = self.whole_segments.iter().find(|(it, _)| *it == index);
            let given = given.map(|(_, it)| it.as_str());
            if let Err(problem) = path::fill(segment, given, &self.segments, &mut path) {
                self.fail(problem);
            }
        }
        path
    }

    /// Keeps the first problem: the later ones may be its consequences.
    pub(super) fn fail(&mut self, problem: Problem) {
        self.problem.get_or_insert(problem);
    }
}
