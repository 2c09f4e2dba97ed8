//! The API key: from the environment or a file, and never printed.

use std::env;

use connect_usage::{ApiKey, ClientBuilder};

use super::exit::{Failure, Kind};
use super::globals::Globals;
use super::key_file::KeyFile;
use super::text::is_id;

/// The variable that has the key.
pub const VARIABLE: &str = "CONNECT_API_KEY";

/// What can stand in front of the key.
const SCHEME: &str = "ApiKey ";

/// Where the key comes from.
#[derive(Debug)]
pub enum Source<'a> {
    /// The environment variable.
    Environment,
    /// A file.
    File(&'a KeyFile),
}

impl Source<'_> {
    /// The source that the options name.
    pub fn of(globals: &Globals) -> Source<'_> {
        let file = globals.key_file.as_ref();
        file.map_or(Source::Environment, Source::File)
    }

    /// Where it is, for messages.
    pub fn describe(&self) -> String {
        match self {
            Self::Environment => format!("the environment variable {VARIABLE}"),
            Self::File(file) => format!("the file {}", file.path().display()),
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
        Source::File(file) => ClientBuilder::from_env_with_key(read(file)?)?,
    };
    let builder = builder.user_agent(concat!("connect-usage-cli/", env!("CARGO_PKG_VERSION")));
    Ok(match &globals.endpoint {
        Some(endpoint) => builder.base_url(endpoint),
        None => builder,
    })
}

fn read(file: &KeyFile) -> Result<ApiKey, Failure> {
    ApiKey::new(file.text()?).map_err(|error| {
        let message = format!("{} has no key: {error}", file.path().display());
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
        Source::File(file) => read(file).map(drop),
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
        Source::File(file) => file.text().ok()?.to_owned(),
    };
    Some(bare(&text).to_owned())
}

/// The key without the scheme in front of it.
pub fn bare(text: &str) -> &str {
    let text = text.trim();
    let scheme = text.get(..SCHEME.len());
    match scheme.is_some_and(|it| it.eq_ignore_ascii_case(SCHEME)) {
        true => text[SCHEME.len()..].trim(),
        false => text,
    }
}

/// The id in front of the secret, such as `SU-000-000-000`, if the key has this form.
pub fn service_user(globals: &Globals) -> Option<String> {
    let text = text(globals)?;
    let (id, _) = text.split_once(':')?;
    let is_user = id.starts_with("SU-") && id.len() <= 40 && is_id(id);
    is_user.then(|| id.to_owned())
}
