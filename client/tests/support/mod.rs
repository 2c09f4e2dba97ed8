//! A transport without a socket, and both clients over it.
#![allow(dead_code, reason = "each test file uses a part of it")]

pub mod operations;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use connect_client::config::Builder;
use connect_client::runtime::retry::Policy;
use connect_client::runtime::{HeaderMap, StatusCode};
use connect_client::transport::{self, BoxFuture, failure};
use connect_client::{ApiKey, Call, Client, Credential, Error, ErrorKind, blocking, hooks};

/// The base URL of the clients.
pub const BASE: &str = "https://api.example/v1";

/// What the client's key is sent as.
pub const KEY: &str = "ApiKey SU-1:c10be9d7";

/// A request that the transport was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub url: String,
    pub headers: HeaderMap,
    /// The request as it prints.
    pub printed: String,
}

impl Seen {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let value = self.headers.get(name)?;
        Some(value.to_str().expect("ASCII"))
    }

    /// The value of `Authorization`.
    pub fn authorization(&self) -> Option<&str> {
        self.header("authorization")
    }
}

/// What the transport responds with.
#[derive(Debug, Clone)]
pub struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: &'static str,
    is_lost: bool,
}

impl Reply {
    pub fn ok(body: &'static str) -> Self {
        Self {
            body,
            ..Self::status(200)
        }
    }

    pub fn status(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: "{}",
            is_lost: false,
        }
    }

    pub fn redirect(location: impl Into<String>) -> Self {
        Self::status(302).header("location", location)
    }

    /// The request arrives, and the connection breaks.
    pub fn lost() -> Self {
        Self {
            is_lost: true,
            ..Self::status(200)
        }
    }

    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    fn head(&self) -> (StatusCode, HeaderMap) {
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            headers.insert(*name, value.parse().expect("a value"));
        }
        (
            StatusCode::from_u16(self.status).expect("a status"),
            headers,
        )
    }
}

type Respond = dyn Fn(&Seen) -> Reply + Send + Sync;

/// The transport.
#[derive(Clone)]
struct Fake {
    respond: Arc<Respond>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Fake {
    fn exchange(&self, request: &transport::Request) -> Result<Reply, Error> {
        let seen = Seen {
            url: request.uri.to_string(),
            headers: request.headers.clone(),
            printed: format!("{request:?} {request:#?} {:?}", request.headers),
        };
        self.seen.lock().expect("requests").push(seen.clone());
        let reply = (self.respond)(&seen);
        match reply.is_lost {
            true => Err(failure::transport(
                request.operation,
                "the connection broke",
            )),
            false => Ok(reply),
        }
    }
}

impl transport::Transport for Fake {
    fn send(
        &self,
        request: transport::Request,
    ) -> BoxFuture<'_, Result<transport::Response, Error>> {
        let response = self.exchange(&request).map(|reply| {
            let (status, headers) = reply.head();
            transport::response(status, headers, reply.body)
        });
        Box::pin(std::future::ready(response))
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        // Pauses end at once, and limits, which are longer, never.
        match time > Duration::from_secs(30) {
            true => Box::pin(std::future::pending()),
            false => Box::pin(std::future::ready(())),
        }
    }
}

impl blocking::Transport for Fake {
    fn send(&self, request: transport::Request) -> Result<blocking::Response, Error> {
        let reply = self.exchange(&request)?;
        let (status, headers) = reply.head();
        Ok(blocking::response(status, headers, reply.body))
    }

    fn sleep(&self, time: Duration) {
        assert!(time < Duration::from_secs(1), "a pause of {time:?}");
    }
}

