//! Drives a call over an asynchronous transport.

use std::time::Duration;

use connect_runtime::{Answer, Call, Error, Operation};

use super::watch::Watch;
use crate::config::Settings;
use crate::download::Output;
use crate::exchange::{BodyBuffer, Outgoing};
use crate::machine::{Event, Flow, Now, Step, Writing, Written};
use crate::observe;
use crate::transport::{Chunks, Incoming, Transport};

/// Sends a call and reads its answer. One that cannot be read is as good as lost.
pub(super) async fn drive<T>(
    settings: &Settings,
    transport: &dyn Transport,
    call: &Call<T>,
    seen: &observe::Call,
) -> Result<T, Error> {
    let mut flow = Flow::new(settings, call.request())?;
    loop {
        let answer = carry(&mut flow, transport, seen, None).await?;
        match call.decode(answer) {
            Ok(value) => return Ok(value),
            Err(error) => flow.unreadable(error)?,
        }
    }
}

/// Drives a flow to its end. A download has an output.
pub(super) async fn carry(
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
            Step::Exchange(outgoing) => scope.over(driver.exchange(outgoing)).await,
            Step::Read { limit } => scope.over(driver.read(limit)).await,
            Step::Write(writing) => {
                let output = output.as_deref_mut();
                scope.over(driver.write(writing, output)).await
            }
            Step::Sleep(pause) => driver.sleep(pause).await,
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
    /// The body of the answer whose head came, and the watch over it.
    open: Option<(Box<dyn Chunks>, Watch<'a>)>,
}

impl Driver<'_> {
    async fn exchange(&mut self, outgoing: Box<Outgoing>) -> Event {
        // What is left of the last answer is of no use, but holds a connection.
        self.open = None;
        let mut watch = Watch::new(self.transport, &outgoing);
        let answer = watch.over(self.transport.exchange(*outgoing)).await;
        let Incoming {
            status,
            headers,
            body,
        } = match answer {
            Ok(incoming) => incoming,
            Err(error) => return Event::Failed(error),
        };
        self.open = Some((body, watch));
        Event::Head(status, headers)
    }

    async fn read(&mut self, limit: u64) -> Event {
        let Some((mut body, mut watch)) = self.open.take() else {
            return Event::Failed(Error::transport(self.operation, "there is no answer"));
        };
        let mut buffer = BodyBuffer::new(limit);
        loop {
            match watch.over(body.chunk()).await {
                Err(error) => return Event::Failed(error),
                Ok(None) => return Event::Body(buffer.into()),
                Ok(Some(chunk)) => {
                    if !buffer.add(chunk) {
                        return Event::TooLong;
                    }
                }
            }
        }
    }

    async fn write(&mut self, writing: Writing, output: Option<&mut (dyn Output + '_)>) -> Event {
        let (Some((mut body, mut watch)), Some(output)) = (self.open.take(), output) else {
            return Event::Failed(Error::transport(self.operation, "there is no answer"));
        };
        let mut count = 0u64;
        let unwritable = |count, error| Event::Written(count, Written::Unwritable(error));
        if let Err(error) = output.begin(self.operation, writing) {
            return unwritable(0, error);
        }
        loop {
            let chunk = match watch.over(body.chunk()).await {
                Err(error) => return Event::Written(count, Written::Broken(error)),
                Ok(None) => return Event::Written(count, Written::Ended),
                Ok(Some(chunk)) => chunk,
            };
            if writing.kept + count + chunk.len() as u64 > writing.limit {
                return Event::Written(count, Written::TooLong);
            }
            if let Err(error) = output.write(self.operation, &chunk) {
                return unwritable(count, error);
            }
            count += chunk.len() as u64;
        }
    }

    async fn sleep(&mut self, pause: Duration) -> Event {
        self.open = None;
        self.transport.sleep(pause).await;
        Event::Start
    }
}
