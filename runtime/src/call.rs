//! Calls: a request, and how its response becomes a value.

pub(crate) mod answer;
pub(crate) mod headers;
pub(crate) mod read;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::body::Body;
use crate::decode::watch::watched;
use crate::error::{Error, failure};
use crate::multipart::Multipart;
use crate::observed::Observed;
use crate::operation::Operation;
use crate::problem::Problem;
use crate::request::{Request, set_header};
use crate::response::Response;
use crate::retry::Policy;
use crate::timeouts::Timeouts;

/// A call of the API that gives a `T`: the request as data, and how its response is read.
///
/// It does nothing by itself. A client sends it; a test can look at it, or feed it a response.
#[must_use = "a call does nothing until a client sends it"]
pub struct Call<T> {
    pub(crate) request: Request,
    problem: Option<Problem>,
    decode: Reader<T>,
}

/// How a response becomes a value.
type Reader<T> = Arc<dyn Fn(&'static Operation, Response) -> crate::Result<T> + Send + Sync>;

impl<T> Call<T> {
    pub(crate) fn new(
        request: Request,
        problem: Option<Problem>,
        decode: impl Fn(&'static Operation, Response) -> crate::Result<T> + Send + Sync + 'static,
    ) -> Self {
        Self {
            request,
            problem,
            decode: Arc::new(decode),
        }
    }

    /// The same call, whose value comes with the response as it was: the raw JSON, and the places of
    /// what the contract does not know.
    pub fn observed(self) -> Call<Observed<T>>
    where
        T: 'static,
    {
        let decode = self.decode;
        Call::new(self.request, self.problem, move |operation, response| {
            let (value, unknown) = watched(|| decode(operation, response.clone()));
            Ok(Observed::new(value?, response, unknown))
        })
    }

    /// The same call, whose value is made into another one.
    pub fn map<U>(self, change: impl Fn(T) -> U + Send + Sync + 'static) -> Call<U>
    where
        T: 'static,
    {
        let decode = self.decode;
        Call::new(self.request, self.problem, move |operation, response| {
            decode(operation, response).map(&change)
        })
    }

    /// The request.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// The operation.
    pub fn operation(&self) -> &'static Operation {
        self.request.operation
    }

    /// Sets a header for this call. The client refuses those that belong to the connection, such as `Host` and `Content-Length`.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Err(problem) = set_header(&mut self.request.headers, name, value) {
            self.problem.get_or_insert(problem);
        }
        self
    }

    /// Sets the body that is sent.
    pub(crate) fn body(mut self, body: Result<Body, Problem>) -> Self {
        match body {
            Ok(body) => self.request.body = body,
            Err(problem) => {
                self.problem.get_or_insert(problem);
            }
        }
        self
    }

    /// Sets the form that is sent.
    pub(crate) fn multipart(mut self, form: Multipart) -> Self {
        if let Some(problem) = form.problem() {
            self.problem.get_or_insert(problem.clone());
        }
        self.request.body = Body::Multipart(form);
        self
    }

    /// Sets how long this call may take in all, from its start to the end of the response, with all its
    /// attempts and the pauses between them, in place of the client's defaults. [`timeouts`](Self::timeouts)
    /// has the other limits.
    pub fn timeout(self, total: Duration) -> Self {
        self.timeouts(Timeouts::new().total(total))
    }

    /// Sets time limits for this call, in place of the client's defaults. Those that are not set stay as
    /// they are.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.request.timeouts = timeouts.or(self.request.timeouts);
        self
    }

    /// Sets the retry policy of this call, in place of the client's default. A call that must not be retried
    /// is not, whatever the policy.
    pub fn retry(mut self, policy: Policy) -> Self {
        self.request.retry = Some(policy);
        self
    }

    /// Whether the call can be sent. Clients ask before they send; nothing of a call that fails here
    /// goes over the wire.
    ///
    /// # Errors
    /// The first problem that building the call met, of the kind
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest).
    pub fn check(&self) -> Result<(), Error> {
        match &self.problem {
            Some(problem) => Err(failure::problem(self.request.operation, problem)),
            None => Ok(()),
        }
    }

    /// Reads a response.
    ///
    /// # Errors
    /// When the response's status is not a success ([`Api`](crate::ErrorKind::Api)), or what it holds
    /// cannot be read ([`Decode`](crate::ErrorKind::Decode)).
    pub fn decode(&self, response: Response) -> Result<T, Error> {
        (self.decode)(self.request.operation, response)
    }
}

// By hand, since a `T` need not be `Clone` or `Debug` for that.
impl<T> Clone for Call<T> {
    fn clone(&self) -> Self {
        Self {
            request: self.request.clone(),
            problem: self.problem.clone(),
            decode: Arc::clone(&self.decode),
        }
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("request", &self.request)
            .field("problem", &self.problem)
            .finish()
    }
}
