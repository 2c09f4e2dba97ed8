//! Waiting by the blocking client.

use connect_runtime::{Call, Error};

use super::{Client, run};
use crate::waiting::{Stateful, Targets, Waiting};

impl Client {
    /// Prepares to wait for a status of the object that a call reads; see
    /// [`waiting`](crate::waiting).
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
    /// Waits until the object has the status, or one of them, and gives it as it was read then.
    ///
    /// It reads the object at once, and then after pauses that grow, in which the thread sleeps.
    ///
    /// # Errors
    /// [`ErrorKind::Waiting`](crate::ErrorKind::Waiting) when the status cannot come, or has not come
    /// until the deadline: [`Error::wait_error`] tells why, and [`Error::body`] has the object as it was
    /// read last. Any other kind when the object could not be read: at once where another try would not
    /// help, else after five reads in a row that failed, each of which the client repeated as its
    /// [retry policy](crate::runtime::retry) says. Once the object was read, an outage is waited out
    /// until the deadline.
    pub fn until(self, targets: impl Targets<T::Status>) -> Result<T, Error> {
        let operation = self.operation();
        run(operation, self.with_client(|it| it.0).until(targets))
    }
}
