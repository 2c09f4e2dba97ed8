//! Waiting until an object has a status.
//!
//! The platform processes reports, chunks and reconciliations in the background, and sends no notification when it is
//! done. [`Client::wait`] reads the object repeatedly until it has the wanted status, or until it is clear that it
//! will not reach it:
//!
//! ```no_run
//! use connect_usage::models::UsageFileStatus;
//! use connect_usage::{Client, Error, files};
//!
//! async fn ready(client: &Client, id: &str) -> Result<(), Error> {
//!     match client.wait(files::get(id)).until(UsageFileStatus::Ready).await {
//!         Ok(file) => println!("{} is {:?}", file.id, file.status), // ready, or uploaded
//!         Err(error) => match error.wait_error() {
//!             Some(wait_error) => {
//!                 println!("{wait_error}"); // such as: the status is `invalid`, and does not become …
//!                 println!("{:?} must act: {:?}", wait_error.actors(), wait_error.functions());
//!                 println!("{:?}", wait_error.detail); // what is wrong with the spreadsheet
//!             }
//!             None => return Err(error), // the report could not be read
//!         },
//!     }
//!     Ok(())
//! }
//! ```
//!
//! [`Status::GRAPH`](connect_runtime::states::Status::GRAPH) declares the transitions between the statuses of each type
//! of object, and the actor of each. [`Wait`], the state machine behind a wait, documents when a wait gives up and when
//! it continues. [`Schedule`] documents its pauses.
//!
//! Wait for statuses in which objects stay, and name all that are acceptable. An object may pass through a short-lived
//! status between two reads; the wait then fails, since the object can no longer reach that status.

use std::fmt;
use std::time::{Duration, Instant};

use connect_runtime::driver::Annotate;
use connect_runtime::driver::wait::{Step, Wait};
use connect_runtime::{Call, Error, Observed, Operation, Timeouts};

use crate::client::Client;

pub use connect_runtime::states::{Actor, Stateful};
pub use connect_runtime::wait::{Reason, Schedule, Targets, WaitError};

impl Client {
    /// Prepares to wait for a status of the object that a call reads, such as `files::get`. [`Waiting::until`] takes
    /// the status, and waits.
    ///
    /// Objects that can be waited for implement [`Stateful`]. Other calls do not compile:
    ///
    /// ```compile_fail
    /// # use connect_usage::{Client, files};
    /// # fn example(client: &Client) {
    /// client.wait(files::list()); // a list has no status
    /// # }
    /// ```
    pub fn wait<T: Stateful>(&self, call: impl Into<Call<T>>) -> Waiting<'static, Self, T> {
        Waiting::new(self.clone(), call.into())
    }
}

/// A prepared wait. [`until`](Self::until) takes the status to wait for, and begins.
///
/// ```no_run
/// use std::time::Duration;
///
/// use connect_usage::models::UsageFileStatus;
/// use connect_usage::waiting::Actor;
/// use connect_usage::{Client, Error, files};
///
/// async fn decided(client: &Client, id: &str) -> Result<(), Error> {
///     let file = client
///         .wait(files::get(id))
///         .every(Duration::from_secs(60), Duration::from_secs(600))
///         .deadline(Duration::from_secs(3 * 24 * 3600))
///         .expecting(Actor::Provider) // a person, who decides within days
///         .observe(|file, elapsed| println!("{:?} after {elapsed:?}", file.status))
///         .until([UsageFileStatus::Accepted, UsageFileStatus::Rejected])
///         .await?;
///     println!("{:?}", file.status);
///     Ok(())
/// }
/// ```
#[must_use = "a wait begins only with `until`"]
pub struct Waiting<'a, C, T> {
    client: C,
    call: Call<T>,
    schedule: Schedule,
    expected: Vec<Actor>,
    ends_at_unknown: bool,
    observe: Observer<'a, T>,
}

/// A callback that receives each object that is read, and the time since the wait began.
type Observer<'a, T> = Box<dyn FnMut(&T, Duration) + Send + 'a>;

impl<'a, C, T: Stateful> Waiting<'a, C, T> {
    pub(crate) fn new(client: C, call: Call<T>) -> Self {
        Self {
            client,
            call,
            schedule: Schedule::default(),
            expected: Vec::new(),
            ends_at_unknown: false,
            observe: Box::new(|_, _| {}),
        }
    }

