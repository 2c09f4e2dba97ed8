//! The attempts of one request.

mod authority;
mod context;
mod framing;
mod observation;
mod observed;
mod receive;
mod turn;

use std::ops::Deref;
use std::sync::Arc;
use std::time::{Duration, Instant};

use connect_runtime::driver::{Annotate, Attempts, Decision, Encoded, Moment, TimedOut, failure};
use connect_runtime::retry::Reason;
use connect_runtime::{Error, ErrorKind, Method, Request, StatusCode, TimeLimit, Timeouts};
use http::Uri;
use http::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT,
};

use self::observation::Observation;
use super::{Event, Now, Step, Transfer};
use crate::config::{Endpoint, Grant, Settings};
use crate::exchange::coding;
use crate::exchange::{self, Limits, Progress, RequestBody};
use crate::pace::Place;

/// One request, which is attempted until it succeeds or another attempt would not help.
pub(super) struct Sending<'a> {
    settings: &'a Settings,
    request: RequestRef<'a>,
    /// The body, the same for all attempts.
    encoded: Option<Encoded>,
    /// The base URL, if the operation has one of its own.
    server: Option<Box<Endpoint>>,
    /// What authorizes the request in place of the key.
    grant: Option<Box<Grant>>,
    /// Without the query parameters that authorize the request.
    first_url: Uri,
    timeouts: Timeouts,
    attempts: Attempts,
    /// When the call began.
    started: Option<Instant>,
    /// How long the call may take from then on.
    total: Option<Duration>,
    /// The place in the queue of all calls.
    place: Option<Place<'a>>,
    attempt: Attempt,
    /// Whether the head of a response said that the call succeeded.
    was_confirmed: bool,
    /// Why the last attempt failed.
    failure: Option<Error>,
    /// Whether the caller's headers are for a request to another server.
    has_foreign_headers: bool,
    /// Whether the URL is presigned and grants access by itself: the caller's key and headers are not sent to it.
    is_presigned: bool,
    /// The state of a download, whose response is written instead of being kept.
    transfer: Option<Transfer>,
    /// Whether the call ends with the head of a success, whose body is read afterwards.
    is_stream: bool,
    observation: Observation,
}

/// The caller's request, or one of the client's own. The latter are rare, and are boxed so that the former
/// are cheap to move.
enum RequestRef<'a> {
    Borrowed(&'a Request),
    Owned(Box<Request>),
}

impl Deref for RequestRef<'_> {
    type Target = Request;

    fn deref(&self) -> &Request {
        match self {
            Self::Borrowed(request) => request,
            Self::Owned(request) => request,
        }
    }
}

/// The current attempt.
#[derive(Default)]
struct Attempt {
    /// `None` before the first one.
    started: Option<Instant>,
    /// Without the query parameters that authorize the request.
    url: Uri,
    redirects: u32,
    /// The progress of the request body, and whether it could be read.
    progress: Option<Arc<Progress>>,
    /// The head of the response that is being read or redirects, and why its redirect is not followed.
    head: Option<(StatusCode, HeaderMap, Option<&'static str>)>,
}

impl<'a> Sending<'a> {
    /// Creates the request of a call. If its effect can be read afterwards, a part of the time limit is reserved for
    /// that: a quarter, at most half a minute.
    pub(super) fn action(settings: &'a Settings, request: &'a Request) -> Result<Self, Error> {
        let total = request
            .timeouts()
            .or(settings.timeouts)
            .total
            .and_then(limit);
        let total = match request.operation().settlement {
            Some(settlement) if settlement.shows_outcome() => {
                total.map(|it| it - (it / 4).min(Duration::from_secs(30)))
            }
            _ => total,
        };
        Self::new(settings, RequestRef::Borrowed(request), total, None)
    }

    /// Creates a request that is sent on behalf of this one, within the rest of its time and by its retry policy.
    pub(super) fn after(&self, request: Request) -> Result<Self, Error> {
        let total = self.timeouts.total.and_then(limit);
        let request = RequestRef::Owned(Box::new(request));
        let mut sending = Self::new(self.settings, request, total, self.started)?;
        // The request has the headers that the caller set for this one, which may be credentials.
        sending.has_foreign_headers = !self.base().covers(&sending.first_url);
        let policy = self.request.retry().unwrap_or(self.settings.retry);
        sending.timeouts = self.timeouts;
        sending.attempts = Attempts::new(policy, total);
        Ok(sending)
    }

