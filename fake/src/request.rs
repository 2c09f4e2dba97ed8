//! Received requests.

mod same;

use std::fmt;

use serde_core::Serialize;
use serde_core::de::DeserializeOwned;

/// How much of a body is printed, in bytes.
const SHOWN: usize = 1000;

/// A request that the server received.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Received {
    /// The method.
    pub method: String,
    /// Path and query, as they were sent.
    pub target: String,
    /// The headers in their order, names as they were sent.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body, decoded if it was chunked. Empty if the server does not keep bodies.
    pub body: Vec<u8>,
    /// The length of the body in bytes, whether or not it was kept.
    pub length: u64,
    /// The number of the connection, counted from 0.
    pub connection: u64,
}

impl Received {
    /// The value of the first header of that name; case is ignored.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers_named(name).first().copied()
    }

    /// The values of all headers of that name. Those that are not UTF-8 are left out.
    pub fn headers_named(&self, name: &str) -> Vec<&str> {
        let named = self
            .headers
            .iter()
            .filter(|(it, _)| it.eq_ignore_ascii_case(name));
        named
            .filter_map(|(_, value)| str::from_utf8(value).ok())
            .collect()
    }

    /// The path, without the query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The query as it was sent, without the question mark.
    pub fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    /// Whether the body is this value as JSON, such as a model that the bindings send. The order of members makes no
    /// difference, and numbers are compared to the last digit.
    pub fn sends<T: Serialize + ?Sized>(&self, value: &T) -> bool {
        let expected = serde_json::to_vec(value);
        expected.is_ok_and(|it| same::is_same(&it, &self.body))
    }

    /// The body as a value: a model of the bindings, also one that they only send, or a `serde_json::Value`.
    ///
    /// ```
    /// use connect_fake::{Platform, Side};
    /// use connect_usage::{files, models::NewUsageFile};
    ///
    /// let platform = Platform::in_memory();
    /// let vendor = platform.blocking_client(Side::Vendor)?;
    /// let report = NewUsageFile::new("PRD-000-000-001", "CRD-00000-00000-00001").name("January");
    /// vendor.send(files::create(report))?;
    ///
    /// let sent: NewUsageFile = platform.requests()[0].json().expect("a new report");
    /// assert_eq!(sent.name.as_deref(), Some("January"));
    /// # Ok::<(), connect_usage::Error>(())
    /// ```
    ///
    /// # Errors
    /// If it is not JSON of this form.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }

    /// The body as a string; bytes that are not UTF-8 are replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Hides the key, and prints the body as text, cut short.
impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = &self.body[..self.body.len().min(SHOWN)];
        let mut text = f.debug_struct("Received");
        text.field("method", &self.method)
            .field("target", &self.target);
        for (name, value) in &self.headers {
            let value: &[u8] = match name.eq_ignore_ascii_case("authorization") {
                true => b"(hidden)",
                false => value,
            };
            text.field(name, &format_args!("{}", value.escape_ascii()));
        }
        text.field("body", &format_args!("{}", shown.escape_ascii()))
            .field("length", &self.length)
            .field("connection", &self.connection)
            .finish()
    }
}
