//! TLS: rustls, with ring as its cryptography and the system's certificates.

use std::sync::Arc;

use connect_runtime::Error;
use connect_runtime::driver::failure;
use rustls::ClientConfig;
use rustls_platform_verifier::Verifier;

/// A set-up of its own: neither does it need a provider installed for the process, nor install one.
pub(crate) fn config() -> Result<ClientConfig, Error> {
    let failed =
        |error: rustls::Error| failure::configuration(format!("TLS cannot be set up: {error}"));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = Verifier::new(Arc::clone(&provider)).map_err(failed)?;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(failed)?
        // rustls calls each verifier that is not its own so. This one asks the system.
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}
