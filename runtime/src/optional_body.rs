//! Calls whose body can be left out.

use std::fmt;
use std::ops::Deref;
use std::time::Duration;

use crate::body::Body;
use crate::call::Call;
use crate::encode::Encode;
use crate::multipart::Multipart;
use crate::observed::Observed;
use crate::parameter::Style;
use crate::problem::Problem;
use crate::retry::Policy;
use crate::timeouts::Timeouts;

/// A [`Call`] whose body, a `B`, has no required members and can be left out. A client sends it as it is, or with the
/// [`body`](Self::body) that it is given.
///
/// ```
/// use connect_usage::files;
/// use connect_usage::models::AcceptUsageFile;
///
/// let without = files::accept("UF-2029-01-0001-0001");
/// let with = files::accept("UF-2029-01-0001-0001")
///     .body(AcceptUsageFile::new().acceptance_note("as agreed"));
/// assert_eq!(without.request().path(), with.request().path());
/// ```
#[must_use = "a call does nothing until a client sends it"]
pub struct OptionalBody<T, B> {
    pub(crate) call: Call<T>,
    pub(crate) write: Write<B>,
}

/// The styles of a form's members, by their names.
type Styles = &'static [(&'static str, Style)];

/// How the body is written.
pub(crate) enum Write<B> {
    Json(&'static str, fn(&'static str, &B) -> Result<Body, Problem>),
    Urlencoded(Styles, fn(Styles, &B) -> Result<Body, Problem>),
    Form(fn(B) -> Multipart),
}

// By hand, since a `B` need not be `Copy` for that.
impl<B> Clone for Write<B> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<B> Copy for Write<B> {}

impl<B> Write<B> {
    /// The call with this body.
    pub(crate) fn set<T>(self, call: Call<T>, body: B) -> Call<T> {
        match self {
            Self::Json(media_type, write) => call.body(write(media_type, &body)),
            Self::Urlencoded(styles, write) => call.body(write(styles, &body)),
            Self::Form(write) => call.multipart(write(body)),
        }
    }
}

impl<T, B> OptionalBody<T, B> {
    /// Sets the body.
    pub fn body(self, body: B) -> Call<T> {
        self.write.set(self.call, body)
    }

    /// The call without a body of the caller's.
    pub fn into_call(self) -> Call<T> {
        self.call
    }

    /// As [`Call::header`].
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.call = self.call.header(name, value);
        self
    }

    /// As [`Call::timeout`].
    pub fn timeout(self, total: Duration) -> Self {
        self.timeouts(Timeouts::new().total(total))
    }

    /// As [`Call::timeouts`].
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.call = self.call.timeouts(timeouts);
        self
    }

    /// As [`Call::retry`].
    pub fn retry(mut self, policy: Policy) -> Self {
        self.call = self.call.retry(policy);
        self
    }

    /// As [`Call::observed`], without a body of the caller's.
    pub fn observed(self) -> Call<Observed<T>>
    where
        T: 'static,
    {
        self.call.observed()
    }
}

impl<T> Call<T> {
    /// The call, whose JSON body can be replaced.
    #[doc(hidden)]
    pub fn optional_json<B: Encode>(self) -> OptionalBody<T, B> {
        self.optional_json_as("application/json")
    }

    /// The call, whose JSON body can be replaced and has this media type.
    #[doc(hidden)]
    pub fn optional_json_as<B: Encode>(self, media_type: &'static str) -> OptionalBody<T, B> {
        OptionalBody {
            call: self,
            write: Write::Json(media_type, Body::json_as),
        }
    }

    /// The call, whose form without files can be replaced. `styles` has the styles of its members.
    #[doc(hidden)]
    pub fn optional_urlencoded<B: Encode>(
        self,
        styles: &'static [(&'static str, Style)],
    ) -> OptionalBody<T, B> {
        OptionalBody {
            call: self,
            write: Write::Urlencoded(styles, Body::urlencoded),
        }
    }

    /// The call, whose form can be replaced.
    #[doc(hidden)]
    pub fn optional_form<B>(self, write: fn(B) -> Multipart) -> OptionalBody<T, B> {
        OptionalBody {
            call: self,
            write: Write::Form(write),
        }
    }
}

/// The call without a body of the caller's.
impl<T, B> From<OptionalBody<T, B>> for Call<T> {
    fn from(call: OptionalBody<T, B>) -> Self {
        call.call
    }
}

/// The call as it is sent without a body of the caller's.
impl<T, B> Deref for OptionalBody<T, B> {
    type Target = Call<T>;

    fn deref(&self) -> &Call<T> {
        &self.call
    }
}

// By hand, since neither `T` nor `B` need be `Clone` or `Debug` for that.
impl<T, B> Clone for OptionalBody<T, B> {
    fn clone(&self) -> Self {
        Self {
            call: self.call.clone(),
            write: self.write,
        }
    }
}

impl<T, B> fmt::Debug for OptionalBody<T, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.call.fmt(f)
    }
}
