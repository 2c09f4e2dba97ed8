//! Adds to errors which request they are about, and a hint where one helps.

use connect_runtime::driver::Annotate;
use connect_runtime::{Error, ErrorKind};

use super::Sending;
use crate::address::Origin;

/// For a 404 that the API did not write.
const NO_API_PATH: &str = "the base URL has no path `/public/v1`, and whatever responds there does not respond like the API";

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
        let error = match self.is_own() && self.lacks_api_path(&error) {
            true => error.hinted(NO_API_PATH),
            false => error,
        };
        let origin = Origin::of(&self.attempt.url);
        match origin.filter(|_| error.kind() != ErrorKind::InvalidRequest) {
            None => error,
            Some(origin) if self.attempt.redirects > 0 => error.redirected_to(origin.to_string()),
            Some(origin) => error.sent_to(origin.to_string()),
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
