//! One connection, and the requests that arrive on it.

use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use socket2::SockRef;

use crate::faults::{Exchange, Fault, Planned};
use crate::reply::Reply;
use crate::request::Received;
use crate::server::head::{Head, Refused};
use crate::server::input::{Ended, Input, Taken};
use crate::server::output::{After, Asked, Output};
use crate::server::shared::Shared;

/// How long the rest of a refused request is read before the connection is closed. Closing it at once
/// would reset the connection, and the response would be lost.
const LINGER: Duration = Duration::from_secs(1);

/// Serves a connection until either side ends it. The owner of the stream closes it afterwards; the close
/// is a reset if the fault requires one.
pub(crate) fn serve(stream: &TcpStream, number: u64, shared: &Shared) {
    let _ = stream.set_read_timeout(Some(shared.tick()));
    let _ = stream.set_write_timeout(Some(shared.tick()));
    // A response must not wait until the peer acknowledges the previous one.
    let _ = stream.set_nodelay(true);
    let after = Connection::new(stream, number, shared).serve();
    if after == After::Reset {
        let _ = SockRef::from(stream).set_linger(Some(Duration::ZERO));
    }
}

struct Connection<'a> {
    input: Input<'a>,
    output: Output<'a>,
    number: u64,
    shared: &'a Shared,
}

impl<'a> Connection<'a> {
    fn new(stream: &'a TcpStream, number: u64, shared: &'a Shared) -> Self {
        Self {
            input: Input::new(stream, shared),
            output: Output { stream, shared },
            number,
            shared,
        }
    }

    fn serve(mut self) -> After {
        while self.input.begins() {
            let after = match self.exchange() {
                Ok(after) => after,
                Err(Ended::Gone) => After::Close,
                Err(Ended::Refused(refused)) => self.refuse(refused),
            };
            if after != After::KeepOpen {
                return after;
            }
        }
        After::Close
    }

    /// One request and its response.
    fn exchange(&mut self) -> Result<After, Ended> {
        let planned = match self.shared.faults() {
            Some(faults) => faults.next(),
            None => Planned::nothing(),
        };
        if planned.fault == Fault::ResetBeforeReading {
            self.log(&planned, Exchange::unread());
            return Ok(After::Reset);
        }
        let result = self.read_and_respond(&planned);
        if result.is_err() {
            // The peer disconnected, or sent a malformed request.
            self.log(&planned, Exchange::unread());
        }
        result
    }

    fn read_and_respond(&mut self, planned: &Planned) -> Result<After, Ended> {
        let head = self.input.head()?;
        if head.expects_continue {
            let sent = self.output.write(b"HTTP/1.1 100 Continue\r\n\r\n");
            sent.map_err(|_| Ended::Gone)?;
        }
        if let Fault::ResetWhileReading { after } = planned.fault {
            return self.reset_while_reading(head, planned, after);
        }
        let asked = Asked {
            keep_alive: head.keep_alive,
            is_head: head.request.method == "HEAD",
        };
        if let Fault::RefuseEarly { .. } = planned.fault {
            let request = Received {
                connection: self.number,
                ..head.request
            };
            return Ok(self.respond(planned, &Arc::new(request), asked));
        }
        let request = Arc::new(self.request(head)?);
        self.shared.record(&request);
        Ok(self.respond(planned, &request, asked))
    }

    fn respond(&mut self, planned: &Planned, request: &Arc<Received>, asked: Asked) -> After {
        let handle = || self.shared.handle(request);
        let exchange = match self.shared.faults() {
            Some(faults) => faults.exchange(planned, request, handle),
            None => Exchange::plain(request, handle()),
        };
        let Some(reply) = exchange.reply.clone() else {
            self.log(planned, exchange);
            return After::Reset;
        };
        if let Fault::Refuse { lasting } = planned.fault {
            // Shut before the response, so that the next connection is refused for certain.
            self.shared.refuse_for(lasting);
        }
        self.log(planned, exchange);
        self.output.send(&reply, asked)
    }

    /// Reads `after` bytes of the body, then resets the connection. The peer is still sending, unless the
    /// body is shorter.
    fn reset_while_reading(
        &mut self,
        head: Head,
        planned: &Planned,
        after: u64,
    ) -> Result<After, Ended> {
        let mut count = 0;
        if after > 0 {
            self.input.body(head.length, |bytes| {
                count += bytes.len() as u64;
                match count < after {
                    true => Taken::GoOn,
                    false => Taken::Enough,
                }
            })?;
        }
        let request = Received {
            connection: self.number,
            length: count,
            ..head.request
        };
        self.log(planned, Exchange::unfinished(&Arc::new(request)));
        Ok(After::Reset)
    }

    /// Reads the body and returns the whole request.
    fn request(&mut self, head: Head) -> Result<Received, Ended> {
        let keep = self.shared.keeps_bodies();
        let most = self.shared.max_body();
        let (mut body, mut length) = (Vec::new(), 0_u64);
        self.input.body(head.length, |bytes| {
            length += bytes.len() as u64;
            if keep && length > most {
                return Taken::Enough;
            }
            if keep {
                body.extend_from_slice(bytes);
            }
            Taken::GoOn
        })?;
        if keep && length > most {
            return Err(Refused(413).into());
        }
        Ok(Received {
            body,
            length,
            connection: self.number,
            ..head.request
        })
    }

    /// Responds to a request that cannot be accepted.
    fn refuse(&mut self, Refused(status): Refused) -> After {
        let asked = Asked {
            keep_alive: false,
            is_head: false,
        };
        self.output.send(&Reply::new(status), asked);
        let _ = self.output.stream.shutdown(Shutdown::Write);
        let start = Instant::now();
        while start.elapsed() < LINGER && self.input.skip().is_ok() {}
        After::Close
    }

    fn log(&self, planned: &Planned, exchange: Exchange) {
        if let Some(faults) = self.shared.faults() {
            faults.record(planned, exchange);
        }
    }
}
