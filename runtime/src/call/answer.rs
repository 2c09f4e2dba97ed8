//! Successes whose value depends on the status.

use std::fmt;

use crate::Result;
use crate::call::read;
use crate::decode::DecodeOwned;
use crate::error::failure;
use crate::operation::Operation;
use crate::response::{self, Binary, Response};

/// A value that is read from a success by its status, such as an enum with a variant for each.
pub trait ByStatus: Sized + 'static {
    /// The statuses that [`read`](Self::read) knows, for the error about another one.
    const DECLARED: &'static [u16] = &[];

    /// Reads a response whose status is a success.
    ///
    /// # Errors
    /// If the response is not what its status announces, and as [`Answer::unexpected`] for other statuses.
    fn read(answer: Answer) -> Result<Self>;
}

/// A response whose status is a success.
pub struct Answer {
    operation: &'static Operation,
    response: Response,
}

impl Answer {
    /// A response as an answer.
    ///
    /// # Errors
    /// If its status is not a success.
    pub(crate) fn of(operation: &'static Operation, response: Response) -> Result<Self> {
        let response = read::success(operation, response)?;
        Ok(Self {
            operation,
            response,
        })
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    /// Reads JSON.
    ///
    /// # Errors
    /// If there is none, or it has another form.
    pub fn json<T: DecodeOwned>(self) -> Result<T> {
        read::json(self.operation, self.response)
    }

    /// Reads text.
    ///
    /// # Errors
    /// If it is not UTF-8.
    pub fn text(self) -> Result<String> {
        read::text(self.operation, self.response)
    }

    /// Returns the content as a file.
    ///
    /// # Errors
    /// Never.
    pub fn binary(self) -> Result<Binary> {
        read::binary(self.operation, self.response)
    }

    /// The error for a status that is not declared.
    ///
    /// # Errors
    /// Always, of the kind [`Decode`](crate::ErrorKind::Decode). It names the status, and the
    /// [declared ones](ByStatus::DECLARED).
    pub fn unexpected<T: ByStatus>(self) -> Result<T> {
        Err(self.undeclared(T::DECLARED))
    }

    fn undeclared(self, declared: &[u16]) -> crate::Error {
        let mut message = format!("the status {} is not declared", self.status());
        for (index, status) in declared.iter().enumerate() {
            let before = match index {
                0 => "; declared: ",
                _ => ", ",
            };
            message.push_str(&format!("{before}{status}"));
        }
        failure::decode(self.operation, self.response, &message)
    }
}

/// What may be printed of the response.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        response::Summary(&self.response).fmt(f)
    }
}