    /// Returns the same wait with another client.
    pub(crate) fn with_client<D>(self, client: impl FnOnce(C) -> D) -> Waiting<'a, D, T> {
        Waiting {
            client: client(self.client),
            call: self.call,
            schedule: self.schedule,
            expected: self.expected,
            ends_at_unknown: self.ends_at_unknown,
            observe: self.observe,
        }
    }

    pub(crate) fn operation(&self) -> &'static Operation {
        self.call.operation()
    }

    /// Sets the first pause (by default 1 second) and the longest pause that it grows to (by default 15 seconds).
    pub fn every(mut self, first: Duration, cap: Duration) -> Self {
        self.schedule = self.schedule.every(first, cap);
        self
    }

    /// Sets how long to wait before giving up; by default 10 minutes. A read that is in flight at the deadline is
    /// cancelled.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.schedule = self.schedule.within(deadline);
        self
    }

    /// Expects this actor to act. By default a wait expects only transitions that the platform makes, and fails at once
    /// if the status requires another actor.
    pub fn expecting(mut self, actor: Actor) -> Self {
        self.expected.push(actor);
        self
    }

    /// Ends the wait with an error, whose reason is [`Reason::Unknown`], at a status that these bindings do not know. By
    /// default a wait continues there until the deadline, since such a status may lead anywhere.
    pub fn ending_at_unknown(mut self) -> Self {
        self.ends_at_unknown = true;
        self
    }

    /// Calls `observer` with each object that is read, including the last one, and with the time since the wait began,
    /// for example to display the progress. It must not block.
    pub fn observe<'b>(self, observer: impl FnMut(&T, Duration) + Send + 'b) -> Waiting<'b, C, T> {
        Waiting {
            client: self.client,
            call: self.call,
            schedule: self.schedule,
            expected: self.expected,
            ends_at_unknown: self.ends_at_unknown,
            observe: Box::new(observer),
        }
    }
}

impl<T: Stateful + 'static> Waiting<'_, Client, T> {
    /// Waits until the object has the status, or one of several, and returns the object.
    ///
    /// Reads the object at once, and then again after growing pauses. A wait can be dropped at any time.
    ///
    /// # Errors
    /// [`ErrorKind::Waiting`](crate::ErrorKind::Waiting) when the object can no longer reach the status, or has
    /// not reached it by the deadline: [`Error::wait_error`] returns the reason, and [`Error::body`] the object
    /// as it was read last. Any other kind when the object could not be read: at once if another attempt
    /// would not help, otherwise after five reads in a row have failed, each of which the client retried by its
    /// [retry policy](crate::runtime::retry). Once the object has been read, failed reads end the wait only
    /// at the deadline.
    pub async fn until(self, targets: impl Targets<T::Status>) -> Result<T, Error> {
        let client = self.client.clone();
        let mut polls = Polls::begin(self, targets)?;
        loop {
            let limit = client.settings().timeouts.total;
            let read = client.send(polls.call(limit)).await;
            match polls.next(read) {
                Next::Pause(pause) => client.transport().sleep(pause).await,
                Next::End(result) => return *result,
            }
        }
    }
}

/// A wait in progress: decides what follows each read.
struct Polls<'a, T: Stateful> {
    call: Call<Observed<T>>,
    wait: Wait<T::Status>,
    observe: Observer<'a, T>,
    began: Instant,
    /// The time that has passed if no sleep was shorter than its pause. A transport whose sleeps are too short, for
    /// example in tests, must not make a wait endless.
    paused: Duration,
}

/// What follows a read.
enum Next<T> {
    Pause(Duration),
    End(Box<Result<T, Error>>),
}

impl<'a, T: Stateful + 'static> Polls<'a, T> {
    fn begin<C>(
        waiting: Waiting<'a, C, T>,
        targets: impl Targets<T::Status>,
    ) -> Result<Self, Error> {
        let operation = waiting.call.operation();
        let mut wait = Wait::new(operation, targets, waiting.schedule);
        for actor in waiting.expected {
            wait = wait.expecting(actor);
        }
        if waiting.ends_at_unknown {
            wait = wait.ending_at_unknown();
        }
        wait.check()?;
        Ok(Self {
            // Observed, so that an error has the body of the response.
            call: waiting.call.observed(),
            wait,
            observe: waiting.observe,
            began: Instant::now(),
            paused: Duration::ZERO,
        })
    }

    fn elapsed(&self) -> Duration {
        self.began.elapsed().max(self.paused)
    }

    /// Returns the next read, which ends at the deadline of the wait at the latest. `limit` is the client's time limit
    /// for a call.
    fn call(&self, limit: Option<Duration>) -> Call<Observed<T>> {
        let remaining = self.wait.left(self.elapsed());
        let own = self.call.request().timeouts().total.or(limit);
        let total = own.map_or(remaining, |own| own.min(remaining));
        self.call.clone().timeouts(Timeouts::new().total(total))
    }

    fn next(&mut self, read: Result<Observed<T>, Error>) -> Next<T> {
        let elapsed = self.elapsed();
        let pause = match read {
            Ok(object) => {
                (self.observe)(&object.value, elapsed);
                match self.wait.read(&object, elapsed) {
                    Step::Done => return Next::End(Box::new(Ok(object.value))),
                    Step::Poll { after } => Ok(after),
                    Step::Failed(error) => Err(error),
                }
            }
            Err(error) => self.wait.failed(error, elapsed),
        };
        match pause {
            Ok(pause) => {
                self.paused = elapsed + pause;
                Next::Pause(pause)
            }
            Err(error) => {
                let error = match error.request_path() {
                    Some(_) => error,
                    None => error.about(self.call.request().path()),
                };
                Next::End(Box::new(Err(error)))
            }
        }
    }
}

impl<C: fmt::Debug, T> fmt::Debug for Waiting<'_, C, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiting")
            .field("client", &self.client)
            .field("call", &self.call)
            .field("schedule", &self.schedule)
            .field("expected", &self.expected)
            .field("ends_at_unknown", &self.ends_at_unknown)
            .finish_non_exhaustive()
    }
}
