//! The driver: performs the steps of a call over a transport.

use std::sync::Arc;
use std::time::Duration;

use connect_runtime::driver::failure;
use connect_runtime::{Call, Error, Operation, Response, StatusCode};
use http::HeaderMap;

use super::Client;
use super::decoded::{decoded, is_too_long};
use super::watch::Watch;
use crate::download::Output;
use crate::exchange::coding::{self, Coding};
use crate::exchange::{BodyBuffer, Limits, Progress, Request};
use crate::machine::{Event, Machine, Now, Step, Writing, Written};
use crate::observe::CallSpan;
use crate::transport::{BodyStream, Transport};

impl Client {
    /// Sends a call (or a list) and decodes its response.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind) for what can go wrong.
    pub fn send<T>(&self, call: impl Into<Call<T>>) -> impl Future<Output = Result<T, Error>> {
        // Converted outside of the future, which would otherwise hold both values.
        let call = call.into();
        async move {
            let span = CallSpan::new(call.operation());
            let result = span.instrument(send(self, &call, &span)).await;
            span.finish(result)
        }
    }
}

/// Sends a call and decodes its response. A response that cannot be decoded is treated as lost.
async fn send<T>(client: &Client, call: &Call<T>, span: &CallSpan) -> Result<T, Error> {
    call.check()?;
    let mut machine = Machine::new(client.settings(), call.request())?;
    loop {
        let response = drive(&mut machine, &**client.transport(), span, None).await?;
        match call.decode(response) {
            Ok(value) => return Ok(value),
            Err(error) => machine.unreadable(error)?,
        }
    }
}

/// Drives a machine until it is done. A download has an output, to which bodies are written.
pub(crate) async fn drive(
    machine: &mut Machine<'_>,
    transport: &dyn Transport,
    span: &CallSpan,
    output: Option<&mut (dyn Output + '_)>,
) -> Result<Response, Error> {
    Driver::new(transport, span)
        .run(machine, span, output)
        .await
}

/// A response whose head has arrived. Whoever has it reads the body.
pub(crate) struct Opened {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// The body, decoded.
    pub(crate) body: Box<dyn BodyStream>,
    /// The limits for reading the body.
    pub(crate) limits: Limits,
    pub(crate) progress: Arc<Progress>,
}

/// Drives the machine of a stream until the stream is open.
pub(crate) async fn open(
    machine: &mut Machine<'_>,
    transport: &dyn Transport,
    span: &CallSpan,
) -> Result<Opened, Error> {
    let mut driver = Driver::new(transport, span);
    let response = driver.run(machine, span, None).await?;
    let Some((body, coding, watch)) = driver.open.take() else {
        return Err(driver.no_response());
    };
    let (head, _) = response.into_parts();
    let (limits, progress) = watch.pause();
    Ok(Opened {
        status: head.status,
        headers: head.headers,
        // A stream has no limit as a whole: its records have one.
        body: decoded(driver.operation, coding, body, u64::MAX),
        limits: limits.after_head(head.status),
        progress,
    })
}

struct Driver<'a> {
    transport: &'a dyn Transport,
    operation: &'static Operation,
    /// The body of the response whose head has arrived, its coding, and the watch over its time limits.
    open: Option<(Box<dyn BodyStream>, Coding, Watch<'a>)>,
}

impl<'a> Driver<'a> {
    fn new(transport: &'a dyn Transport, span: &CallSpan) -> Self {
        Self {
            transport,
            operation: span.operation(),
            open: None,
        }
    }

    async fn run(
        &mut self,
        machine: &mut Machine<'_>,
        span: &CallSpan,
        mut output: Option<&mut (dyn Output + '_)>,
    ) -> Result<Response, Error> {
        let mut event = Event::Start;
        loop {
            let step = machine.step(event, Now::read());
            let attempt_span = machine.span();
            event = match step {
                Step::Exchange(request) => attempt_span.instrument(self.exchange(request)).await,
                Step::Read { limit, may_be_cut } => {
                    attempt_span.instrument(self.read(limit, may_be_cut)).await
                }
                Step::Write(writing) => {
                    let output = output.as_deref_mut();
                    attempt_span.instrument(self.write(writing, output)).await
                }
                Step::Sleep(pause) => self.sleep(pause).await,
                Step::Done(result) => {
                    span.record_response(machine.attempts_begun(), &result);
                    return result;
                }
            };
        }
    }

    async fn exchange(&mut self, request: Box<Request>) -> Event {
        // The rest of the previous response is not needed, but it holds a connection.
        self.open = None;
        let mut watch = Watch::new(self.transport, &request);
        let (head, body) = match watch.limit(self.transport.send(*request)).await {
            Ok(response) => response.into_parts(),
            Err(error) => return Event::Failed(error),
        };
        // The machine reads no body with a coding that is not understood.
        let coding = coding::read(head.status, &head.headers).unwrap_or(Coding::Identity);
        self.open = Some((body, coding, watch));
        Event::Head(head.status, head.headers)
    }

    async fn read(&mut self, limit: u64, may_be_cut: bool) -> Event {
        let Some((body, coding, mut watch)) = self.open.take() else {
            return Event::Failed(self.no_response());
        };
        let mut body = decoded(self.operation, coding, body, limit);
        let mut buffer = BodyBuffer::new(limit);
        loop {
            match watch.limit(body.chunk()).await {
                Err(error) if is_too_long(&error) => {
                    return match may_be_cut {
                        true => Event::Cut(buffer.into()),
                        false => Event::TooLong,
                    };
                }
                Err(_) if may_be_cut => return Event::Broken(buffer.into()),
                Err(error) => return Event::Failed(error),
                Ok(None) => return Event::Body(buffer.into()),
                Ok(Some(chunk)) => {
                    let Err(chunk) = buffer.add(chunk) else {
                        continue;
                    };
                    if !may_be_cut {
                        return Event::TooLong;
                    }
                    buffer.add_part(chunk);
                    return Event::Cut(buffer.into());
                }
            }
        }
    }

    async fn write(&mut self, writing: Writing, output: Option<&mut (dyn Output + '_)>) -> Event {
        let (Some((body, coding, mut watch)), Some(output)) = (self.open.take(), output) else {
            return Event::Failed(self.no_response());
        };
        let mut body = decoded(self.operation, coding, body, writing.limit);
        let mut count = 0u64;
        if let Err(error) = output.begin(self.operation, writing) {
            return Event::Written(0, Written::Unwritable(error));
        }
        loop {
            let chunk = match watch.limit(body.chunk()).await {
                Err(error) if is_too_long(&error) => {
                    return Event::Written(count, Written::TooLong);
                }
                Err(error) => return Event::Written(count, Written::Broken(error)),
                Ok(None) => return Event::Written(count, Written::Ended),
                Ok(Some(chunk)) => chunk,
            };
            if writing.kept + count + chunk.len() as u64 > writing.limit {
                return Event::Written(count, Written::TooLong);
            }
            if let Err(error) = output.write(self.operation, &chunk) {
                return Event::Written(count, Written::Unwritable(error));
            }
            count += chunk.len() as u64;
        }
    }

    async fn sleep(&mut self, pause: Duration) -> Event {
        self.open = None;
        self.transport.sleep(pause).await;
        Event::Start
    }

    fn no_response(&self) -> Error {
        failure::transport(self.operation, "there is no response to read")
    }
}
