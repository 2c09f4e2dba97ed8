//! The exchange of a request for an answer, by way of reqwest.

mod redirect;
mod tls;

use std::fmt;
use std::time::{Duration, Instant};

use connect_runtime::{Answer, Error, Method, Operation, Request};
use http::header::{
    ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT,
};
use reqwest::{Response, Url};

use self::redirect::{MAX_REDIRECTS, Target};
use crate::body;
use crate::endpoint::Endpoint;
use crate::key::ApiKey;

/// What a client is set up with.
pub(crate) struct Settings {
    pub(crate) endpoint: Endpoint,
    pub(crate) key: ApiKey,
    pub(crate) user_agent: HeaderValue,
    pub(crate) connect_timeout: Duration,
    pub(crate) timeout: Duration,
    pub(crate) max_answer: u64,
}

pub(crate) struct Transport {
    http: reqwest::Client,
    settings: Settings,
}

impl Transport {
    pub(crate) fn new(settings: Settings) -> Result<Self, Error> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::config()?)
            .connect_timeout(settings.connect_timeout)
            // Followed here, where it is known who may have the key.
            .redirect(reqwest::redirect::Policy::none())
            .http1_only();
        if settings.endpoint.is_loopback() {
            // A proxy's localhost is another machine's.
            builder = builder.no_proxy();
        }
        let http = builder
            .build()
            .map_err(|_| Error::configuration("the HTTP client cannot be set up"))?;
        Ok(Self { http, settings })
    }

    /// Sends a request, follows redirects and reads the whole answer.
    pub(crate) async fn exchange(&self, request: &Request) -> Result<Answer, Error> {
        let operation = request.operation();
        let timeout = request.timeout().unwrap_or(self.settings.timeout);
        // A time-out beyond what a clock can express is none.
        let deadline = Deadline(Instant::now().checked_add(timeout));
        let mut url = self.settings.endpoint.url_of(request)?;
        let mut redirects = 0;
        loop {
            let response = self.start(request, url.clone(), deadline).await?;
            let target = redirect::target(request, &url, response.status(), response.headers());
            let reason = match target {
                Target::Stay => return self.read(operation, response).await,
                Target::Follow(_) if redirects == MAX_REDIRECTS => "there were ten before it",
                Target::Follow(next) => {
                    redirects += 1;
                    url = next;
                    continue;
                }
                Target::Refuse(reason) => reason,
            };
            let answer = self.read(operation, response).await?;
            return Err(Error::refused_redirect(operation, answer, reason));
        }
    }

    /// Sends the request there, and waits for the head of the answer.
    async fn start(
        &self,
        request: &Request,
        url: Url,
        deadline: Deadline,
    ) -> Result<Response, Error> {
        let operation = request.operation();
        let mut builder = self.http.request(request.method().clone(), url.clone());
        let mut headers = self.headers(request, &url);
        // The length is set even where it is 0 and hyper would leave it out: some gateways answer 411
        // to a POST without one.
        if let Some(encoded) = request.body().encode() {
            let media_type = HeaderValue::from_str(encoded.content_type()).map_err(|_| {
                Error::invalid_request(
                    operation,
                    "the body's media type cannot be sent in a header",
                )
            })?;
            let (body, length) = body::open(operation, encoded).await?;
            headers.insert(CONTENT_TYPE, media_type);
            headers.insert(CONTENT_LENGTH, length.into());
            builder = builder.body(body);
        } else if [Method::POST, Method::PUT, Method::PATCH].contains(request.method()) {
            headers.insert(CONTENT_LENGTH, 0.into());
        }
        builder = builder.headers(headers);
        if let Some(left) = deadline.left() {
            builder = builder.timeout(left);
        }
        builder
            .send()
            .await
            .map_err(|error| failed(operation, error))
    }

    /// The headers for a URL. Another host than the API's gets nothing of the caller's.
    fn headers(&self, request: &Request, url: &Url) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if self.settings.endpoint.covers(url) {
            headers.clone_from(request.headers());
            headers
                .entry(AUTHORIZATION)
                .or_insert_with(|| self.settings.key.header().clone());
        } else if let Some(accept) = request.headers().get(ACCEPT) {
            headers.insert(ACCEPT, accept.clone());
        }
        headers
            .entry(USER_AGENT)
            .or_insert_with(|| self.settings.user_agent.clone());
        headers
    }

    /// Reads the body, as far as the limit allows.
    async fn read(
        &self,
        operation: &'static Operation,
        mut response: Response,
    ) -> Result<Answer, Error> {
        let limit = self.settings.max_answer;
        let (status, headers) = (response.status(), response.headers().clone());
        let announced = response.content_length().unwrap_or(0);
        if announced > limit {
            return Err(Error::too_long(operation, limit, status, headers));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| failed(operation, error))?
        {
            if (body.len() + chunk.len()) as u64 > limit {
                return Err(Error::too_long(operation, limit, status, headers));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer {
            status,
            headers,
            body: body.into(),
        })
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Settings {
            endpoint,
            key,
            user_agent,
            connect_timeout,
            timeout,
            max_answer,
        } = &self.settings;
        f.debug_struct("Transport")
            .field("endpoint", endpoint)
            .field("key", key)
            .field("user_agent", user_agent)
            .field("connect_timeout", connect_timeout)
            .field("timeout", timeout)
            .field("max_answer", max_answer)
            .finish()
    }
}

/// Until when a call must be through, all its redirects included.
#[derive(Clone, Copy)]
struct Deadline(Option<Instant>);

impl Deadline {
    fn left(self) -> Option<Duration> {
        self.0
            .map(|it| it.saturating_duration_since(Instant::now()))
    }
}

/// reqwest's error as ours. Its URL is dropped, for the query's sake.
fn failed(operation: &'static Operation, error: reqwest::Error) -> Error {
    let (never_sent, is_timeout) = (error.is_connect(), error.is_timeout());
    let error = error.without_url();
    let error = match is_timeout {
        true => Error::timeout(operation, error),
        false => Error::transport(operation, error),
    };
    if never_sent { error.unsent() } else { error }
}
