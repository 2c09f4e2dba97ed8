//! TLS: rustls, with ring for cryptography and the certificates of the system.

use std::sync::Arc;

use connect_runtime::Error;
use connect_runtime::driver::failure;
use rustls::ClientConfig;
use rustls_platform_verifier::Verifier;

/// Returns a configuration that neither needs nor installs a default crypto provider of the process.
pub(crate) fn config() -> Result<ClientConfig, Error> {
    let failed =
        |error: rustls::Error| failure::configuration(format!("cannot set up TLS: {error}"));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = Verifier::new(Arc::clone(&provider)).map_err(failed)?;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(failed)?
        // rustls calls every custom verifier dangerous. This one uses the verifier of the system.
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}
