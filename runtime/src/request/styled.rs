//! Parameters in the styles of OpenAPI.

use http::header::{COOKIE, HeaderValue};

use super::builder::RequestBuilder;
use super::set_header;
use crate::encode::Encode;
use crate::parameter::{Style, header, pairs, segment};

/// For generated code: parameters that are more than one text.
impl RequestBuilder {
    /// Sets a path parameter. A value without a form in a path (null, an empty text, array or object) makes the call
    /// invalid.
    #[doc(hidden)]
    #[must_use]
    pub fn path_styled<T: Encode + ?Sized>(
        mut self,
        name: &'static str,
        style: Style,
        value: &T,
    ) -> Self {
        match segment::styled(name, style, value) {
            Ok(text) => self.segments.push((name, text)),
            Err(problem) => self.fail(problem),
        }
        self
    }

    /// Adds a query parameter if there is a value: one pair, or several, or none for null and what is empty.
    #[doc(hidden)]
    #[must_use]
    pub fn query_styled<T: Encode + ?Sized>(
        mut self,
        name: &str,
        style: Style,
        value: Option<&T>,
    ) -> Self {
        match value.map(|it| pairs::styled(name, style, it)).transpose() {
            Ok(pairs) => self.parameters.extend(pairs.unwrap_or_default()),
            Err(problem) => self.fail(problem),
        }
        self
    }

    /// Sets a header if there is a value. An item that cannot be told from two makes the call invalid, since headers
    /// are not encoded.
    #[doc(hidden)]
    #[must_use]
    pub fn header_styled<T: Encode + ?Sized>(
        mut self,
        name: &str,
        style: Style,
        value: Option<&T>,
    ) -> Self {
        let text = value.map(|it| header::styled(name, style, it));
        let set = match text.transpose().map(Option::flatten) {
            Ok(Some(text)) => set_header(&mut self.headers, name, &text),
            Ok(None) => Ok(()),
            Err(problem) => Err(problem),
        };
        if let Err(problem) = set {
            self.fail(problem);
        }
        self
    }

    /// Adds a cookie to the `Cookie` header if there is a value. What a cookie cannot hold is percent-encoded, and so is
    /// the percent sign.
    #[doc(hidden)]
    #[must_use]
    pub fn cookie<T: Encode + ?Sized>(
        mut self,
        name: &str,
        style: Style,
        value: Option<&T>,
    ) -> Self {
        let cookies = match value.map(|it| pairs::styled(name, style, it)).transpose() {
            Ok(cookies) => cookies.unwrap_or_default(),
            Err(problem) => {
                self.fail(problem);
                return self;
            }
        };
        if cookies.is_empty() {
            return self;
        }
        let before = self.headers.get(COOKIE).map(HeaderValue::as_bytes);
        let before = before.and_then(|it| str::from_utf8(it).ok());
        let mut text = before.unwrap_or_default().to_owned();
        for cookie in &cookies {
            header::encode_cookie(cookie, &mut text);
        }
        if let Err(problem) = set_header(&mut self.headers, COOKIE.as_str(), &text) {
            self.fail(problem);
        }
        self
    }
}
