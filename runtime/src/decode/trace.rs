//! Where in a JSON text reading failed.
//!
//! serde's errors know a line and a column, not a path. Since everything between the root and the
//! place of a failure is read by this module's siblings, each of them leaves its step behind while
//! the error passes it on the way out; put together from the root they are the path. The steps lie
//! in a thread local because serde has no place for them, and only while [`located`] is at work.
//! Compared to a tracking deserializer, answers that can be read cost nothing extra, and no type is
//! compiled twice.

use std::cell::RefCell;
use std::fmt;

use crate::Json;

/// One step from a value into it.
pub(crate) enum Step {
    Key(String),
    Index(usize),
}

impl Step {
    /// Appends the step to a JSON pointer.
    pub(crate) fn push_to(&self, pointer: &mut String) {
        pointer.push('/');
        match self {
            Self::Key(key) => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
            Self::Index(index) => pointer.push_str(&index.to_string()),
        }
    }
}

/// The steps to the value that could not be read, innermost first.
pub(crate) struct Place(Vec<Step>);

impl Place {
    /// The value there, in the text that was read.
    pub(crate) fn value(&self, body: &[u8]) -> Option<Json> {
        let root = Json::parse(str::from_utf8(body).ok()?).ok();
        self.0.iter().rev().fold(root, |json, step| match step {
            Step::Key(key) => json?.member(key),
            Step::Index(index) => json?.member(&index.to_string()),
        })
    }
}

thread_local! {
    /// The steps of the failure at hand, innermost first; `None` while nobody wants them.
    static STEPS: RefCell<Option<Vec<Step>>> = const { RefCell::new(None) };
}

/// Runs `read`; its error comes with the path of the value that could not be read.
pub(crate) fn located<T, E>(read: impl FnOnce() -> Result<T, E>) -> Result<T, (E, Place)> {
    let outer = STEPS.replace(Some(Vec::new()));
    let result = read();
    let steps = STEPS.replace(outer).unwrap_or_default();
    result.map_err(|error| (error, Place(steps)))
}

/// Runs `read`, which may fail without the whole having failed: a variant that is tried.
pub(crate) fn unlocated<T>(read: impl FnOnce() -> T) -> T {
    let outer = STEPS.replace(None);
    let result = read();
    STEPS.replace(outer);
    result
}

/// Notes that an error leaves the value of this key.
#[cold]
pub(crate) fn leave_key(key: &str) {
    STEPS.with_borrow_mut(|steps| {
        if let Some(steps) = steps {
            steps.push(Step::Key(key.to_owned()));
        }
    });
}

/// Notes that an error leaves this element of a list.
#[cold]
pub(crate) fn leave_index(index: usize) {
    STEPS.with_borrow_mut(|steps| {
        if let Some(steps) = steps {
            steps.push(Step::Index(index));
        }
    });
}

/// `$.rows[3].amount`, with keys that are not plain names as `$["odd key"]`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("$")?;
        for step in self.0.iter().rev() {
            let is_plain = |key: &str| {
                !key.is_empty()
                    && key
                        .bytes()
                        .all(|it| it.is_ascii_alphanumeric() || it == b'_')
            };
            match step {
                Step::Key(key) if is_plain(key) => write!(f, ".{key}")?,
                Step::Key(key) => write!(f, "[{key:?}]")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}
