//! What a command works with: the client, the output, the clock, and what is known to have happened.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use connect_fake::Side;
use connect_usage::runtime::time::OffsetDateTime;
use connect_usage::{Bytes, Client, ClientBuilder, DateTime};

use super::demo::{Demo, DemoFile};
use super::exit::Failure;
use super::globals::Globals;
use super::key;
use super::output::Output;

/// The largest input file, in bytes.
const LARGEST: u64 = 1 << 30;

/// The name of an input file that stands for one of the world of `--fake`.
const DEMO: &str = "demo";

/// The variable that sets the current date-time, for tests.
const NOW: &str = "CONNECT_USAGE_NOW";

/// What is known to have happened.
pub type Known = Arc<Mutex<Vec<String>>>;

/// What a command works with.
pub struct Session {
    /// Where results go.
    pub out: Output,
    /// The options of all commands.
    pub globals: Globals,
    demo: Option<Demo>,
    side: Side,
    known: Known,
}

impl Session {
    /// Begins a session. The side is that of the fake's key.
    ///
    /// # Errors
    /// If the fake cannot be set up.
    pub async fn new(globals: Globals, side: Side, known: Known) -> Result<Self, Failure> {
        let out = Output::new(&globals);
        let demo = match globals.fake {
            true => Some(Demo::new().await?),
            false => None,
        };
        if demo.is_some() {
            out.note(
                "this is the fake, a platform in the memory of this program: no network is used, and nothing is kept",
            );
        }
        Ok(Self {
            out,
            globals,
            demo,
            side,
            known,
        })
    }

    /// A client with the settings of the options and the environment.
    ///
    /// # Errors
    /// If there is no key, or a setting cannot be used.
    pub fn client(&self) -> Result<Client, Failure> {
        self.client_with(|it| it)
    }

    /// A client with more settings.
    ///
    /// # Errors
    /// As for [`client`](Self::client).
    pub fn client_with(
        &self,
        change: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Result<Client, Failure> {
        let builder = match &self.demo {
            None => key::builder(&self.globals)?,
            Some(demo) => {
                let platform = demo.platform();
                let key = connect_usage::ApiKey::new(platform.key(self.side))?;
                let builder = Client::builder().api_key(key).base_url(platform.url());
                builder.transport(platform.transport())
            }
        };
        Ok(change(builder).build()?)
    }

    /// Whether the platform is the fake.
    pub fn is_fake(&self) -> bool {
        self.demo.is_some()
    }

    /// The current date-time, or the one that tests set.
    ///
    /// # Errors
    /// If what tests set is not a date-time.
    pub fn now(&self) -> Result<DateTime, Failure> {
        if let Ok(now) = std::env::var(NOW) {
            let parsed = now.parse();
            return parsed.map_err(|error| Failure::usage(format!("{NOW}: {error}")));
        }
        match &self.demo {
            Some(_) => Demo::now(),
            None => Ok(OffsetDateTime::now_utc().into()),
        }
    }

    /// Notes what has happened, for the message if the run fails or is interrupted.
    pub fn happened(&self, what: impl Into<String>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.push(what.into());
    }

    /// What is known to have happened, for what notes it elsewhere.
    pub fn known(&self) -> Known {
        Arc::clone(&self.known)
    }

    /// Forgets what has happened, for failures that say it themselves.
    pub fn forget(&self) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.clear();
    }

    /// Reads an input file. With the fake, `demo` is one of its own, unless such a file exists.
    ///
    /// # Errors
    /// If it cannot be read.
    pub async fn input(&self, path: &Path, demo: DemoFile) -> Result<Bytes, Failure> {
        if let Some(world) = &self.demo
            && path.as_os_str() == DEMO
            && !path.exists()
        {
            return Ok(world.file(demo).await?.into());
        }
        let cannot = |error| Failure::read(path, &error);
        let size = fs::metadata(path).map_err(cannot)?.len();
        if size > LARGEST {
            let message = format!("{} is too large: {size} bytes", path.display());
            return Err(Failure::usage(message).help("split it into several reports"));
        }
        Ok(fs::read(path).map_err(cannot)?.into())
    }
}
