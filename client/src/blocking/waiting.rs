//! Waiting with the blocking client.

use connect_runtime::{Call, Error};

use super::{Client, run};
use crate::waiting::{Stateful, Targets, Waiting};

impl Client {
    /// Prepares to wait for a status of the object that a call reads; see [`waiting`](crate::waiting).
    ///
    /// ```no_run
    /// use connect_usage::blocking::Client;
    /// use connect_usage::models::ChunkStatus;
    /// use connect_usage::{Error, chunks};
    ///
    /// fn chunk(client: &Client, id: &str) -> Result<(), Error> {
    ///     let chunk = client.wait(chunks::get(id)).until(ChunkStatus::Ready)?;
    ///     println!("{} can be billed", chunk.id);
    ///     Ok(())
    /// }
    /// ```
    pub fn wait<T: Stateful>(&self, call: impl Into<Call<T>>) -> Waiting<'static, Self, T> {
        Waiting::new(self.clone(), call.into())
    }
}

impl<T: Stateful + 'static> Waiting<'_, Client, T> {
    /// Waits until the object has the status, or one of several, and returns the object.
    ///
    /// Reads the object at once, and then again after growing pauses, in which the thread sleeps.
    ///
    /// # Errors
    /// [`ErrorKind::Waiting`](crate::ErrorKind::Waiting) when the object can no longer reach the status, or has
    /// not reached it by the deadline: [`Error::wait_error`] returns the reason, and [`Error::body`] the object
    /// as it was read last. Any other kind when the object could not be read: at once if another attempt
    /// would not help, otherwise after five reads in a row have failed, each of which the client retried by its
    /// [retry policy](crate::runtime::retry). Once the object has been read, failed reads end the wait only
    /// at the deadline.
    pub fn until(self, targets: impl Targets<T::Status>) -> Result<T, Error> {
        let operation = self.operation();
        run(operation, self.with_client(|it| it.0).until(targets))
    }
}
