//! Configuration by environment variables.

use std::ffi::OsString;
use std::time::Duration;

use connect_runtime::driver::failure;
use connect_runtime::retry::Policy;
use connect_runtime::{Error, Timeouts};
use zeroize::Zeroizing;

use super::builder::Builder;
use super::endpoint::Endpoint;
use super::key::ApiKey;

impl<T: ?Sized> Builder<T> {
    /// Creates a builder with the key of the environment variable `CONNECT_API_KEY`, and the settings of
    /// [other variables](crate::config#environment-variables) that are set.
    ///
    /// # Errors
    /// When there is no key, or a variable is not valid. The message names the variable.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_variables(|name| std::env::var_os(name))
    }

    /// Creates a builder with a key from elsewhere, such as from a file, and the settings of
    /// [other variables](crate::config#environment-variables) that are set. `CONNECT_API_KEY` is not read.
    ///
    /// # Errors
    /// When a variable is not valid. The message names the variable.
    pub fn from_env_with_key(key: ApiKey) -> Result<Self, Error> {
        Self::with_key(key, &Environment(&|name| std::env::var_os(name)))
    }

    pub(super) fn from_variables(
        variable: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, Error> {
        let environment = Environment(&variable);
        let key = match (
            environment.value("CONNECT_API_KEY")?,
            variable("CONNECT_API_KEY"),
        ) {
            (Some(key), _) => {
                ApiKey::new(&*key).map_err(|error| unusable("CONNECT_API_KEY", &error))?
            }
            (None, None) => return Err(failure::no_key("CONNECT_API_KEY is not set")),
            (None, Some(_)) => return Err(failure::no_key("CONNECT_API_KEY is empty")),
        };
        Self::with_key(key, &environment)
    }

    fn with_key(key: ApiKey, environment: &Environment<'_>) -> Result<Self, Error> {
        let mut builder = Self::default()
            .api_key(key)
            .timeouts(environment.timeouts()?);
        if let Some(url) = environment.value("CONNECT_ENDPOINT")? {
            // The builder would find it out too, but not where the URL comes from.
            Endpoint::parse(&url).map_err(|error| unusable("CONNECT_ENDPOINT", &error))?;
            builder = builder.base_url(url.as_str());
        }
        if let Some(retries) = environment.number("CONNECT_RETRIES")? {
            builder = builder.retry(Policy::new().max_attempts(retries.saturating_add(1)));
        }
        Ok(builder)
    }
}

/// The environment variables.
struct Environment<'a>(&'a dyn Fn(&str) -> Option<OsString>);

impl Environment<'_> {
    /// Returns the value of a variable without white space around it; `None` if it is not set or blank.
    fn value(&self, name: &str) -> Result<Option<Zeroizing<String>>, Error> {
        let Some(value) = (self.0)(name) else {
            return Ok(None);
        };
        let value = value.into_string().map(Zeroizing::new);
        let value = value.map_err(|_| invalid(name, "is not valid UTF-8"))?;
        let value = Zeroizing::new(value.trim().to_owned());
        Ok(Some(value).filter(|it| !it.is_empty()))
    }

    fn number(&self, name: &str) -> Result<Option<u32>, Error> {
        let value = self.value(name)?;
        let number = value.map(|it| it.parse::<u32>()).transpose();
        number.map_err(|_| invalid(name, "must be a whole number, such as `3`"))
    }

    fn seconds(&self, name: &str) -> Result<Option<Duration>, Error> {
        let Some(value) = self.value(name)? else {
            return Ok(None);
        };
        let is_plain = value.bytes().all(|it| it.is_ascii_digit() || it == b'.');
        let seconds = value.parse::<f64>().ok().filter(|_| is_plain);
        let limit = seconds.and_then(|it| Duration::try_from_secs_f64(it).ok());
        match limit.filter(|it| !it.is_zero()) {
            Some(limit) => Ok(Some(limit)),
            None => Err(invalid(
                name,
                "must be a number of seconds above zero, such as `60` or `2.5`",
            )),
        }
    }

    fn timeouts(&self) -> Result<Timeouts, Error> {
        type Set = fn(Timeouts, Duration) -> Timeouts;
        let limits: [(&str, Set); 4] = [
            ("CONNECT_TIMEOUT", Timeouts::total),
            ("CONNECT_ATTEMPT_TIMEOUT", Timeouts::attempt),
            ("CONNECT_CONNECT_TIMEOUT", Timeouts::connect),
            ("CONNECT_IDLE_TIMEOUT", Timeouts::idle),
        ];
        let mut timeouts = Timeouts::new();
        for (name, set) in limits {
            if let Some(limit) = self.seconds(name)? {
                timeouts = set(timeouts, limit);
            }
        }
        Ok(timeouts)
    }
}

fn invalid(name: &str, reason: &str) -> Error {
    failure::configuration(format!("the environment variable {name} {reason}"))
}

