//! The API key: from the environment or a file, and never printed.

use std::path::Path;
use std::{env, fs};

use connect_usage::{ApiKey, ClientBuilder};

use super::exit::{Failure, Kind};
use super::globals::Globals;

/// The variable that has the key.
pub const VARIABLE: &str = "CONNECT_API_KEY";

/// The largest file that is read as a key, in bytes.
const LARGEST: u64 = 64 * 1024;

/// Where the key comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source<'a> {
    /// The environment variable.
    Environment,
    /// A file.
    File(&'a Path),
}

impl Source<'_> {
    /// The source that the options name.
    pub fn of(globals: &Globals) -> Source<'_> {
        let file = globals.key_file.as_deref();
        file.map_or(Source::Environment, Source::File)
    }

    /// Where it is, for messages.
    pub fn describe(&self) -> String {
        match self {
            Self::Environment => format!("the environment variable {VARIABLE}"),
            Self::File(path) => format!("the file {}", path.display()),
        }
    }
}

/// A builder with the key and the settings of the environment.
///
/// # Errors
/// If there is no key, or a setting cannot be used.
pub fn builder(globals: &Globals) -> Result<ClientBuilder, Failure> {
    let builder = match Source::of(globals) {
        Source::Environment => ClientBuilder::from_env()?,
        Source::File(path) => ClientBuilder::from_env_with_key(read(path)?)?,
    };
    let builder = builder.user_agent(concat!("connect-usage-cli/", env!("CARGO_PKG_VERSION")));
    Ok(match &globals.endpoint {
        Some(endpoint) => builder.base_url(endpoint),
        None => builder,
    })
}

fn read(path: &Path) -> Result<ApiKey, Failure> {
    let cannot = |error| {
        let mut failure = Failure::read(path, &error);
        failure.kind = Kind::Access;
        failure
    };
    let size = fs::metadata(path).map_err(cannot)?.len();
    if size > LARGEST {
        let message = format!("{} is too large for a key: {size} bytes", path.display());
        return Err(Failure::new(Kind::Access, message).help("pass the file with the key alone"));
    }
    let text = fs::read_to_string(path).map_err(cannot)?;
    ApiKey::new(text).map_err(|error| {
        let message = format!("{} has no key: {error}", path.display());
        Failure::new(Kind::Access, message).help("write the key alone into it, such as `SU-…:…`")
    })
}

/// Checks the key alone, without the other settings.
///
/// # Errors
/// If there is no key, or it cannot be sent.
pub fn check(globals: &Globals) -> Result<(), Failure> {
    let invalid = |reason: &str| {
        let message = format!("{VARIABLE} is not valid: {reason}");
        Failure::new(Kind::Access, message).help("correct it; its form is `SU-…:…`")
    };
    match Source::of(globals) {
        Source::File(path) => read(path).map(drop),
        Source::Environment => {
            // The error of `var` shows the value, which is the secret.
            let text = env::var(VARIABLE).map_err(|_| invalid("not UTF-8"))?;
            let key = ApiKey::new(text.trim());
            key.map(drop).map_err(|error| invalid(&error.to_string()))
        }
    }
}

/// The text of the key, if there is one that can be read.
fn text(globals: &Globals) -> Option<String> {
    let text = match Source::of(globals) {
        Source::Environment => env::var(VARIABLE).ok()?,
        Source::File(path) => fs::read_to_string(path).ok()?,
    };
    let text = text.trim();
    Some(text.trim_start_matches("ApiKey ").trim().to_owned())
}

/// The id in front of the secret, such as `SU-000-000-000`, if the key has this form.
pub fn service_user(globals: &Globals) -> Option<String> {
    let text = text(globals)?;
    let (id, _) = text.split_once(':')?;
    let is_id = id.starts_with("SU-") && id.len() <= 40;
    let is_plain = id
        .bytes()
        .all(|it| it.is_ascii_alphanumeric() || it == b'-');
    (is_id && is_plain).then(|| id.to_owned())
}

/// Takes the key out of what the platform says, in case it repeats what was sent to it.
pub fn redact(globals: &Globals, failure: &mut Failure) {
    let Some(text) = text(globals) else {
        return;
    };
    let secret = text
        .split_once(':')
        .map_or(text.as_str(), |(_, secret)| secret);
    if secret.is_empty() {
        return;
    }
    for detail in &mut failure.details {
        if detail.contains(secret) {
            *detail = detail.replace(secret, "(the key)");
        }
    }
}
