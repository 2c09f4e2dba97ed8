//! Time limits around the futures of a transport.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use connect_runtime::{Error, Operation};

use crate::exchange::{Limits, Progress, Request};
use crate::transport::{BoxFuture, Transport};

/// Watches the time of one exchange, from its start to the last byte of the response.
pub(crate) struct Watch<'a> {
    transport: &'a dyn Transport,
    operation: &'static Operation,
    limits: Limits,
    progress: Arc<Progress>,
    /// Whether a step has ended whose progress is not recorded yet.
    has_advanced: bool,
    /// A sleep that ends when the next limit may have been passed, or earlier.
    alarm: Option<BoxFuture<'static, ()>>,
}

impl<'a> Watch<'a> {
    pub(crate) fn new(transport: &'a dyn Transport, request: &Request) -> Self {
        request.progress.touch();
        Self {
            has_advanced: false,
            ..Self::resume(
                transport,
                request.operation,
                request.limits,
                Arc::clone(&request.progress),
            )
        }
    }

    /// Continues to watch an exchange after one of its steps.
    pub(crate) fn resume(
        transport: &'a dyn Transport,
        operation: &'static Operation,
        limits: Limits,
        progress: Arc<Progress>,
    ) -> Self {
        Self {
            transport,
            operation,
            limits,
            progress,
            has_advanced: true,
            alarm: None,
        }
    }

    /// Continues a wait whose future was dropped, so that it does not begin anew.
    pub(crate) fn goes_on(&mut self) {
        self.has_advanced = false;
    }

    /// Returns the limits and the progress of the exchange, to continue it later.
    pub(crate) fn pause(self) -> (Limits, Arc<Progress>) {
        (self.limits, self.progress)
    }

    /// Awaits a step of the exchange, or fails when a limit is passed. The end of a step is progress. It is recorded
    /// only when the next step is pending, since most are ready at once and reading the clock costs time.
    ///
    /// With a transport that blocks, no step is ever pending, so nothing here sleeps: such a transport watches the time
    /// itself.
    pub(crate) async fn limit<T>(
        &mut self,
        step: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let mut step = pin!(step);
        poll_fn(|context| {
            if let Poll::Ready(result) = step.as_mut().poll(context) {
                self.has_advanced = true;
                return Poll::Ready(result);
            }
            if std::mem::take(&mut self.has_advanced) {
                self.progress.touch();
            }
            self.poll_limits(context).map(Err)
        })
        .await
    }

    fn poll_limits(&mut self, context: &mut Context<'_>) -> Poll<Error> {
        // A timer that ends early twice in a row does not work. Other tasks then run before the next attempt.
        for _ in 0..2 {
            if self.alarm.is_none() {
                match self.left() {
                    Err(error) => return Poll::Ready(error),
                    Ok(None) => return Poll::Pending,
                    Ok(Some(left)) => self.alarm = Some(self.transport.sleep(left)),
                }
            }
            if let Some(alarm) = &mut self.alarm
                && alarm.as_mut().poll(context).is_pending()
            {
                return Poll::Pending;
            }
            self.alarm = None;
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }

    /// Returns the time until the next limit, if there is one.
    ///
    /// # Errors
    /// When a limit has been passed.
    fn left(&self) -> Result<Option<Duration>, Error> {
        let now = Instant::now();
        let idle = self.limits.idle.map(|limit| {
            let idle = now.saturating_duration_since(self.progress.last());
            limit.saturating_sub(idle)
        });
        let deadline = self
            .limits
            .deadline
            .map(|it| it.saturating_duration_since(now));
        match (deadline, idle) {
            (Some(Duration::ZERO), _) => Err(self.limits.deadline_passed(self.operation)),
            (_, Some(Duration::ZERO)) => Err(self.limits.stalled(self.operation)),
            (Some(one), Some(other)) => Ok(Some(one.min(other))),
            (one, other) => Ok(one.or(other)),
        }
    }
}
