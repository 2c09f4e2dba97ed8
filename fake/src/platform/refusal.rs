//! Error responses.

use crate::platform::json::{self, Object, quoted};
use crate::reply::Reply;

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: u16,
    code: Option<&'static str>,
    errors: Vec<String>,
    params: Vec<(&'static str, String)>,
}

impl Refusal {
    fn new(status: u16, code: Option<&'static str>, error: impl Into<String>) -> Self {
        Self {
            status,
            code,
            errors: vec![error.into()],
            params: Vec::new(),
        }
    }

    /// The key is missing or unknown.
    pub fn key() -> Self {
        Self::new(401, Some("AUTH_001"), "The key is not known.")
    }

    /// A test asks for this status.
    pub fn scripted(status: u16) -> Self {
        Self::new(status, None, "A test asked for this.")
    }

    /// The call is reserved for the other side. The platform's code for it is not known.
    pub fn other_side() -> Self {
        Self::new(403, None, "This account may not do this.")
    }

    /// There is no such object, or no such address.
    pub fn not_found() -> Self {
        Self::new(404, None, "There is no such object.")
    }

    /// The contract declares it, and this platform does not know what it does.
    pub fn not_implemented(what: &str) -> Self {
        let error = format!("connect-fake does not implement {what}.");
        Self::new(501, None, error)
    }

    /// The request cannot be read.
    pub fn syntax(error: impl Into<String>) -> Self {
        Self::new(400, Some("REQ_005"), error)
    }

    /// A field has a wrong value.
    pub fn field(name: &str, error: &str) -> Self {
        Self::fields(vec![format!("{name}: {error}")])
    }

    pub fn fields(errors: Vec<String>) -> Self {
        Self {
            status: 400,
            code: Some("VAL_001"),
            errors,
            params: Vec::new(),
        }
    }

    /// The object does not allow this call in its status.
    pub fn wrong_status(status: &str) -> Self {
        let error = format!("An object that is {status} does not take this.");
        let mut refusal = Self::new(400, Some("USG_011"), error);
        refusal.params.push(("status", status.to_owned()));
        refusal
    }

    /// The key has sent too many requests. The platform's code for it is not known.
    pub fn too_many() -> Self {
        Self::new(429, None, "There are too many requests.")
    }

    /// The platform itself failed.
    pub fn broken(error: String) -> Self {
        Self::new(500, Some("SYS_001"), error)
    }

    pub fn code(&self) -> Option<&'static str> {
        self.code
    }

    pub fn errors(&self) -> &[String] {
        &self.errors
    }

    pub fn reply(&self) -> Reply {
        let errors = json::list(self.errors.iter().map(|it| quoted(it)));
        let mut params = Object::new();
        for (name, value) in &self.params {
            params = params.string(name, value);
        }
        let body = Object::new()
            .maybe_string("error_code", self.code)
            .raw("errors", errors)
            .object("params", params);
        Reply::json(self.status, body.finish())
    }
}
