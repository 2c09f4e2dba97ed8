//! Waiting until an object has a status.
//!
//! The platform works on reports, chunks and reconciliations by itself, and tells nobody when it is
//! through. [`Client::wait`] reads the object again and again until it has the status that is wanted,
//! or until it is clear that it will not get it:
//!
//! ```no_run
//! use connect_usage::models::UsageFileStatus;
//! use connect_usage::{Client, Error, files};
//!
//! async fn ready(client: &Client, id: &str) -> Result<(), Error> {
//!     match client.wait(files::get(id)).until(UsageFileStatus::Ready).await {
//!         Ok(file) => println!("{} is {:?}", file.id, file.status), // ready, or uploaded
//!         Err(error) => match error.wait_error() {
//!             Some(told) => {
//!                 println!("{told}"); // such as: the status is `invalid`, and does not become …
//!                 println!("{:?} must act: {:?}", told.actors(), told.functions());
//!                 println!("{:?}", told.detail); // what is wrong with the spreadsheet
//!             }
//!             None => return Err(error), // the report could not be read
//!         },
//!     }
//!     Ok(())
//! }
//! ```
//!
//! Which status follows which, by whose act, is declared for each kind of object:
//! [`Status::GRAPH`](connect_runtime::states::Status::GRAPH). When a wait gives up, and when it goes on,
//! is said at [`Wait`], the machine behind it; how long it pauses at
//! [`Schedule`].
//!
//! Wait for statuses in which objects stay, and name all that will do. A status that passes in a moment
//! may be gone before it is read: then the wait says that it does not come any more.

use std::fmt;
use std::time::{Duration, Instant};

use connect_runtime::driver::Annotate;
use connect_runtime::driver::wait::{Step, Wait};
use connect_runtime::{Call, Error, Observed, Operation, Timeouts};

use crate::client::Client;

pub use connect_runtime::states::{Actor, Stateful};
pub use connect_runtime::wait::{Reason, Schedule, Targets, WaitError};

impl Client {
    /// Prepares to wait for a status of the object that a call reads, such as `files::get`.
    /// [`Waiting::until`] says for which one, and waits.
    ///
    /// Objects that can be waited for implement [`Stateful`]. Other calls do not compile:
    ///
    /// ```compile_fail
    /// # use connect_usage::{Client, files};
    /// # fn example(client: &Client) {
    /// client.wait(files::list()); // which of them?
    /// # }
    /// ```
    pub fn wait<T: Stateful>(&self, call: impl Into<Call<T>>) -> Waiting<'static, Self, T> {
        Waiting::new(self.clone(), call.into())
    }
}

/// A wait that has yet to begin: how to wait, and at last [`until`](Self::until) when.
///
/// ```no_run
/// use std::time::Duration;
///
/// use connect_usage::models::UsageFileStatus;
/// use connect_usage::waiting::Actor;
/// use connect_usage::{Client, Error, files};
///
/// async fn answered(client: &Client, id: &str) -> Result<(), Error> {
///     let file = client
///         .wait(files::get(id))
///         .every(Duration::from_secs(60), Duration::from_secs(600))
///         .deadline(Duration::from_secs(3 * 24 * 3600))
///         .expecting(Actor::Provider) // a person who decides in the next days
///         .observe(|file, elapsed| println!("{:?} after {elapsed:?}", file.status))
///         .until([UsageFileStatus::Accepted, UsageFileStatus::Rejected])
///         .await?;
///     println!("{:?}", file.status);
///     Ok(())
/// }
/// ```
#[must_use = "nothing is waited for before `until` says what"]
pub struct Waiting<'a, C, T> {
    client: C,
    call: Call<T>,
    schedule: Schedule,
    expected: Vec<Actor>,
    observe: Observer<'a, T>,
}

/// Who is shown each object that is read, and how much time has passed since the wait began.
type Observer<'a, T> = Box<dyn FnMut(&T, Duration) + Send + 'a>;

impl<'a, C, T: Stateful> Waiting<'a, C, T> {
    pub(crate) fn new(client: C, call: Call<T>) -> Self {
        Self {
            client,
            call,
            schedule: Schedule::default(),
            expected: Vec::new(),
            observe: Box::new(|_, _| {}),
        }
    }