/// The error for a value that a setting refuses. Such errors do not show the value.
fn unusable(name: &str, error: &Error) -> Error {
    invalid(name, &format!("is not valid: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ClientBuilder;

    fn from(variables: &[(&str, &str)]) -> Result<ClientBuilder, Error> {
        ClientBuilder::from_variables(|name| {
            let found = variables.iter().find(|(it, _)| *it == name);
            found.map(|(_, value)| value.into())
        })
    }

    #[test]
    fn every_setting_is_read() {
        let builder = from(&[
            ("CONNECT_API_KEY", "ApiKey SU-1:secret\n"),
            ("CONNECT_ENDPOINT", "https://x.example/v2/"),
            ("CONNECT_TIMEOUT", "60"),
            ("CONNECT_ATTEMPT_TIMEOUT", "2.5"),
            ("CONNECT_CONNECT_TIMEOUT", " 5 "),
            ("CONNECT_IDLE_TIMEOUT", "0.25"),
            ("CONNECT_RETRIES", "7"),
        ]);
        let timeouts = Timeouts::new()
            .total(Duration::from_secs(60))
            .attempt(Duration::from_millis(2500))
            .connect(Duration::from_secs(5))
            .idle(Duration::from_millis(250));
        let expected = ClientBuilder::default()
            .api_key(ApiKey::new("SU-1:secret").expect("a key"))
            .base_url("https://x.example/v2/")
            .timeouts(timeouts)
            .retry(Policy::new().max_attempts(8));
        let builder = builder.expect("valid");
        assert_eq!(format!("{builder:?}"), format!("{expected:?}"));
        assert!(!format!("{builder:?}").contains("secret"));
    }

    #[test]
    fn a_key_from_elsewhere_replaces_that_of_the_environment() {
        let key = ApiKey::new("SU-2:other").expect("a key");
        let variable = |name: &str| match name {
            "CONNECT_API_KEY" => Some("a b".into()),
            "CONNECT_ENDPOINT" => Some("https://x.example/v2".into()),
            _ => None,
        };
        let builder = ClientBuilder::with_key(key.clone(), &Environment(&variable));
        let expected = ClientBuilder::default()
            .api_key(key.clone())
            .base_url("https://x.example/v2");
        assert_eq!(
            format!("{:?}", builder.expect("valid")),
            format!("{expected:?}")
        );
        let broken = |name: &str| (name == "CONNECT_TIMEOUT").then(|| "x".into());
        assert!(ClientBuilder::with_key(key, &Environment(&broken)).is_err());
    }

    #[test]
    fn blank_variables_are_not_set() {
        let names = [
            "CONNECT_ENDPOINT",
            "CONNECT_TIMEOUT",
            "CONNECT_ATTEMPT_TIMEOUT",
            "CONNECT_CONNECT_TIMEOUT",
            "CONNECT_IDLE_TIMEOUT",
            "CONNECT_RETRIES",
        ];
        let mut variables = vec![("CONNECT_API_KEY", "SU-1:secret")];
        let bare = from(&variables).expect("valid");
        variables.extend(names.map(|it| (it, " ")));
        let blank = from(&variables).expect("valid");
        assert_eq!(format!("{blank:?}"), format!("{bare:?}"));
    }

    #[test]
    fn errors_name_the_variable_that_is_missing_or_invalid() {
        for (variables, message) in [
            (&[][..], "CONNECT_API_KEY is not set"),
            (&[("CONNECT_API_KEY", "")], "CONNECT_API_KEY is empty"),
            (&[("CONNECT_API_KEY", " ")], "CONNECT_API_KEY is empty"),
        ] {
            let error = from(variables).expect_err("no key");
            assert!(error.to_string().contains(message), "{error}");
        }
        for (name, value) in [
            ("CONNECT_API_KEY", "a b"),
            ("CONNECT_API_KEY", "ApiKey "),
            ("CONNECT_ENDPOINT", "api.example"),
            ("CONNECT_ENDPOINT", "http://api.example"),
            ("CONNECT_ENDPOINT", "https://user:pw@api.example"),
        ] {
            let error = from(&[(name, value), ("CONNECT_API_KEY", "SU-1:x")]);
            let error = error.expect_err(value).to_string();
            assert!(error.contains(&format!("{name} is not valid: ")), "{error}");
            assert!(!error.contains(value.trim()), "{error}");
        }
        for (name, values) in [
            (
                "CONNECT_TIMEOUT",
                &["0", "-1", "1s", "inf", "NaN", "1e3", "1.2.3"][..],
            ),
            ("CONNECT_ATTEMPT_TIMEOUT", &["x"]),
            ("CONNECT_CONNECT_TIMEOUT", &["99999999999999999999999"]),
            ("CONNECT_IDLE_TIMEOUT", &["0.0"]),
            ("CONNECT_RETRIES", &["-1", "1.5", "x", "4294967296"]),
        ] {
            for value in values {
                let error = from(&[("CONNECT_API_KEY", "SU-1:x"), (name, value)]);
                let error = error.expect_err(value).to_string();
                assert!(
                    error.contains(&format!("{name} must be")),
                    "{value}: {error}"
                );
            }
        }
    }
}
