//! Failed calls as failures of the program: what is wrong, what is known to have happened, and what to do.

use connect_usage::{Error, ErrorKind, Outcome};

use super::exit::{Failure, Kind};

/// What a vendor may call, and a provider may not.
const OF_VENDORS: [&str; 6] = [
    "files::create",
    "files::update",
    "files::upload",
    "files::submit",
    "files::delete",
    "products::template",
];

/// What a provider may call, and a vendor may not.
const OF_PROVIDERS: [&str; 9] = [
    "files::accept",
    "files::reject",
    "files::close",
    "chunks::update",
    "chunks::close",
    "chunks::regenerate",
    "records::close",
    "records::close_many",
    "reconciliations::create",
];

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        let kind = kind(error);
        let mut failure = Self::new(kind, error.summary());
        failure.details = error.messages().to_vec();
        let known = match error.outcome() {
            Some(Outcome::Happened) => Some("the call took effect, although it failed"),
            Some(Outcome::DidNotHappen) => Some("the call had no effect"),
            Some(Outcome::Unknown) => {
                Some("whether the call took effect is not known: look with `connect-usage status`")
            }
            None => None,
        };
        failure.known.extend(known.map(str::to_owned));
        failure.help = help(error, kind);
        failure
    }
}

fn kind(error: &Error) -> Kind {
    match error.kind() {
        _ if error.is_missing_key() => Kind::Access,
        ErrorKind::Configuration | ErrorKind::InvalidRequest => Kind::Usage,
        ErrorKind::Api if error.status() == 401 || error.status() == 403 => Kind::Access,
        ErrorKind::Waiting if error.is_timeout() => Kind::Unfinished,
        _ => Kind::Failed,
    }
}

fn help(error: &Error, kind: Kind) -> Option<String> {
    let operation = error.operation().map_or("", |it| it.name);
    let help = match error.kind() {
        ErrorKind::Configuration if kind == Kind::Access => {
            "set the environment variable CONNECT_API_KEY, or pass --key-file FILE; --fake needs no key"
        }
        ErrorKind::Configuration | ErrorKind::InvalidRequest => {
            "correct the value; `connect-usage doctor` checks the settings"
        }
        ErrorKind::Api if error.status() == 401 => {
            "check that the key is complete, still enabled, and meant for this endpoint; `connect-usage doctor` checks more"
        }
        ErrorKind::Api if error.status() == 403 => return Some(right(operation)),
        ErrorKind::Api if error.is_not_found() => {
            "check the id; the platform also hides objects of other accounts like this"
        }
        ErrorKind::Api if error.status() == 429 => {
            "wait a while, and run it again; run fewer programs at the same time"
        }
        ErrorKind::Api if error.is_conflict() || error.status() == 400 => {
            "correct what the platform says; `connect-usage status ID` shows where a report stands"
        }
        ErrorKind::Api => "run it again later; if the error persists, ask the platform's support",
        ErrorKind::Transport => {
            "check the network, the proxy and the endpoint, or run `connect-usage doctor`"
        }
        ErrorKind::Timeout => {
            "run it again, or allow more time with the environment variable CONNECT_TIMEOUT (seconds)"
        }
        ErrorKind::Output => "make room or choose another place, and run it again",
        ErrorKind::Waiting if error.is_timeout() => "run it again later: it goes on from there",
        ErrorKind::Waiting => "`connect-usage status ID` shows where it stands",
        ErrorKind::Paging => "the list changed while it was read: run it again",
        _ => {
            "run it again; if the error persists, the platform differs from what this version knows"
        }
    };
    Some(match error.request_id() {
        Some(id) => format!("{help} (request id {id})"),
        None => help.to_owned(),
    })
}

/// Whose key is needed.
fn right(operation: &str) -> String {
    let side = match operation {
        it if OF_VENDORS.contains(&it) => "a vendor",
        it if OF_PROVIDERS.contains(&it) => "a provider",
        _ => {
            return "the key has no right to do this: give it the permission, or take another key"
                .to_owned();
        }
    };
    format!(
        "this is for the key of {side}: take that, or give this key the permission; \
         `connect-usage doctor` shows what a key may do"
    )
}