    fn new(
        settings: &'a Settings,
        request: RequestRef<'a>,
        total: Option<Duration>,
        started: Option<Instant>,
    ) -> Result<Self, Error> {
        let operation = request.operation();
        let grant = settings.credentials.grant(operation)?;
        framing::check(&request, grant.as_deref())?;
        let server = settings.servers.of(operation)?;
        let first_url = server
            .as_deref()
            .unwrap_or(&settings.endpoint)
            .url_of(&request)?;
        Ok(Self {
            settings,
            encoded: Encoded::of(request.body()),
            server,
            grant,
            first_url,
            timeouts: request.timeouts().or(settings.timeouts),
            attempts: Attempts::new(request.retry().unwrap_or(settings.retry), total),
            started,
            total,
            place: None,
            attempt: Attempt::default(),
            was_confirmed: false,
            failure: None,
            has_foreign_headers: false,
            is_presigned: false,
            transfer: None,
            is_stream: false,
            observation: Observation::default(),
            request,
        })
    }

    /// Makes the request a download, whose response is written to an output. If there is a presigned URL, the request
    /// goes there and not to the API.
    pub(super) fn downloads(mut self, presigned_url: Option<Uri>, transfer: Transfer) -> Self {
        if let Some(url) = presigned_url {
            self.first_url = url;
            self.is_presigned = true;
        }
        self.transfer = Some(transfer);
        self
    }

    /// Ends the call with the head of a success.
    pub(super) fn streams(mut self) -> Self {
        self.is_stream = true;
        self
    }

    pub(super) fn is_stream(&self) -> bool {
        self.is_stream
    }

    pub(super) fn request(&self) -> &Request {
        &self.request
    }

    /// Returns whether a response has begun that said that the call succeeded, whatever became of its content.
    pub(super) fn was_confirmed(&self) -> bool {
        self.was_confirmed
    }

    /// Returns the number of attempts that have ended.
    pub(super) fn attempts_made(&self) -> u32 {
        self.attempts.made()
    }

    pub(super) fn step(&mut self, event: Event, now: Now) -> Step {
        let started = *self.started.get_or_insert(now.instant);
        let step = match event {
            Event::Start => self.begin(started, now),
            Event::Head(status, headers) => self.head(status, headers, now),
            Event::Body(body) => self.body(body, now),
            Event::TooLong => self.too_long(now),
            Event::Cut(body) => self.cut(body, now),
            Event::Broken(body) => self.broken(body, now),
            Event::Written(bytes, end) => self.written(bytes, end, now),
            Event::Failed(error) => self.failed(error, now),
        };
        let step = match step {
            Step::Done(Err(error)) => Step::Done(Err(self.with_request(error))),
            step => step,
        };
        self.observe(step, now)
    }

    fn begin(&mut self, started: Instant, now: Now) -> Step {
        let is_late = self
            .total
            .is_some_and(|total| now.instant.duration_since(started) >= total);
        if is_late {
            let failure = match self.failure.take() {
                // The pause took longer than planned.
                Some(failure) => {
                    let moment = self.moment(now);
                    self.attempts.explained(failure, Reason::Time, moment)
                }
                None => {
                    let operation = self.request.operation();
                    self.limits().deadline_passed(operation).unsent()
                }
            };
            return Step::Done(Err(failure.attempted(self.attempts_made())));
        }
        if let Some(step) = self.wait_for_turn(started, now) {
            return step;
        }
        self.attempt = Attempt {
            started: Some(now.instant),
            url: self.first_url.clone(),
            ..Attempt::default()
        };
        self.exchange()
    }

    fn exchange(&mut self) -> Step {
        let operation = self.request.operation();
        let Some(uri) = self.authorized_url() else {
            let message = "the URL with an API key in its query is too long";
            return Step::Done(Err(failure::invalid_request(operation, message)));
        };
        let mut headers = self.headers();
        if let Some(transfer) = &self.transfer {
            transfer.add_range_headers(&mut headers);
        }
        let progress = Progress::new(self.attempt.started.unwrap_or_else(Instant::now));
        self.attempt.progress = Some(Arc::clone(&progress));
        let mut body = None;
        if let Some(encoded) = &self.encoded {
            let Ok(media_type) = HeaderValue::from_str(encoded.content_type()) else {
                let message = "the media type of the body is not valid in a header";
                return Step::Done(Err(failure::invalid_request(operation, message)));
            };
            headers.insert(CONTENT_TYPE, media_type);
            let progress = Arc::clone(&progress);
            body = Some(RequestBody::new(operation, encoded.clone(), progress));
        } else if [Method::POST, Method::PUT, Method::PATCH].contains(self.request.method()) {
            // Some gateways respond with 411 to a POST without a length.
            headers.insert(CONTENT_LENGTH, 0.into());
        }
        Step::Exchange(Box::new(exchange::Request {
            operation,
            method: self.request.method().clone(),
            uri,
            headers,
            limits: self.limits(),
            body,
            progress,
        }))
    }