    /// The same wait by another client.
    pub(crate) fn with_client<D>(self, client: impl FnOnce(C) -> D) -> Waiting<'a, D, T> {
        Waiting {
            client: client(self.client),
            call: self.call,
            schedule: self.schedule,
            expected: self.expected,
            observe: self.observe,
        }
    }

    pub(crate) fn operation(&self) -> &'static Operation {
        self.call.operation()
    }

    /// Sets the first pause, 1 second by default, and the longest that it grows to, 15 seconds by
    /// default.
    pub fn every(mut self, first: Duration, cap: Duration) -> Self {
        self.schedule = self.schedule.every(first, cap);
        self
    }

    /// Sets when to give up, from the start on: after 10 minutes by default. Nothing goes on after it; a
    /// read that has not been answered by then is cut off.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.schedule = self.schedule.within(deadline);
        self
    }

    /// Counts on the acts of this party. Without it, only moves of the platform are waited for, and a
    /// status that does not come without anybody's act fails at once.
    pub fn expecting(mut self, actor: Actor) -> Self {
        self.expected.push(actor);
        self
    }

    /// Shows each object that is read, the last one too, and how much time has passed since the wait
    /// began. For a display of the progress; it must not block.
    pub fn observe<'b>(self, observer: impl FnMut(&T, Duration) + Send + 'b) -> Waiting<'b, C, T> {
        Waiting {
            client: self.client,
            call: self.call,
            schedule: self.schedule,
            expected: self.expected,
            observe: Box::new(observer),
        }
    }
}

impl<T: Stateful + 'static> Waiting<'_, Client, T> {
    /// Waits until the object has the status, or one of them, and gives it as it was read then.
    ///
    /// It reads the object at once, and then after pauses that grow. A wait can be dropped at any time.
    ///
    /// # Errors
    /// [`ErrorKind::Waiting`](crate::ErrorKind::Waiting) when the status cannot come, or has not come
    /// until the deadline: [`Error::wait_error`] tells why, and [`Error::body`] has the object as it was
    /// read last. Any other kind when the object could not be read: at once where another try would not
    /// help, else after five reads in a row that failed, each of which the client repeated as its
    /// [retry policy](crate::runtime::retry) says. Once the object was read, an outage is waited out
    /// until the deadline.
    pub async fn until(self, targets: impl Targets<T::Status>) -> Result<T, Error> {
        let client = self.client.clone();
        let mut polls = Polls::begin(self, targets)?;
        loop {
            let limit = client.settings().timeouts.total;
            let read = client.send(polls.call(limit)).await;
            match polls.next(read) {
                Next::Pause(pause) => client.transport().sleep(pause).await,
                Next::Over(end) => return *end,
            }
        }
    }
}

/// A wait in progress: what happens between two reads.
struct Polls<'a, T: Stateful> {
    call: Call<Observed<T>>,
    wait: Wait<T::Status>,
    observe: Observer<'a, T>,
    began: Instant,
    /// All pauses so far. A transport whose sleep is shorter than the pause, as one for tests may be,
    /// must not make a wait endless.
    paused: Duration,
}

/// What follows a read.
enum Next<T> {
    Pause(Duration),
    Over(Box<Result<T, Error>>),
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
        wait.check()?;
        Ok(Self {
            // Observed, so that an error has the object as it came.
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

    /// The next read, which ends with the wait at the latest. `limit` is what the client allows a call.
    fn call(&self, limit: Option<Duration>) -> Call<Observed<T>> {
        let left = self.wait.left(self.elapsed());
        let own = self.call.request().timeouts().total.or(limit);
        let total = own.map_or(left, |own| own.min(left));
        self.call.clone().timeouts(Timeouts::new().total(total))
    }

    fn next(&mut self, read: Result<Observed<T>, Error>) -> Next<T> {
        let elapsed = self.elapsed();
        let pause = match read {
            Ok(object) => {
                (self.observe)(&object.value, elapsed);
                match self.wait.read(&object, elapsed) {
                    Step::Done => return Next::Over(Box::new(Ok(object.value))),
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
                Next::Over(Box::new(Err(error)))
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
            .finish_non_exhaustive()
    }
}
