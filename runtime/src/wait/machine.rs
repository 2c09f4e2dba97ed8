//! State machine that waits for a status, without I/O and without a clock.
//!
//! A client reads the object, tells the [`Wait`] what came and how much time has passed since the wait
//! began, and does what the [`Step`] says:
//!
//! ```
//! use std::time::Duration;
//!
//! use connect_usage::files;
//! use connect_usage::models::{UsageFile, UsageFileStatus};
//! use connect_usage::runtime::driver::wait::{Step, Wait};
//! use connect_usage::waiting::Schedule;
//!
//! let mut file = UsageFile::new("UF-2029-10-0001-0001");
//! let read = files::get(&file.id);
//! let mut wait = Wait::new(read.operation(), UsageFileStatus::Ready, Schedule::default());
//!
//! file.status = Some(UsageFileStatus::Processing);
//! let step = wait.read(&file, Duration::ZERO);
//! assert!(matches!(step, Step::Poll { after } if after == Duration::from_secs(1)));
//!
//! file.status = Some(UsageFileStatus::Ready);
//! let step = wait.read(&file, Duration::from_secs(1));
//! assert!(matches!(step, Step::Done));
//! ```

#[cfg(test)]
mod tests;

use std::time::Duration;

use super::targets::Targets;
use super::{Reason, Schedule, WaitError};
use crate::error::{Error, ErrorKind, failure};
use crate::operation::Operation;
use crate::states::{Actor, Graph, Stateful, Status};

/// How many reads in a row may fail, where that may not pass by itself, before a wait fails with the
/// last of them. Clients have repeated each of these reads by themselves already.
const FAILURES: u32 = 5;

/// A wait for one object to have one of some statuses.
///
/// It ends well when the object has one of them, or one that the graph says is
/// [the same](crate::states::Graph::same). It ends with an error
///
/// - at once, when none of them can come from the present status unless somebody acts whose acts were
///   not [expected](Self::expecting);
/// - when the deadline has passed;
/// - when the object cannot be read: at once for an error that another try does not fix (a wrong id,
///   a wrong key). Errors that pass (no connection, a server that is not there) are waited out until the
///   deadline once the object has been read; before that, five of them in a row end the wait, since the
///   address may be wrong. So do five responses in a row that cannot be understood, or the first.
///
/// A status that the graph does not know ends nothing, since it may lead anywhere, unless the wait is to
/// [end there](Self::ending_at_unknown). A response without a status never does.
#[derive(Debug, Clone)]
pub struct Wait<S> {
    operation: &'static Operation,
    graph: &'static Graph,
    targets: Vec<S>,
    expected: Vec<Actor>,
    ends_at_unknown: bool,
    schedule: Schedule,
    /// The pause before the next read.
    interval: Duration,
    /// How many reads in a row have failed.
    failures: u32,
    /// Whether the object could be read at all.
    was_read: bool,
    /// The last status and detail that were read.
    status: Option<String>,
    detail: Option<String>,
}

/// What a client has to do after the object was read.
#[derive(Debug)]
pub enum Step {
    /// The wait is over: the object has a wanted status.
    Done,
    /// Read the object again.
    Poll {
        /// How long to pause before.
        after: Duration,
    },
    /// The wait is over: the status cannot come, or not in time.
    Failed(Error),
}

impl<S: Status> Wait<S> {
    /// A wait that reads the object by this operation.
    pub fn new(
        operation: &'static Operation,
        targets: impl Targets<S>,
        schedule: Schedule,
    ) -> Self {
        Self {
            operation,
            graph: S::GRAPH,
            targets: targets.into_targets(),
            expected: Vec::new(),
            ends_at_unknown: false,
            schedule,
            interval: schedule.first(),
            failures: 0,
            was_read: false,
            status: None,
            detail: None,
        }
    }

    /// Counts on the acts of this party: they are waited for like the transitions of the platform.
    #[must_use]
    pub fn expecting(mut self, actor: Actor) -> Self {
        self.expected.push(actor);
        self
    }

