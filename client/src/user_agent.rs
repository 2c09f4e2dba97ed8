//! The `User-Agent` header: the application, the bindings that made the call, and this crate.

use connect_runtime::driver::failure;
use connect_runtime::{Error, Operation};
use http::HeaderValue;

/// How this crate names itself to the API.
const CLIENT: &str = concat!("connect-client/", env!("CARGO_PKG_VERSION"));

/// The header's value, but for the bindings of a call.
#[derive(Debug)]
pub(crate) struct UserAgent {
    application: Option<String>,
    /// For calls that no bindings made, such as a download by a presigned URL.
    plain: HeaderValue,
}

impl UserAgent {
    /// Names the application in front, if it has a name.
    ///
    /// # Errors
    /// When a header cannot hold the name.
    pub(crate) fn new(application: Option<&str>) -> Result<Self, Error> {
        let application = application
            .map(str::trim)
            .filter(|it| !it.is_empty())
            .map(str::to_owned);
        let text = match &application {
            Some(application) => format!("{application} {CLIENT}"),
            None => CLIENT.to_owned(),
        };
        let plain = HeaderValue::from_str(&text).map_err(|_| {
            failure::configuration("the user agent has a character that a header cannot hold")
        })?;
        Ok(Self { application, plain })
    }

    /// The value for a call of this operation: `my-connector/1.2 connect-usage/0.1.0 connect-client/0.1.0`.
    pub(crate) fn of(&self, operation: &Operation) -> HeaderValue {
        let Some(product) = operation.product else {
            return self.plain.clone();
        };
        let text = match &self.application {
            Some(application) => format!("{application} {product} {CLIENT}"),
            None => format!("{product} {CLIENT}"),
        };
        // A product that a header cannot hold is left out: it must not fail the call.
        HeaderValue::try_from(text).unwrap_or_else(|_| self.plain.clone())
    }
}

#[cfg(test)]
mod tests {
    use connect_runtime::Method;

    use super::*;

    static BOUND: Operation = Operation::new("x", Method::GET, &[], "").product("notes/1.2");
    static ODD: Operation = Operation::new("x", Method::GET, &[], "").product("notes\n1");
    static FREE: Operation = Operation::new("x", Method::GET, &[], "");

    fn sent(application: Option<&str>, operation: &Operation) -> String {
        let agent = UserAgent::new(application).expect("a name that a header can hold");
        agent.of(operation).to_str().expect("ASCII").to_owned()
    }

    #[test]
    fn the_application_comes_first_and_this_crate_last() {
        assert_eq!(
            sent(Some(" my-app/2 "), &BOUND),
            format!("my-app/2 notes/1.2 {CLIENT}")
        );
        assert_eq!(sent(None, &BOUND), format!("notes/1.2 {CLIENT}"));
        assert_eq!(sent(Some(" "), &FREE), CLIENT);
        assert_eq!(sent(Some("my-app"), &ODD), format!("my-app {CLIENT}"));
        assert!(UserAgent::new(Some("a\nb")).is_err());
    }
}
