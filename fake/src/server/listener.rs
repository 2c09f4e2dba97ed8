//! The port of a server. The server holds it for its whole life, and can stop listening on it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use socket2::{Domain, Socket, Type};

/// How many connections may wait to be accepted.
const BACKLOG: i32 = 1024;
/// The pause before the next attempt if listening or accepting fails.
pub(crate) const PAUSE: Duration = Duration::from_millis(5);

pub(crate) struct Port {
    pub address: SocketAddr,
    /// Bound to the port, but not listening: while the port is shut, no other process can take it, and
    /// connections to it are refused.
    _holder: Socket,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Clone, Copy)]
struct State {
    wanted: Wanted,
    is_open: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Open,
    Shut,
    ShutUntil(Instant),
    /// Closed for good.
    Gone,
}

impl Wanted {
    fn is_open(self) -> bool {
        match self {
            Self::Open => true,
            Self::ShutUntil(time) => Instant::now() >= time,
            Self::Shut | Self::Gone => false,
        }
    }
}

impl Port {
    /// Takes a port of 127.0.0.1, or a free one for 0, and listens there.
    pub fn open(port: u16) -> io::Result<(Self, TcpListener)> {
        // Sockets that share an address do not notice each other, so a port that is taken shows here.
        drop(TcpListener::bind((Ipv4Addr::LOCALHOST, port))?);
        let holder = socket((Ipv4Addr::LOCALHOST, port).into())?;
        let address = holder
            .local_addr()?
            .as_socket()
            .ok_or(io::ErrorKind::AddrNotAvailable)?;
        let listener = listen(address)?;
        let state = State {
            wanted: Wanted::Open,
            is_open: true,
        };
        let port = Self {
            address,
            _holder: holder,
            state: Mutex::new(state),
            changed: Condvar::new(),
        };
        Ok((port, listener))
    }

    /// Whether the listener is still wanted.
    pub fn stays_open(&self) -> bool {
        self.state().wanted.is_open()
    }

    /// Called by the listening thread: waits until the port is to be open, and opens it. `None` if it is
    /// closed for good.
    pub fn reopen(&self) -> Option<TcpListener> {
        let mut state = self.state();
        state.is_open = false;
        self.changed.notify_all();
        loop {
            match state.wanted {
                Wanted::Gone => return None,
                Wanted::Shut => state = self.wait(state, Duration::MAX),
                Wanted::ShutUntil(time) if Instant::now() < time => {
                    state = self.wait(state, time - Instant::now());
                }
                Wanted::Open | Wanted::ShutUntil(_) => match listen(self.address) {
                    Ok(listener) => {
                        state.wanted = Wanted::Open;
                        state.is_open = true;
                        self.changed.notify_all();
                        return Some(listener);
                    }
                    Err(_) => state = self.wait(state, PAUSE),
                },
            }
        }
    }

    /// Refuses connections, from the return of this function on.
    pub fn shut(&self, until: Option<Instant>) {
        self.want(until.map_or(Wanted::Shut, Wanted::ShutUntil));
        self.wait_until(|state| !state.is_open || state.wanted.is_open());
    }

    /// Accepts connections again, from the return of this function on.
    pub fn open_again(&self) {
        self.want(Wanted::Open);
        self.wait_until(|state| state.is_open || state.wanted == Wanted::Gone);
    }

    /// Stops listening for good.
    pub fn close(&self) {
        self.want(Wanted::Gone);
    }

    fn want(&self, wanted: Wanted) {
        let was_open = {
            let mut state = self.state();
            let keeps = match state.wanted {
                Wanted::Gone => true,
                // A port that was shut without a limit must not reopen when a temporary shut ends.
                Wanted::Shut => matches!(wanted, Wanted::ShutUntil(_)),
                Wanted::Open | Wanted::ShutUntil(_) => false,
            };
            if !keeps {
                state.wanted = wanted;
            }
            self.changed.notify_all();
            state.is_open
        };
        if was_open && wanted != Wanted::Open {
            // Wakes the thread that waits for a connection. If that fails, the thread is no longer waiting.
            let _ = TcpStream::connect(self.address);
        }
    }

    fn wait_until(&self, reached: impl Fn(State) -> bool) {
        let mut state = self.state();
        while !reached(*state) {
            state = self.wait(state, PAUSE);
        }
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>, most: Duration) -> MutexGuard<'a, State> {
        // A year is long enough to count as forever, and is valid on every platform.
        let most = most.min(Duration::from_secs(365 * 24 * 3600));
        let result = self.changed.wait_timeout(state, most);
        result.unwrap_or_else(PoisonError::into_inner).0
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A socket at an address that other sockets of this process may share.
fn socket(address: SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    #[cfg(unix)]
    socket.set_reuse_port(true)?;
    #[cfg(not(unix))]
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    Ok(socket)
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = socket(address)?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}
