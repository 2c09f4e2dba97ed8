//! Adds to errors which request they are about.

use connect_runtime::driver::Annotate;
use connect_runtime::{Error, ErrorKind};

use super::Sending;
use crate::address::Origin;

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
        let origin = Origin::of(&self.attempt.url);
        match origin.filter(|_| error.kind() != ErrorKind::InvalidRequest) {
            None => error,
            Some(origin) if self.attempt.redirects > 0 => error.redirected_to(origin.to_string()),
            Some(origin) => error.sent_to(origin.to_string()),
        }
    }
}
