//! Adds to errors which request they are about, and a hint where one helps.

use connect_runtime::driver::Annotate;
use connect_runtime::{Error, ErrorKind};

use http::header::CONTENT_TYPE;

use super::Sending;
use crate::address::Origin;
use crate::machine::About;

/// For a 404 that the API did not write.
const NO_API_PATH: &str = "the base URL has no path `/public/v1`, and whatever responds there does not respond like the API";

/// For a page in the place of the API's JSON.
const NO_API: &str =
    "the response is an HTML page, as websites and login pages are; check the base URL";

impl Sending<'_> {
    /// Adds to an error which request it is about, unless it is the error of an earlier request.
    pub(in crate::machine) fn with_request(&self, error: Error) -> Error {
        if error.request_path().is_some() || error.origin().is_some() {
            return error;
        }
        let error = match self.is_presigned {
            true => error,
            false => error.about(self.request.path()),
        };
        let is_at_base = self.is_own() && self.server.is_none();
        let error = match self.hint(&error).filter(|_| is_at_base) {
            Some(hint) => error.hinted(hint),
            None => error,
        };
        let origin = Origin::of(&self.attempt.url);
        match origin.filter(|_| error.kind() != ErrorKind::InvalidRequest) {
            None => error,
            Some(origin) if self.attempt.redirects > 0 => error.redirected_to(origin.to_string()),
            Some(origin) => error.sent_to(origin.to_string()),
        }
    }

    /// Returns what errors are about that occur after the call has ended.
    pub(in crate::machine) fn about(&self) -> About {
        About {
            path: self.request.path().to_owned(),
            origin: Origin::of(&self.attempt.url).map(|it| it.to_string()),
            is_redirected: self.attempt.redirects > 0,
        }
    }

    /// Returns a hint if the failure may be the base URL's fault.
    fn hint(&self, error: &Error) -> Option<&'static str> {
        match error.kind() {
            ErrorKind::Decode if is_page(error) => match self.settings.endpoint.has_api_path() {
                true => Some(NO_API),
                false => Some(NO_API_PATH),
            },
            _ if self.lacks_api_path(error) => Some(NO_API_PATH),
            _ => None,
        }
    }

    /// Returns whether a 404 may be the base URL's fault: it is not the API's, whose failures have a code and messages,
    /// and the base URL lacks the path of the API.
    fn lacks_api_path(&self, error: &Error) -> bool {
        error.is_not_found()
            && error.code().is_none()
            && error.messages().is_empty()
            && !self.settings.endpoint.has_api_path()
    }
}

/// Returns whether the response of an error is an HTML page.
fn is_page(error: &Error) -> bool {
    let media_type = error.headers().and_then(|it| it.get(CONTENT_TYPE));
    media_type.is_some_and(|it| it.as_bytes().to_ascii_lowercase().starts_with(b"text/html"))
}
