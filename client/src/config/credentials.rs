//! The credentials of a client, and which of them a call gets.

use std::collections::BTreeMap;
use std::fmt;

use connect_runtime::driver::failure;
use connect_runtime::{Error, Operation, SchemeKind, SecurityScheme};

use super::credential::Credential;
use super::grant::{Grant, fits, misfit};

/// Credentials by the names of the security schemes that they are for.
#[derive(Clone, Default)]
pub(crate) struct Credentials(BTreeMap<String, Credential>);

impl Credentials {
    /// Adds a credential, which replaces that of the same scheme.
    pub(super) fn add(&mut self, scheme: String, credential: Credential) {
        self.0.insert(scheme, credential);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Checks that each credential can be sent.
    ///
    /// # Errors
    /// When one cannot. The message names its scheme and does not show it.
    pub(super) fn check(&self) -> Result<(), Error> {
        for (name, credential) in &self.0 {
            if let Some(problem) = credential.problem() {
                return Err(failure::configuration(format!(
                    "the credential for the security scheme `{}` is not valid: {problem}",
                    name.escape_debug()
                )));
            }
        }
        Ok(())
    }

    /// Returns what authorizes a call of an operation: the credentials of the first alternative for which all are there.
    /// Returns `None` if there is no such alternative, or none that needs a credential.
    ///
    /// # Errors
    /// When a credential does not fit to a scheme of the operation, or cannot be sent in its place.
    pub(crate) fn grant(&self, operation: &'static Operation) -> Result<Option<Box<Grant>>, Error> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let refused = |problem| failure::invalid_request(operation, problem);
        for scheme in operation.security.iter().copied().flatten() {
            if let Some(credential) = self.of(scheme)
                && !fits(scheme, credential)
            {
                return Err(refused(misfit(scheme, credential)));
            }
        }
        // The transport presents certificates.
        let needed = |schemes: &'static [&SecurityScheme]| {
            let schemes = schemes.iter().copied();
            schemes.filter(|it| it.kind != SchemeKind::MutualTls)
        };
        let is_served = |schemes: &&&'static [&SecurityScheme]| {
            needed(schemes).next().is_some() && needed(schemes).all(|it| self.of(it).is_some())
        };
        let Some(schemes) = operation.security.iter().find(is_served) else {
            return Ok(None);
        };
        let mut grant = Grant::default();
        for scheme in *schemes {
            if let Some(credential) = self.of(scheme) {
                grant.add(scheme, credential).map_err(refused)?;
            }
        }
        Ok(Some(Box::new(grant)))
    }

    fn of(&self, scheme: &SecurityScheme) -> Option<&Credential> {
        self.0.get(scheme.name)
    }
}

/// Shows the names of the schemes and the kinds of the credentials.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(&self.0).finish()
    }
}
