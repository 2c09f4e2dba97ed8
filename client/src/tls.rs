//! TLS: rustls, with ring for cryptography and the certificates of the system.

use std::borrow::Cow;
use std::sync::Arc;

use connect_runtime::Error;
use connect_runtime::driver::failure;
use rustls::ClientConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls_platform_verifier::Verifier;

use crate::network::{Pem, Tls};

/// Returns a configuration that neither needs nor installs a default crypto provider of the process.
///
/// # Errors
/// When a setting cannot be used, or the system has no certificates.
pub(crate) fn config(tls: &Tls) -> Result<ClientConfig, Error> {
    let Tls {
        roots,
        identity,
        config,
    } = tls;
    if let Some(config) = config {
        if let Some(other) = tls.certificates() {
            return Err(failure::configuration(format!(
                "`tls_config` replaces `{other}` of the builder: use either of them"
            )));
        }
        return Ok((**config).clone());
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = verifier(roots, &provider)?;
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(unusable)?
        // rustls calls every custom verifier dangerous. This one uses the verifier of the system.
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier));
    let Some((certificates, key)) = identity else {
        return Ok(config.with_no_client_auth());
    };
    let certificates = parse_certificates(certificates, "client certificate")?;
    let key = PrivateKeyDer::from_pem_slice(&read(key, "key of the client certificate")?).map_err(
        |_| failure::configuration("the key of the client certificate is not a PEM key"),
    )?;
    config
        .with_client_auth_cert(certificates, key)
        .map_err(|error| {
            failure::configuration(format!("cannot use the client certificate: {error}"))
        })
}

#[cfg(not(target_os = "android"))]
fn verifier(
    roots: &[Pem],
    provider: &Arc<rustls::crypto::CryptoProvider>,
) -> Result<Verifier, Error> {
    let mut certificates = Vec::new();
    for root in roots {
        certificates.extend(parse_certificates(root, "root certificates")?);
    }
    let has_roots = !certificates.is_empty();
    Verifier::new_with_extra_roots(certificates, Arc::clone(provider)).map_err(|error| {
        match has_roots {
            true => failure::configuration(format!("cannot use the root certificates: {error}")),
            false => unusable(error),
        }
    })
}

#[cfg(target_os = "android")]
fn verifier(
    roots: &[Pem],
    provider: &Arc<rustls::crypto::CryptoProvider>,
) -> Result<Verifier, Error> {
    if !roots.is_empty() {
        return Err(failure::configuration(
            "Android's verifier takes no root certificates of a program: install them in the system",
        ));
    }
    Verifier::new(Arc::clone(provider)).map_err(unusable)
}

fn unusable(error: rustls::Error) -> Error {
    failure::configuration(format!("cannot set up TLS: {error}"))
}

fn parse_certificates(pem: &Pem, what: &str) -> Result<Vec<CertificateDer<'static>>, Error> {
    let bytes = read(pem, what)?;
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
    let (name, begin) = (name(pem), "`-----BEGIN CERTIFICATE-----`");
    Err(failure::configuration(match certificates {
        Ok(certificates) if !certificates.is_empty() => return Ok(certificates),
        _ if is_der(&bytes) => format!(
            "the {what}: expected PEM, but this looks like DER: convert {name} to text that begins with {begin}"
        ),
        Ok(_) => format!("the {what}: there is no {begin} in {name}"),
        Err(_) => format!("the {what}: {name} is not valid PEM"),
    }))
}

/// Returns whether it begins like a certificate as DER: with a sequence whose length takes two bytes.
fn is_der(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x30, 0x82])
}

fn read<'a>(pem: &'a Pem, what: &str) -> Result<Cow<'a, [u8]>, Error> {
    match pem {
        Pem::Bytes(bytes) => Ok(Cow::Borrowed(bytes)),
        Pem::File(path) => std::fs::read(path).map(Cow::Owned).map_err(|error| {
            let name = name(pem);
            failure::configuration(format!("the {what}: cannot read {name}: {error}"))
        }),
    }
}

fn name(pem: &Pem) -> String {
    match pem {
        Pem::Bytes(_) => "the text".to_owned(),
        Pem::File(path) => format!("`{}`", path.display()),
    }
}
