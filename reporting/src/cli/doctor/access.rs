//! Checks of the way to the platform, and of what the key may do there.

use connect_usage::directory::assets;
use connect_usage::retry::Policy;
use connect_usage::{Call, Client, Error, ErrorKind, files};

use super::super::clock::ServerClock;
use super::super::session::Session;
use super::super::text::count;
use super::finding::{Check, State};
use super::settings;

/// A report that cannot exist: the ids of real ones have no such year.
const NO_REPORT: &str = "UF-0000-00-0000-0000";

/// A client that reached the platform.
pub struct Link {
    client: Client,
    /// The clock of the server.
    pub clock: ServerClock,
    /// Whether the platform knows the key.
    knows_key: bool,
}

/// Reaches the platform by a call that reads.
///
/// # Errors
/// The checks that failed.
pub async fn connect(session: &Session) -> Result<(Link, Vec<Check>), Vec<Check>> {
    let clock = ServerClock::default();
    let client = session.client_with(|builder| clock.watch(builder));
    let skipped = |text: &str| Check::new("connection", State::Skipped, text);
    let client = client.map_err(|_| vec![skipped("not tried: correct the settings first")])?;
    let read = client.send(files::list().page_size(1)).await;
    let knows_key = read.as_ref().err().is_none_or(|it| it.status() != 401);
    let link = Link {
        client,
        clock,
        knows_key,
    };
    match read {
        Ok(page) => {
            let total = page
                .total
                .map(|it| format!(", and {} can be read", count(it, "report")));
            let text = format!("reached{}", total.unwrap_or_default());
            Ok((
                link,
                vec![Check::new("connection", State::Ok, text), tls(session)],
            ))
        }
        Err(error) if error.status().is_some() => {
            let mut checks = vec![Check::new("connection", State::Ok, "reached"), tls(session)];
            checks.push(Check::failed("reports", error.into()));
            Ok((link, checks))
        }
        Err(error) => Err(vec![unreached(error)]),
    }
}

fn tls(session: &Session) -> Check {
    let text = match settings::is_encrypted(session) {
        true => "the certificate is trusted",
        false => "not used on this machine",
    };
    Check::new("tls", State::Ok, text)
}

/// The call got no response.
fn unreached(error: Error) -> Check {
    let text = error.to_string();
    let lower = text.to_lowercase();
    let is_tls = ["certificate", "tls", "handshake"]
        .iter()
        .any(|it| lower.contains(it));
    let help = match error.kind() {
        _ if lower.contains("certificate") => {
            "the certificate is not trusted: name the certificates of your company's proxy with SSL_CERT_FILE"
        }
        _ if is_tls => "check the port of the endpoint, and whether there is a proxy in between",
        ErrorKind::Timeout => {
            "the network is slow, or blocks the connection: check the proxy and the firewall"
        }
        _ => "check the host name, the network, the proxy (HTTPS_PROXY) and the firewall",
    };
    let name = if is_tls { "tls" } else { "connection" };
    Check::new(name, State::Failed, text).help(help)
}

/// Finds out what the key may do.
pub async fn rights(link: &Link) -> Vec<Check> {
    if !link.knows_key {
        let text = "not tried: the platform does not know the key";
        let skipped = |name| Check::new(name, State::Skipped, text);
        return vec![skipped("side"), skipped("directory")];
    }
    let once = Policy::new().max_attempts(1);
    let vendor = asked(link, files::submit(NO_REPORT).retry(once)).await;
    let provider: Call<_> = files::accept(NO_REPORT).into();
    let provider = asked(link, provider.retry(once)).await;
    let mut checks = vec![side(vendor, provider)];
    let list = assets::list().page_size(1);
    checks.push(match link.client.send(list).await {
        Ok(_) => Check::new("directory", State::Ok, "assets can be read"),
        Err(error) if error.status() == 401 || error.status() == 403 => {
            let text = "assets cannot be read";
            Check::new("directory", State::Warning, text)
                .help("`assets`, and the schema of a product, need this permission of the key")
        }
        Err(error) => Check::failed("directory", error.into()),
    });
    checks
}

/// Whether the key may make a call, as the response to an impossible one tells.
async fn asked<T>(link: &Link, call: Call<T>) -> Option<bool> {
    match link.client.send(call).await {
        Ok(_) => None,
        Err(error) if error.status() == 403 => Some(false),
        Err(error) if error.status() == 401 => Some(false),
        Err(error) if error.is_not_found() => Some(true),
        Err(_) => None,
    }
}

fn side(vendor: Option<bool>, provider: Option<bool>) -> Check {
    match (vendor, provider) {
        (Some(true), Some(true)) => Check::new(
            "side",
            State::Ok,
            "a vendor's and a provider's calls are permitted",
        ),
        (Some(true), _) => Check::new("side", State::Ok, "a vendor: may report usage"),
        (_, Some(true)) => Check::new(
            "side",
            State::Ok,
            "a provider: may accept reports and close chunks",
        ),
        (Some(false), Some(false)) => {
            let text = "may neither report usage nor accept reports";
            Check::new("side", State::NoAccess, text)
                .help("give the key the permission for usage on the platform, or take another key")
        }
        _ => Check::new("side", State::Skipped, "the platform does not tell"),
    }
}
