//! Drives a call over a blocking transport.

use std::io::{self, ErrorKind, Read};
use std::time::{Duration, Instant};

use connect_runtime::{Answer, Bytes, Call, Error, Operation};

use super::{Incoming, Transport};
use crate::config::Settings;
use crate::download::Output;
use crate::exchange::{BodyBuffer, Limits, Outgoing};
use crate::machine::{Event, Flow, Now, Step, Writing, Written};
use crate::observe;

/// Sends a call and reads its answer. One that cannot be read is as good as lost.
pub(super) fn drive<T>(
    settings: &Settings,
    transport: &dyn Transport,
    call: &Call<T>,
    seen: &observe::Call,
) -> Result<T, Error> {
    let mut flow = Flow::new(settings, call.request())?;
    loop {
        let answer = carry(&mut flow, transport, seen, None)?;
        match call.decode(answer) {
            Ok(value) => return Ok(value),
            Err(error) => flow.unreadable(error)?,
        }
    }
}

/// Drives a flow to its end. A download has an output.
pub(super) fn carry(
    flow: &mut Flow<'_>,
    transport: &dyn Transport,
    seen: &observe::Call,
    mut output: Option<&mut (dyn Output + '_)>,
) -> Result<Answer, Error> {
    let mut driver = Driver {
        transport,
        operation: seen.operation(),
        open: None,
    };
    let mut event = Event::Start;
    loop {
        let step = flow.step(event, Now::read());
        let scope = flow.scope();
        event = match step {
            Step::Exchange(outgoing) => scope.within(|| driver.exchange(*outgoing)),
            Step::Read { limit } => scope.within(|| driver.read(limit)),
            Step::Write(writing) => {
                let output = output.as_deref_mut();
                scope.within(|| driver.write(writing, output))
            }
            Step::Sleep(pause) => driver.sleep(pause),
            Step::Done(result) => {
                seen.answered(flow.begun(), &result);
                return result;
            }
        };
    }
}

struct Driver<'a> {
    transport: &'a dyn Transport,
    operation: &'static Operation,
    /// The body of the answer whose head came, and how long it may take.
    open: Option<(Box<dyn Read + Send>, Limits)>,
}

impl Driver<'_> {
    fn exchange(&mut self, outgoing: Outgoing) -> Event {
        // What is left of the last answer is of no use, but holds a connection.
        self.open = None;
        let limits = outgoing.limits;
        let Incoming {
            status,
            headers,
            body,
        } = match self.transport.exchange(outgoing) {
            Ok(incoming) => incoming,
            Err(error) => return Event::Failed(error),
        };
        self.open = Some((body, limits));
        Event::Head(status, headers)
    }

    fn read(&mut self, limit: u64) -> Event {
        let Some((mut body, limits)) = self.open.take() else {
            return Event::Failed(Error::transport(self.operation, "there is no answer"));
        };
        let mut collected = BodyBuffer::new(limit);
        let mut buffer = vec![0; 16 * 1024];
        loop {
            match body.read(&mut buffer) {
                Ok(0) => return Event::Body(collected.into()),
                Ok(count) if !collected.add(Bytes::copy_from_slice(&buffer[..count])) => {
                    return Event::TooLong;
                }
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Event::Failed(failed(self.operation, error)),
            }
            // The transport should see to it; a body that trickles through a simple one ends here.
            if limits.deadline.is_some_and(|it| it <= Instant::now()) {
                return Event::Failed(limits.deadline_passed(self.operation));
            }
        }
    }

    fn write(&mut self, writing: Writing, output: Option<&mut (dyn Output + '_)>) -> Event {
        let (Some((mut body, limits)), Some(output)) = (self.open.take(), output) else {
            return Event::Failed(Error::transport(self.operation, "there is no answer"));
        };
        let mut count = 0u64;
        if let Err(error) = output.begin(self.operation, writing) {
            return Event::Written(0, Written::Unwritable(error));
        }
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let length = match body.read(&mut buffer) {
                Ok(0) => return Event::Written(count, Written::Ended),
                Ok(length) => length,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => {
                    let error = failed(self.operation, error);
                    return Event::Written(count, Written::Broken(error));
                }
            };
            if writing.kept + count + length as u64 > writing.limit {
                return Event::Written(count, Written::TooLong);
            }
            if let Err(error) = output.write(self.operation, &buffer[..length]) {
                return Event::Written(count, Written::Unwritable(error));
            }
            count += length as u64;
            if limits.deadline.is_some_and(|it| it <= Instant::now()) {
                let error = limits.deadline_passed(self.operation);
                return Event::Written(count, Written::Broken(error));
            }
        }
    }

    fn sleep(&mut self, pause: Duration) -> Event {
        self.open = None;
        self.transport.sleep(pause);
        Event::Start
    }
}

/// The error of a reader: the transport's own, if it has put one there.
fn failed(operation: &'static Operation, error: io::Error) -> Error {
    match error.downcast::<Error>() {
        Ok(error) => error,
        Err(error) => match error.kind() {
            ErrorKind::TimedOut | ErrorKind::WouldBlock => Error::timeout(operation, error),
            _ => Error::transport(operation, error),
        },
    }
}