    /// Returns the headers of this exchange, without what authorizes it. Hosts other than the API's do not receive the
    /// caller's headers.
    fn headers(&self) -> HeaderMap {
        // Most requests have fewer. A larger capacity would be an allocation of a size that malloc is slow with.
        let mut headers = HeaderMap::with_capacity(6);
        if self.is_own() && !self.has_foreign_headers {
            for (name, value) in self.request.headers() {
                headers.append(name, value.clone());
            }
        } else if let Some(accept) = self.request.headers().get(ACCEPT) {
            headers.insert(ACCEPT, accept.clone());
        }
        headers
            .entry(ACCEPT_ENCODING)
            .or_insert_with(|| coding::accepted(self.transfer.is_some() || self.is_stream));
        headers
            .entry(USER_AGENT)
            .or_insert_with(|| self.settings.user_agent.of(self.request.operation()));
        headers
    }

    /// Returns the limits of the current attempt: its own deadline, or that of the whole call if that is earlier.
    fn limits(&self) -> Limits {
        let end = |from: Option<Instant>, limit: TimeLimit, after: Option<Duration>| {
            let after = after?;
            // A deadline that `Instant` cannot represent is no limit.
            Some((from?.checked_add(after)?, TimedOut { limit, after }))
        };
        let attempt = self.timeouts.attempt.and_then(limit);
        let ends = [
            end(self.attempt.started, TimeLimit::Attempt, attempt),
            end(self.started, TimeLimit::Total, self.total),
        ];
        let first = ends.into_iter().flatten().min_by_key(|(at, _)| *at);
        Limits {
            connect: self.timeouts.connect.and_then(limit),
            idle: self.timeouts.idle.and_then(limit),
            deadline: first.map(|(at, _)| at),
            is_for_head: self.is_stream,
            cause: first.map(|(_, cause)| cause),
        }
    }

    fn failed(&mut self, error: Error, now: Now) -> Step {
        let fault = self.attempt.progress.take().and_then(|it| it.fault());
        let error = match fault {
            // The request was incomplete, so it was not processed. Another attempt would not help.
            Some(fault) => {
                let message = format!("cannot read the upload: {fault}");
                failure::unreadable_body(self.request.operation(), message, fault)
            }
            // It failed before anything was sent, for example because a file does not exist.
            None if error.kind() == ErrorKind::InvalidRequest => {
                return Step::Done(Err(error.attempted(self.attempts_made())));
            }
            None => error,
        };
        let moment = self.moment(now);
        if let Some(asked) = self.attempts.turned_away(&error, moment.wall)
            && self.is_for_api()
        {
            let sent = self.attempt.started.unwrap_or(now.instant);
            self.settings.pace.turned_away(now.instant, sent, asked);
        }
        match self.attempts.failed(&error, &self.settings.budget, moment) {
            Decision::Retry { after } => {
                self.failure = Some(self.with_request(error));
                Step::Sleep(after)
            }
            Decision::GiveUp(reason) => {
                let error = self.attempts.explained(error, reason, moment);
                Step::Done(Err(error.attempted(self.attempts_made())))
            }
        }
    }

    /// Returns the time since the call began, with what else a decision needs.
    pub(super) fn moment(&self, now: Now) -> Moment {
        Moment {
            elapsed: self
                .started
                .map_or(Duration::ZERO, |it| now.instant.duration_since(it)),
            wall: (now.wall)(),
            random: (now.random)(),
        }
    }
}

/// Returns a limit, or `None` if it is so long (more than a century) that it means no limit.
fn limit(limit: Duration) -> Option<Duration> {
    Some(limit).filter(|it| it.as_secs() < u64::from(u32::MAX))
}