    /// Ends the wait with an error at a status that the graph does not know.
    #[must_use]
    pub fn ending_at_unknown(mut self) -> Self {
        self.ends_at_unknown = true;
        self
    }

    /// Whether the wait can begin.
    ///
    /// # Errors
    /// When there is no status to wait for.
    pub fn check(&self) -> Result<(), Error> {
        if self.targets.is_empty() {
            let message = "there is no status to wait for; name one at least";
            return Err(failure::invalid_request(self.operation, message));
        }
        Ok(())
    }

    /// How much time is left until the deadline: a read must not take longer.
    pub fn left(&self, elapsed: Duration) -> Duration {
        self.schedule.deadline().saturating_sub(elapsed)
    }

    /// The object was read, when so much time had passed since the wait began: what to do next.
    pub fn read<T>(&mut self, object: &T, elapsed: Duration) -> Step
    where
        T: Stateful<Status = S>,
    {
        self.failures = 0;
        self.was_read = true;
        self.status = object.status().map(|it| it.as_str().to_owned());
        self.detail = object.detail();
        let response = || object.response().cloned();
        if let Some(now) = &self.status {
            if self.is_target(now) {
                return Step::Done;
            }
            let targets = self.all_targets();
            let reason = match self.graph.stuck(now, &targets, &self.expected) {
                Some(acts) => Some(Reason::of(acts)),
                None if self.ends_at_unknown && !self.graph.knows(now) => Some(Reason::Unknown),
                None => None,
            };
            if let Some(reason) = reason {
                let wait_error = self.wait_error(reason);
                return Step::Failed(failure::wait_error(
                    self.operation,
                    wait_error,
                    response(),
                    None,
                ));
            }
        }
        match self.schedule.pause(&mut self.interval, elapsed) {
            Some(after) => Step::Poll { after },
            None => {
                let wait_error = self.wait_error(Reason::Deadline(self.schedule.deadline()));
                Step::Failed(failure::wait_error(
                    self.operation,
                    wait_error,
                    response(),
                    None,
                ))
            }
        }
    }

    /// The object could not be read: how long to pause before the next try.
    ///
    /// # Errors
    /// When the wait is over, since another try does not help, or too many have failed, or the deadline
    /// has passed.
    pub fn failed(&mut self, error: Error, elapsed: Duration) -> Result<Duration, Error> {
        self.failures += 1;
        // A read that is cut off by the deadline is no failure of its own.
        let passes = error.is_retryable() || error.kind() == ErrorKind::Timeout;
        // What stands between a client and the API now and then responds with a page of its own.
        let may_pass = passes || self.was_read && error.kind() == ErrorKind::Decode;
        if !may_pass {
            return Err(error);
        }
        let is_outage = self.was_read && passes;
        match self.schedule.pause(&mut self.interval, elapsed) {
            Some(_) if self.failures >= FAILURES && !is_outage => Err(error),
            Some(after) => Ok(after),
            None => {
                let mut wait_error = self.wait_error(Reason::Deadline(self.schedule.deadline()));
                wait_error.failure = Some(error.to_string());
                Err(failure::wait_error(
                    self.operation,
                    wait_error,
                    None,
                    Some(error),
                ))
            }
        }
    }

    fn is_target(&self, status: &str) -> bool {
        self.targets
            .iter()
            .any(|it| self.graph.is_same(it.as_str(), status))
    }

    /// What is waited for, with what is the same.
    fn all_targets(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.targets.iter().map(|it| it.as_str()).collect();
        for group in self.graph.same {
            if group.iter().any(|it| self.is_target(it)) {
                all.extend(*group);
            }
        }
        all
    }

    fn wait_error(&self, reason: Reason) -> WaitError {
        WaitError {
            status: self.status.clone(),
            targets: self
                .targets
                .iter()
                .map(|it| it.as_str().to_owned())
                .collect(),
            reason,
            detail: self.detail.clone(),
            failure: None,
        }
    }
}
