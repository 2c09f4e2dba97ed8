//! The path in the JSON at which decoding failed.
//!
//! serde's errors have a line and a column, but no path. Every value between the root and the failure
//! is read by this module's siblings, so each of them records its step while the error propagates; in
//! reverse, the steps are the path. They are kept in a thread local, since serde has no room for them,
//! and only while [`located`] runs. Compared to a tracking deserializer, successful decoding costs
//! nothing extra, and no type is compiled twice.

use std::cell::RefCell;
use std::fmt;

use crate::error::printable;

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
#[derive(Default)]
pub(crate) struct Place(Vec<Step>);

impl Place {
    /// The path for messages: without keys that are no names, which the server may have made of anything.
    pub(crate) fn printable(&self) -> impl fmt::Display + '_ {
        Printable(self)
    }

    /// The steps from the whole to the value.
    pub(crate) fn steps(&self) -> impl Iterator<Item = &Step> {
        self.0.iter().rev()
    }
}

thread_local! {
    /// The steps of the current failure, innermost first; `None` while they are not recorded.
    static STEPS: RefCell<Option<Vec<Step>>> = const { RefCell::new(None) };
}

/// Runs `read`, and adds to its error the path of the value that could not be read.
pub(crate) fn located<T, E>(read: impl FnOnce() -> Result<T, E>) -> Result<T, (E, Place)> {
    let outer = STEPS.replace(Some(Vec::new()));
    let result = read();
    let steps = STEPS.replace(outer).unwrap_or_default();
    result.map_err(|error| (error, Place(steps)))
}

/// Runs `read` without recording: its failure, such as that of a variant that is tried, is not the final one.
pub(crate) fn unlocated<T>(read: impl FnOnce() -> T) -> T {
    let outer = STEPS.replace(None);
    let result = read();
    STEPS.replace(outer);
    result
}

/// Records that an error propagates from the value of this key.
#[cold]
pub(crate) fn leave_key(key: &str) {
    STEPS.with_borrow_mut(|steps| {
        if let Some(steps) = steps {
            steps.push(Step::Key(key.to_owned()));
        }
    });
}

/// Records that an error propagates from this element of an array.
#[cold]
pub(crate) fn leave_index(index: usize) {
    STEPS.with_borrow_mut(|steps| {
        if let Some(steps) = steps {
            steps.push(Step::Index(index));
        }
    });
}

struct Printable<'a>(&'a Place);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let show: fn(&str) -> Option<&str> = |key| Some(key).filter(|it| printable::is_name(it));
        self.0.write(f, show)
    }
}

impl Place {
    /// Writes the path. Keys that `show` does not return stand as `…`.
    fn write(&self, f: &mut fmt::Formatter<'_>, show: fn(&str) -> Option<&str>) -> fmt::Result {
        f.write_str("$")?;
        for step in self.0.iter().rev() {
            let is_plain = |key: &str| {
                !key.is_empty()
                    && key
                        .bytes()
                        .all(|it| it.is_ascii_alphanumeric() || it == b'_')
            };
            match step {
                Step::Key(key) => match show(key) {
                    Some(key) if is_plain(key) => write!(f, ".{key}")?,
                    Some(key) => write!(f, "[{key:?}]")?,
                    None => f.write_str("[…]")?,
                },
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// `$.rows[3].amount`, with keys that are not plain names as `$["odd key"]`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, |key| Some(key))
    }
}