type Hook = dyn Fn(&mut hooks::Request<'_>) + Send + Sync;

/// The settings of a client.
#[derive(Default)]
pub struct Setup {
    credentials: Vec<(&'static str, Credential)>,
    servers: Vec<(&'static str, &'static str)>,
    has_no_key: bool,
    hook: Option<Arc<Hook>>,
}

impl Setup {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn credential(mut self, scheme: &'static str, credential: Credential) -> Self {
        self.credentials.push((scheme, credential));
        self
    }

    pub fn server(mut self, declared: &'static str, replacement: &'static str) -> Self {
        self.servers.push((declared, replacement));
        self
    }

    pub fn without_key(mut self) -> Self {
        self.has_no_key = true;
        self
    }

    pub fn on_request(
        mut self,
        hook: impl Fn(&mut hooks::Request<'_>) + Send + Sync + 'static,
    ) -> Self {
        self.hook = Some(Arc::new(hook));
        self
    }

    /// Makes these settings on a builder.
    pub fn on<T: ?Sized>(&self, builder: Builder<T>) -> Builder<T> {
        let policy = Policy::new()
            .base(Duration::from_millis(1))
            .cap(Duration::from_millis(1));
        let mut builder = builder.base_url(BASE).retry(policy);
        if !self.has_no_key {
            builder = builder.api_key(ApiKey::new(KEY).expect("a key"));
        }
        for (scheme, credential) in &self.credentials {
            builder = builder.credential(*scheme, credential.clone());
        }
        for (declared, replacement) in &self.servers {
            builder = builder.server(*declared, *replacement);
        }
        if let Some(hook) = self.hook.clone() {
            builder = builder.on_request(move |request| hook(request));
        }
        builder
    }

    /// Uses each client, over a transport that responds like this. Returns what became of it and the requests, which must
    /// be the same with both.
    pub fn with_each<T>(
        &self,
        respond: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
        run_async: impl AsyncFn(&Client) -> Result<T, Error>,
        run_blocking: impl Fn(&blocking::Client) -> Result<T, Error>,
    ) -> (Result<T, Error>, Vec<Seen>) {
        let respond: Arc<Respond> = Arc::new(respond);
        let fake = || Fake {
            respond: Arc::clone(&respond),
            seen: Arc::default(),
        };
        let transport = fake();
        let builder = self.on(Client::builder()).transport(transport.clone());
        let client = builder.build().expect("a client");
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let result = runtime.expect("a runtime").block_on(run_async(&client));
        let seen = transport.seen.lock().expect("requests").clone();

        let transport = fake();
        let builder = self
            .on(blocking::Client::builder())
            .transport(transport.clone());
        let other = run_blocking(&builder.build().expect("a client"));
        let other_seen = transport.seen.lock().expect("requests").clone();
        let shown = |it: &Result<T, Error>| it.as_ref().err().map(ToString::to_string);
        assert_eq!(shown(&other), shown(&result), "the clients differ");
        let sent = |it: &[Seen]| {
            let sent = it.iter().map(|it| (it.url.clone(), it.headers.clone()));
            sent.collect::<Vec<_>>()
        };
        assert_eq!(sent(&other_seen), sent(&seen), "the clients differ");
        (result, seen)
    }

    /// Sends a call with each client.
    pub fn send<T>(
        &self,
        call: impl Fn() -> Call<T>,
        respond: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
    ) -> (Result<T, Error>, Vec<Seen>) {
        self.with_each(
            respond,
            async |client| client.send(call()).await,
            |client| client.send(call()),
        )
    }

    /// Sends a call that succeeds with one request, and returns the request.
    pub fn sends<T>(&self, call: impl Fn() -> Call<T>) -> Seen {
        let (result, mut seen) = self.send(call, |_| Reply::ok("{}"));
        result.map(drop).expect("a response");
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen.remove(0)
    }

    /// Sends a call that is refused before it is sent, and returns its error.
    pub fn refuses<T>(&self, call: impl Fn() -> Call<T>) -> Error {
        let (result, seen) = self.send(call, |_| Reply::ok("{}"));
        let error = result.map(drop).expect_err("a call that cannot be sent");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
        assert_eq!(seen, []);
        error
    }

    /// Returns everything that the builders and the clients print.
    pub fn printed(&self) -> String {
        let builder = self.on(Client::builder());
        let blocking = self.on(blocking::Client::builder());
        let mut text = format!("{builder:?} {builder:#?} {blocking:?}");
        for (_, credential) in &self.credentials {
            text += &format!("{credential:?} {credential:#?}");
        }
        let respond: Arc<Respond> = Arc::new(|_| Reply::ok("{}"));
        let fake = Fake {
            respond,
            seen: Arc::default(),
        };
        if let Ok(client) = builder.transport(fake.clone()).build() {
            text += &format!("{client:?} {client:#?}");
        }
        if let Ok(client) = blocking.transport(fake).build() {
            text += &format!("{client:?} {client:#?}");
        }
        text
    }
}

/// Returns everything that an error prints, including its sources.
pub fn printed(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        text.push_str(&format!(" {error} {error:?}"));
        source = error.source();
    }
    text
}
