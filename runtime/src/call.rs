//! Calls: a request, and how its answer becomes a value.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::answer::Answer;
use crate::decode::watch::watched;
use crate::error::Error;
use crate::observed::Observed;
use crate::operation::Operation;
use crate::problem::Problem;
use crate::request::{Request, set_header};
use crate::retry::Policy;
use crate::timeouts::Timeouts;

/// A call of the API that gives a `T`: the request as data, and how its answer is read.
///
/// It does nothing by itself. A client sends it; a test can look at it, or feed it an answer.
#[must_use = "a call does nothing until a client sends it"]
pub struct Call<T> {
    pub(crate) request: Request,
    problem: Option<Problem>,
    decode: Reader<T>,
}

/// How an answer becomes a value.
type Reader<T> = Arc<dyn Fn(&'static Operation, Answer) -> crate::Result<T> + Send + Sync>;

impl<T> Call<T> {
    pub(crate) fn new(
        request: Request,
        problem: Option<Problem>,
        decode: impl Fn(&'static Operation, Answer) -> crate::Result<T> + Send + Sync + 'static,
    ) -> Self {
        Self {
            request,
            problem,
            decode: Arc::new(decode),
        }
    }

    /// The same call, whose value comes with the answer as it was: the raw JSON, and the places of
    /// what the contract does not know.
    pub fn observed(self) -> Call<Observed<T>>
    where
        T: 'static,
    {
        let decode = self.decode;
        Call::new(self.request, self.problem, move |operation, answer| {
            let (value, unknown) = watched(|| decode(operation, answer.clone()));
            Ok(Observed::new(value?, answer, unknown))
        })
    }

    /// The same call, whose value is made into another one.
    pub fn map<U>(self, change: impl Fn(T) -> U + Send + Sync + 'static) -> Call<U>
    where
        T: 'static,
    {
        let decode = self.decode;
        Call::new(self.request, self.problem, move |operation, answer| {
            decode(operation, answer).map(&change)
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

    /// Sets a header for this call.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Err(problem) = set_header(&mut self.request.headers, name, value) {
            self.problem.get_or_insert(problem);
        }
        self
    }

    /// Sets how long this call may take in all, from its start to the end of the answer, with all its
    /// attempts and the pauses between them, in place of the client's usual. [`timeouts`](Self::timeouts)
    /// has the other limits.
    pub fn timeout(self, total: Duration) -> Self {
        self.timeouts(Timeouts::new().total(total))
    }

    /// Sets time limits for this call, in place of the client's usual. Those that are not set stay as
    /// they are.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.request.timeouts = timeouts.or(self.request.timeouts);
        self
    }

    /// Sets how often and how fast this call is sent again when it fails, in place of the client's
    /// usual. What must not be repeated is not, whatever the policy.
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
            Some(problem) => Err(Error::problem(self.request.operation, problem)),
            None => Ok(()),
        }
    }

    /// Reads an answer.
    ///
    /// # Errors
    /// When the answer's status is not a success ([`Api`](crate::ErrorKind::Api)), or what it holds
    /// cannot be read ([`Decode`](crate::ErrorKind::Decode)).
    pub fn decode(&self, answer: Answer) -> Result<T, Error> {
        (self.decode)(self.request.operation, answer)
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

/// How each kind of answer is read.
pub(crate) mod read {
    use http::header::LOCATION;

    use crate::Result;
    use crate::answer::{Answer, Binary, Redirect};
    use crate::decode::DecodeOwned;
    use crate::error::Error;
    use crate::fill;
    use crate::json::Json;
    use crate::operation::Operation;

    /// Any 2xx is a success, whatever the specification declares: the API answers 201 where it
    /// declares 200.
    pub(crate) fn success(operation: &'static Operation, answer: Answer) -> Result<Answer> {
        if answer.status.is_success() {
            Ok(answer)
        } else {
            Err(Error::api(operation, answer))
        }
    }

    pub(crate) fn json<T: DecodeOwned>(operation: &'static Operation, answer: Answer) -> Result<T> {
        let answer = success(operation, answer)?;
        Json::read_bytes(&answer.body)
            .map_err(|(cause, place)| Error::undecodable(operation, answer, &place, &cause))
    }

    /// As [`json`], for an object that may lack members which the call knows.
    pub(crate) fn json_filled<T: DecodeOwned>(
        operation: &'static Operation,
        answer: Answer,
        members: &[(&'static str, Json)],
    ) -> Result<T> {
        let answer = success(operation, answer)?;
        let body = fill::filled(&answer.body, members);
        Json::read_bytes(&body)
            .map_err(|(cause, place)| Error::undecodable(operation, answer, &place, &cause))
    }

    pub(crate) fn empty(operation: &'static Operation, answer: Answer) -> Result<()> {
        success(operation, answer).map(drop)
    }

    pub(crate) fn text(operation: &'static Operation, answer: Answer) -> Result<String> {
        let answer = success(operation, answer)?;
        match str::from_utf8(&answer.body) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err(Error::decode(
                operation,
                answer,
                "the answer is not text in UTF-8",
            )),
        }
    }

    pub(crate) fn binary(operation: &'static Operation, answer: Answer) -> Result<Binary> {
        success(operation, answer).map(Binary::from)
    }

    pub(crate) fn redirect(operation: &'static Operation, answer: Answer) -> Result<Redirect> {
        if answer.status.is_success() {
            return Err(Error::decode(
                operation,
                answer,
                "the answer is not a redirect",
            ));
        }
        if !answer.status.is_redirection() {
            return Err(Error::api(operation, answer));
        }
        match answer.header(LOCATION) {
            Some(location) => Ok(Redirect {
                location: location.into(),
            }),
            None => Err(Error::decode(
                operation,
                answer,
                "the redirect has no location",
            )),
        }
    }
}
