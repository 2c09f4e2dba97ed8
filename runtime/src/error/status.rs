//! The status of an error.

use std::fmt;
use std::ops::Deref;

use http::StatusCode;

/// The status of the response that an [`Error`](crate::Error) is about, if a response came.
///
/// It compares with integers and with [`StatusCode`]s, and has the methods of the `Option<StatusCode>` that it
/// dereferences to. Without a response it equals no status.
///
/// ```
/// use connect_usage::files;
/// use connect_usage::runtime::StatusCode;
/// use connect_usage::runtime::driver::response;
///
/// let call = files::get("UF-2029-10-0001-0001");
/// let error = call.decode(response(StatusCode::NOT_FOUND, Default::default(), "")).unwrap_err();
/// assert!(error.status() == 404);
/// assert_eq!(format!("{:?}", error.status()), "Some(404)");
/// assert!(error.status().is_some_and(|status| status.is_client_error()));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Status(pub(super) Option<StatusCode>);

/// As the option: `Some(404)`.
impl fmt::Debug for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Deref for Status {
    type Target = Option<StatusCode>;

    fn deref(&self) -> &Option<StatusCode> {
        &self.0
    }
}

impl From<Status> for Option<StatusCode> {
    fn from(status: Status) -> Self {
        status.0
    }
}

impl PartialEq<u16> for Status {
    fn eq(&self, code: &u16) -> bool {
        self.0.is_some_and(|it| it.as_u16() == *code)
    }
}

impl PartialEq<StatusCode> for Status {
    fn eq(&self, status: &StatusCode) -> bool {
        self.0 == Some(*status)
    }
}

impl PartialEq<Option<StatusCode>> for Status {
    fn eq(&self, status: &Option<StatusCode>) -> bool {
        self.0 == *status
    }
}
