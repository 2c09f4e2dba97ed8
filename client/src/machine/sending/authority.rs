//! Which server an exchange is with, and what authorizes it there.

use http::Uri;
use http::header::{AUTHORIZATION, HeaderMap};

use super::{Attempt, Sending};
use crate::config::{Endpoint, Grant};

impl Sending<'_> {
    /// Returns the base URL of the request: that of its operation, or that of the client.
    pub(super) fn base(&self) -> &Endpoint {
        self.server.as_deref().unwrap_or(&self.settings.endpoint)
    }

    /// Returns whether the exchange is with the server of the operation, and not with a presigned URL or a host that it
    /// redirects to.
    pub(super) fn is_own(&self) -> bool {
        let Attempt { url, redirects, .. } = &self.attempt;
        !self.is_presigned && (*redirects == 0 || self.base().covers(url))
    }

    /// Returns whether the exchange is, besides, with the server of the client's base URL, which alone gets the key.
    pub(super) fn is_for_api(&self) -> bool {
        let is_api = || self.settings.endpoint.covers(&self.attempt.url);
        self.is_own() && (self.server.is_none() || is_api())
    }

    /// Returns the URL of the exchange with the query parameters that authorize it; `None` if it would be too long.
    pub(super) fn authorized_url(&self) -> Option<Uri> {
        match self.own_grant() {
            Some(grant) => grant.url(&self.attempt.url),
            None => Some(self.attempt.url.clone()),
        }
    }

    /// Adds the headers that authorize the exchange. Hooks have seen the others before.
    pub(super) fn authorize(&self, headers: &mut HeaderMap) {
        if let Some(grant) = self.own_grant() {
            grant.add_to(headers);
        }
        if self.grant.is_none()
            && self.is_for_api()
            && let Some(key) = &self.settings.key
        {
            headers
                .entry(AUTHORIZATION)
                .or_insert_with(|| key.header().clone());
        }
    }

    /// Returns the URL of a redirect without what authorizes the request, which a server may repeat in it. Where it leads
    /// decides whether that is sent again.
    pub(super) fn unauthorized(&self, url: Uri) -> Uri {
        match &self.grant {
            Some(grant) => grant.withdrawn(url),
            None => url,
        }
    }

    fn own_grant(&self) -> Option<&Grant> {
        self.grant.as_deref().filter(|_| self.is_own())
    }
}
