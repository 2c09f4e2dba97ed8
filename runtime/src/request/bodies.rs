//! Bodies of requests that are being built.

use super::builder::RequestBuilder;
use crate::body::Body;
use crate::encode::Encode;
use crate::multipart::Multipart;
use crate::parameter::Style;
use crate::problem::Problem;
use crate::upload::Upload;

impl RequestBuilder {
    /// Sends the value as JSON.
    #[must_use]
    pub fn json<T: Encode + ?Sized>(self, value: &T) -> Self {
        self.written(Body::json(value))
    }

    /// Sends the value as JSON with this media type, such as `application/merge-patch+json`.
    #[must_use]
    pub fn json_as<T: Encode + ?Sized>(self, media_type: &'static str, value: &T) -> Self {
        self.written(Body::json_as(media_type, value))
    }

    /// For generated code: sends an object as `application/x-www-form-urlencoded`. A member is written by its style in
    /// `styles`. Without one, it is a text, or a text for each item of an array; an object is its JSON text. Null
    /// members are left out.
    #[doc(hidden)]
    #[must_use]
    pub fn urlencoded<T: Encode + ?Sized>(
        self,
        styles: &'static [(&'static str, Style)],
        value: &T,
    ) -> Self {
        self.written(Body::urlencoded(styles, value))
    }

    /// Sends a form.
    #[must_use]
    pub fn multipart(mut self, form: Multipart) -> Self {
        if let Some(problem) = form.problem() {
            self.fail(problem.clone());
        }
        self.body = Body::Multipart(form);
        self
    }

    /// Sends a file as the whole body, with the media type that the operation takes.
    #[must_use]
    pub fn binary(mut self, media_type: &'static str, upload: Upload) -> Self {
        self.body = Body::Binary { media_type, upload };
        self
    }

    /// For generated code: changes the request by a value, if there is one.
    #[doc(hidden)]
    #[must_use]
    pub fn optional<T>(self, value: Option<T>, set: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            Some(value) => set(self, value),
            None => self,
        }
    }

    /// Sets the body, or notes why it cannot be written.
    fn written(mut self, body: Result<Body, Problem>) -> Self {
        match body {
            Ok(body) => self.body = body,
            Err(problem) => self.fail(problem),
        }
        self
    }
}
