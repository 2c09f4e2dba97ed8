//! What went wrong with TLS, and what can be done about it.

use std::error::Error as StdError;
use std::io;

use connect_runtime::driver::{Annotate, failure};
use connect_runtime::{Error, Operation};
use rustls::{AlertDescription, CertificateError, InvalidMessage};

/// Converts the failure of a handshake with `peer`, whose certificate must be for `host`.
pub(super) fn in_handshake(
    operation: &'static Operation,
    peer: &str,
    host: &str,
    error: io::Error,
) -> Error {
    let cause = tls_error(&error);
    let message = match cause {
        // rustls lists all names of the certificate.
        Some(rustls::Error::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        )) => format!("TLS with {peer}: the certificate is not valid for {host}"),
        _ => format!("TLS with {peer}: {error}"),
    };
    let error = failure::transport(operation, message).unsent();
    match cause {
        Some(rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType)) => {
            error.noted("the server does not speak TLS at this port")
        }
        _ => advised(error, cause.and_then(advice)),
    }
}

/// Converts the failure of an exchange in which the server refused the client's certificate: by TLS 1.3 it does so after
/// the handshake, but before it reads a request.
pub(super) fn of_refusal(operation: &'static Operation, error: &hyper::Error) -> Option<Error> {
    let cause = tls_error(error)?;
    let advice = advice(cause)?;
    let error = failure::transport(operation, format!("TLS: {cause}")).unsent();
    Some(advised(error, Some(advice)))
}

/// Adds advice. What needs it would fail again.
fn advised(error: Error, advice: Option<&str>) -> Error {
    match advice {
        None => error,
        Some("") => error.permanent(),
        Some(advice) => error.noted(advice).permanent(),
    }
}

/// Finds the error of rustls in a chain of causes.
fn tls_error<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
    let mut cause = Some(error);
    while let Some(it) = cause {
        if let Some(found) = it.downcast_ref() {
            return Some(found);
        }
        // The source of an I/O error is that of the error inside of it, not that error itself.
        let inner = it.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        cause = match inner {
            Some(inner) => Some(inner as _),
            None => it.source(),
        };
    }
    None
}

/// Returns what can be done about a failure of TLS that would occur again: nothing that is known, if it is empty.
fn advice(error: &rustls::Error) -> Option<&'static str> {
    use AlertDescription as Alert;
    use CertificateError as Certificate;
    Some(match error {
        rustls::Error::InvalidCertificate(reason) => match reason {
            Certificate::Expired
            | Certificate::ExpiredContext { .. }
            | Certificate::NotValidYet
            | Certificate::NotValidYetContext { .. } => {
                "check the clock of this machine; otherwise the server needs a new certificate"
            }
            Certificate::NotValidForName | Certificate::NotValidForNameContext { .. } => {
                "check the host of the URL"
            }
            Certificate::UnknownIssuer => {
                "if a company's proxy or certificate authority has issued the certificate, trust its root \
                 certificate: add it by `add_root_certificates_pem` of the builder, to the system's certificates, or to \
                 the file that SSL_CERT_FILE names"
            }
            _ => "",
        },
        rustls::Error::AlertReceived(
            Alert::CertificateRequired
            | Alert::BadCertificate
            | Alert::UnsupportedCertificate
            | Alert::CertificateRevoked
            | Alert::CertificateExpired
            | Alert::CertificateUnknown
            | Alert::UnknownCA
            | Alert::DecryptError
            | Alert::AccessDenied,
        ) => {
            "set a client certificate that the server accepts by `client_certificate_pem` of the builder"
        }
        _ => return None,
    })
}
