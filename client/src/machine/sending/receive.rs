//! What follows the head and the body of a response.

use connect_runtime::driver::{Annotate, failure, response};
use connect_runtime::{Bytes, Method, StatusCode};
use http::header::{CONTENT_LENGTH, HeaderMap};

use super::Sending;
use crate::exchange::coding::{self, Coding};
use crate::machine::redirect::{self, MAX_REDIRECTS, Target};
use crate::machine::{Now, Step, Transfer, Written};

impl Sending<'_> {
    pub(super) fn head(&mut self, status: StatusCode, headers: HeaderMap, now: Now) -> Step {
        self.was_confirmed |= status.is_success();
        let target = redirect::target(&self.request, &self.attempt.url, status, &headers);
        let redirect_error = match target {
            Target::Stay => None,
            Target::Refuse(reason) => Some(reason),
            Target::Follow(_) if self.attempt.redirects == MAX_REDIRECTS => {
                Some("the limit of ten redirects is reached")
            }
            Target::Follow(next) => {
                self.attempt.head = Some((status, headers, None));
                self.attempt.redirects += 1;
                self.attempt.url = self.unauthorized(next);
                return self.exchange();
            }
        };
        let coding = match coding::read(status, &headers) {
            Ok(coding) => coding,
            Err(problem) => return self.undecodable(status, headers, &problem, now),
        };
        // A length is that of the coded content.
        let announced = headers
            .get(CONTENT_LENGTH)
            .filter(|_| coding == Coding::Identity)
            .and_then(|it| it.to_str().ok()?.trim().parse::<u64>().ok());
        if let Some(transfer) = self.transfer.as_mut().filter(|_| status.is_success()) {
            let begun = transfer.begin(self.request.operation(), status, &headers, coding);
            let limit = transfer.limit();
            self.attempt.head = Some((status, headers, None));
            return match begun {
                Ok(writing) if writing.total.is_some_and(|it| it > limit) => self.too_long(now),
                Ok(writing) => Step::Write(writing),
                Err(error) => self.failed(error, now),
            };
        }
        self.attempt.head = Some((status, headers, redirect_error));
        if !self.is_success(status) || redirect_error.is_some() {
            let limit = self.settings.max_error_body;
            return Step::Read {
                limit,
                may_be_cut: true,
            };
        }
        if self.is_stream {
            return self.complete();
        }
        let limit = self.settings.max_response;
        if announced.is_some_and(|it| it > limit) && *self.request.method() != Method::HEAD {
            return self.too_long(now);
        }
        Step::Read {
            limit,
            may_be_cut: false,
        }
    }

    fn is_success(&self, status: StatusCode) -> bool {
        status.is_success() || (self.request.returns_redirect() && status.is_redirection())
    }

    /// Ends an attempt whose response has a coding that is not understood. The status of an error counts all the same.
    fn undecodable(
        &mut self,
        status: StatusCode,
        headers: HeaderMap,
        problem: &str,
        now: Now,
    ) -> Step {
        let operation = self.request.operation();
        self.attempt.head = Some((status, headers.clone(), None));
        let response = response(status, headers, Bytes::new());
        let error = match self.is_success(status) {
            true => failure::decode(operation, response, problem),
            false => failure::api_noting(
                operation,
                response,
                &format!("its body was not read: {problem}"),
            ),
        };
        self.failed(error, now)
    }

    /// Ends an attempt with the error response whose body is longer than what is kept of it.
    pub(super) fn cut(&mut self, body: Bytes, now: Now) -> Step {
        let kept = body.len();
        let note = format!("its body is cut after {kept} bytes (`max_error_body` of the client)");
        self.incomplete(body, &note, now)
    }

    /// Ends an attempt with the error response whose body broke off, or did not come in time. The status says what
    /// became of the call all the same.
    pub(super) fn broken(&mut self, body: Bytes, now: Now) -> Step {
        self.incomplete(body, "its body was not read to its end", now)
    }

    fn incomplete(&mut self, body: Bytes, note: &str, now: Now) -> Step {
        let (status, headers, redirect_error) = self.attempt.head.take().unwrap_or_default();
        let response = response(status, headers, body);
        let operation = self.request.operation();
        let error = match redirect_error {
            None => failure::api_noting(operation, response, note),
            Some(reason) => {
                let note = format!("the redirect was not followed: {reason}, and {note}");
                failure::api_noting(operation, response, &note)
            }
        };
        self.failed(error, now)
    }

    pub(super) fn body(&mut self, body: Bytes, now: Now) -> Step {
        let operation = self.request.operation();
        let Some((status, headers, redirect_error)) = self.attempt.head.take() else {
            return Step::Done(Err(failure::transport(
                operation,
                "the body arrived before the head",
            )));
        };
        let response = response(status, headers, body);
        let is_success = self.is_success(status);
        match redirect_error {
            Some(reason) => {
                self.failed(failure::refused_redirect(operation, response, reason), now)
            }
            None if !is_success => self.failed(failure::api(operation, response), now),
            None => {
                self.attempts.succeeded(&self.settings.budget);
                Step::Done(Ok(response))
            }
        }
    }

    /// Continues a download after the body of a response was written.
    pub(super) fn written(&mut self, bytes: u64, end: Written, now: Now) -> Step {
        let operation = self.request.operation();
        let Some(transfer) = &mut self.transfer else {
            let error = failure::transport(
                operation,
                "the response was written, but there is no download",
            );
            return Step::Done(Err(error));
        };
        transfer.add(bytes);
        let error = match end {
            Written::TooLong => return self.too_long(now),
            Written::Unwritable(error) => {
                return Step::Done(Err(error.attempted(self.attempts_made() + 1)));
            }
            Written::Broken(error) => error,
            Written::Ended => match transfer.length_mismatch() {
                None => return self.complete(),
                Some(mismatch) => failure::transport(operation, mismatch),
            },
        };
        if transfer.can_continue() {
            return self.failed(error, now);
        }
        Step::Done(Err(error.attempted(self.attempts_made() + 1)))
    }

    fn complete(&mut self) -> Step {
        self.attempts.succeeded(&self.settings.budget);
        let (status, headers, _) = self.attempt.head.take().unwrap_or_default();
        Step::Done(Ok(response(status, headers, Bytes::new())))
    }

    pub(super) fn too_long(&mut self, now: Now) -> Step {
        let (status, headers, _) = self.attempt.head.take().unwrap_or_default();
        let kept = self.settings.max_response;
        let limit = self.transfer.as_ref().map_or(kept, Transfer::limit);
        let setting = match &self.transfer {
            None => "`max_response` of the client",
            // The default for content in memory; `max_bytes` may have been set to the same value.
            Some(_) if limit == kept => "`max_response` of the client, `max_bytes` of the download",
            Some(_) => "`max_bytes` of the download",
        };
        let error = failure::too_long(self.request.operation(), limit, setting, status, headers);
        self.failed(error, now)
    }
}
