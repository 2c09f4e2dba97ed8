//! Checks of the settings, without the network.

use std::env;

use connect_usage::config::DEFAULT_BASE_URL;

use super::super::key::{self, Source, VARIABLE};
use super::super::session::Session;
use super::finding::{Check, State};

/// The variables that name a proxy for HTTPS, in the order in which they count.
const PROXIES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// The checks of the settings.
pub fn checks(session: &Session) -> Vec<Check> {
    let version = format!(
        "connect-usage {}, for version {} of the API",
        env!("CARGO_PKG_VERSION"),
        connect_usage::api_version()
    );
    let mut checks = vec![Check::new("program", State::Ok, version)];
    if session.is_fake() {
        let text = "the fake of this program: the key and the endpoint are its own";
        checks.push(Check::new("key", State::Ok, text));
        return checks;
    }
    checks.push(key_check(session));
    checks.extend(file_check(session));
    checks.push(endpoint(session));
    checks.push(proxy());
    if checks.iter().all(|it| !it.state.is_failure()) {
        checks.extend(others(session));
    }
    checks
}

/// What else keeps a client from being built, such as a timeout that is not a number.
fn others(session: &Session) -> Option<Check> {
    let failure = session.client().err()?;
    Some(Check::failed("settings", failure).help("correct the value"))
}

fn key_check(session: &Session) -> Check {
    let source = Source::of(&session.globals);
    let place = source.describe();
    if matches!(source, Source::Environment) && env::var_os(VARIABLE).is_none_or(|it| it.is_empty())
    {
        let text = format!("{VARIABLE} is not set");
        return Check::new("key", State::NoAccess, text)
            .help("set it to the key, or pass --key-file FILE; it never goes on the command line");
    }
    if let Err(failure) = key::check(&session.globals) {
        return Check::failed("key", failure);
    }
    match key::service_user(&session.globals) {
        Some(id) => Check::new("key", State::Ok, format!("{id}, from {place}")),
        None => {
            let text = format!("from {place}; not of the form `SU-…:…`");
            Check::new("key", State::Warning, text)
                .help("compare it with the key on the platform's page of integrations")
        }
    }
}

/// Whether others can read the file with the key.
#[cfg(unix)]
fn file_check(session: &Session) -> Option<Check> {
    use std::os::unix::fs::PermissionsExt as _;
    let path = session.globals.key_file.as_ref()?.path();
    let mode = std::fs::metadata(path).ok()?.permissions().mode();
    let text = format!("{} can be read by other users", path.display());
    (mode & 0o077 != 0).then(|| {
        Check::new("key file", State::Warning, text).help(format!("chmod 600 {}", path.display()))
    })
}

/// Whether others can read the file with the key: not known here.
#[cfg(not(unix))]
fn file_check(_: &Session) -> Option<Check> {
    None
}

/// The base URL, and where it is set.
fn base_url(session: &Session) -> (String, &'static str) {
    let variable = env::var("CONNECT_ENDPOINT").ok();
    let variable = variable.filter(|it| !it.trim().is_empty());
    match (&session.globals.endpoint, variable) {
        (Some(url), _) => (url.clone(), "from --endpoint"),
        (None, Some(url)) => (url, "from CONNECT_ENDPOINT"),
        (None, None) => (DEFAULT_BASE_URL.to_owned(), "the default"),
    }
}

/// Whether calls are encrypted.
pub fn is_encrypted(session: &Session) -> bool {
    let (url, _) = base_url(session);
    !session.is_fake() && !is_http(&url)
}

fn is_http(url: &str) -> bool {
    url.trim().to_ascii_lowercase().starts_with("http://")
}

fn endpoint(session: &Session) -> Check {
    let (url, from) = base_url(session);
    let builder = connect_usage::Client::builder().base_url(&url);
    let key = connect_usage::ApiKey::new("SU-000-000-000:none");
    let built = key.and_then(|key| builder.api_key(key).build());
    match built {
        // A URL that cannot be used may hold a password.
        Err(error) => Check::new("endpoint", State::Failed, format!("{from}: {error}"))
            .help("it has the form https://HOST/public/v1"),
        Ok(_) if is_http(&url) => {
            let text = format!("{url}, {from}; not encrypted, on this machine");
            Check::new("endpoint", State::Ok, text)
        }
        Ok(_) => Check::new("endpoint", State::Ok, format!("{url}, {from}")),
    }
}

/// The proxy, without its credentials.
fn proxy() -> Check {
    let set = PROXIES.into_iter().find_map(|name| {
        let value = env::var(name).ok()?;
        (!value.is_empty()).then_some((name, value))
    });
    let Some((name, value)) = set else {
        return Check::new("proxy", State::Ok, "none");
    };
    let host = value.rsplit('@').next().unwrap_or_default();
    let host = host.split("://").last().unwrap_or_default();
    let host = host.trim_end_matches('/');
    let text = format!("{host}, from {name}; hosts in NO_PROXY are reached without it");
    Check::new("proxy", State::Ok, text)
}
