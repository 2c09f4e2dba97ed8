//! Why a wait ended without the status that was wanted.

use std::fmt;
use std::time::Duration;

use crate::error::printable::name;
use crate::states::{Actor, Transition};

/// What a wait knows when it gives up; see [`Error::wait_error`](crate::Error::wait_error).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WaitError {
    /// The last status that was read, as it came; none if no response had one.
    pub status: Option<String>,
    /// The statuses that were waited for.
    pub targets: Vec<String>,
    /// Why the wait gave up.
    pub reason: Reason,
    /// What the object said about why it failed, in the words of the API; see the documentation of
    /// the object's fields.
    pub detail: Option<String>,
    /// What became of the last read, if it failed. [`Error::source`](std::error::Error::source) has the
    /// error itself.
    pub failure: Option<String>,
}

/// Why a wait gave up.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The wanted status does not come unless somebody makes one of these transitions first.
    Act(Vec<&'static Transition>),
    /// Nothing leads from the status to one that was wanted.
    Final,
    /// The graph does not know the status, and the wait was to [end](crate::driver::wait::Wait::ending_at_unknown) there.
    Unknown,
    /// This much time has passed.
    Deadline(Duration),
}

impl Reason {
    pub(super) fn of(acts: Vec<&'static Transition>) -> Self {
        if acts.is_empty() {
            Self::Final
        } else {
            Self::Act(acts)
        }
    }
}

impl WaitError {
    /// Who must act for the wanted status to come; nobody if that is not why the wait gave up.
    pub fn actors(&self) -> Vec<Actor> {
        distinct(self.acts().iter().map(|it| it.by))
    }

    /// The functions that make the missing transition; any one of them will do.
    pub fn functions(&self) -> Vec<&'static str> {
        distinct(self.acts().iter().filter_map(|it| it.via))
    }

    fn acts(&self) -> &[&'static Transition] {
        match &self.reason {
            Reason::Act(transitions) => transitions,
            Reason::Final | Reason::Unknown | Reason::Deadline(_) => &[],
        }
    }
}

/// ``the status is `invalid`, and does not become `ready` unless the vendor acts (files::upload)``
impl fmt::Display for WaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let targets = List(self.targets.iter().map(|it| format!("`{it}`")).collect());
        let status = match &self.status {
            Some(status) => name(status),
            None => "not there".to_owned(),
        };
        match &self.reason {
            Reason::Act(_) => {
                let actors = self.actors().iter().map(|it| format!("the {it}")).collect();
                write!(
                    f,
                    "the status is {status}, and does not become {targets} unless {} acts",
                    List(actors),
                )?;
                let functions = self.functions().iter().map(|it| (*it).into()).collect();
                match List(functions) {
                    List(none) if none.is_empty() => {}
                    functions => write!(f, " ({functions})")?,
                }
            }
            Reason::Final => write!(
                f,
                "the status is {status}, and nothing leads from there to {targets}"
            )?,
            Reason::Unknown => write!(
                f,
                "the status is {status}, which is unknown, and may not lead to {targets}"
            )?,
            Reason::Deadline(deadline) if self.failure.is_some() => {
                match &self.status {
                    Some(_) => write!(f, "the status was {status} when it could be read last")?,
                    None => write!(f, "no status could be read")?,
                }
                write!(f, ", and not {targets} after {deadline:?}")?;
            }
            Reason::Deadline(deadline) => write!(
                f,
                "the status is {status} after {deadline:?}, and not {targets}; give the wait a later \
                 deadline, or look at what holds the object up"
            )?,
        }
        if self.detail.is_some() {
            f.write_str("; `wait_error()` has what the object says about it in `detail`")?;
        }
        match &self.failure {
            Some(failure) => write!(f, "; the last read failed: {failure}"),
            None => Ok(()),
        }
    }
}

/// By field. Texts of the object are described as in `Display`.
impl fmt::Debug for WaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitError")
            .field("status", &self.status.as_deref().map(name))
            .field("targets", &self.targets)
            .field("reason", &self.reason)
            .field("detail", &self.detail.as_deref().map(name))
            .finish()
    }
}

/// `a, b or c`
struct List(Vec<String>);

impl fmt::Display for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, text) in self.0.iter().enumerate() {
            match index {
                0 => {}
                _ if index + 1 == self.0.len() => f.write_str(" or ")?,
                _ => f.write_str(", ")?,
            }
            f.write_str(text)?;
        }
        Ok(())
    }
}

fn distinct<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut distinct = Vec::new();
    for item in items {
        if !distinct.contains(&item) {
            distinct.push(item);
        }
    }
    distinct
}
