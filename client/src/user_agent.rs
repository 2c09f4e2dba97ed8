//! The `User-Agent` header: the application, the bindings that made the call, and this crate.

use connect_runtime::driver::failure;
use connect_runtime::{Error, Operation};
use http::HeaderValue;

/// The product token of this crate.
const CLIENT: &str = concat!("connect-client/", env!("CARGO_PKG_VERSION"));

/// The value of the header, without the bindings that depend on the call.
#[derive(Debug)]
pub(crate) struct UserAgent {
    application: Option<String>,
    /// For calls without bindings, such as a download by a presigned URL.
    plain: HeaderValue,
}

impl UserAgent {
    /// Creates the header for an application, if it has a name.
    ///
    /// # Errors
    /// When the name is not valid in a header.
    pub(crate) fn new(application: Option<&str>) -> Result<Self, Error> {
        let application = application
            .map(str::trim)
            .filter(|it| !it.is_empty())
            .map(str::to_owned);
        let value = match &application {
            Some(application) => format!("{application} {CLIENT}"),
            None => CLIENT.to_owned(),
        };
        let plain = HeaderValue::from_str(&value).map_err(|_| {
            failure::configuration(
                "the user agent contains a character that is not valid in a header",
            )
        })?;
        Ok(Self { application, plain })
    }

    /// Returns the value for a call of an operation: `my-connector/1.2 connect-usage/0.1.0 connect-client/0.1.0`.
    pub(crate) fn of(&self, operation: &Operation) -> HeaderValue {
        let Some(product) = operation.product else {
            return self.plain.clone();
        };
        let value = match &self.application {
            Some(application) => format!("{application} {product} {CLIENT}"),
            None => format!("{product} {CLIENT}"),
        };
        // A product that is not valid in a header is left out: it must not fail the call.
        HeaderValue::try_from(value).unwrap_or_else(|_| self.plain.clone())
    }
}

#[cfg(test)]
mod tests {
    use connect_runtime::Method;

    use super::*;

    static WITH_PRODUCT: Operation = Operation::new("x", Method::GET, &[], "").product("notes/1.2");
    static INVALID_PRODUCT: Operation =
        Operation::new("x", Method::GET, &[], "").product("notes\n1");
    static WITHOUT_PRODUCT: Operation = Operation::new("x", Method::GET, &[], "");

    fn sent(application: Option<&str>, operation: &Operation) -> String {
        let agent = UserAgent::new(application).expect("a valid name");
        agent.of(operation).to_str().expect("ASCII").to_owned()
    }

    #[test]
    fn the_application_comes_first_and_this_crate_last() {
        assert_eq!(
            sent(Some(" my-app/2 "), &WITH_PRODUCT),
            format!("my-app/2 notes/1.2 {CLIENT}")
        );
        assert_eq!(sent(None, &WITH_PRODUCT), format!("notes/1.2 {CLIENT}"));
        assert_eq!(sent(Some(" "), &WITHOUT_PRODUCT), CLIENT);
        assert_eq!(
            sent(Some("my-app"), &INVALID_PRODUCT),
            format!("my-app {CLIENT}")
        );
        assert!(UserAgent::new(Some("a\nb")).is_err());
    }
}
