//! Which release changes ask for, by Cargo's rules.

use semver::Version as Semver;

use super::Class;

/// Which release a comparison asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Advice {
    /// None: nothing changed.
    Nothing,
    /// One that fixes or documents: callers see the same items.
    Patch,
    /// One that adds.
    Addition,
    /// One that breaks.
    Breaking,
}

/// A version, and the one that should follow it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The version that the crate has.
    pub from: String,
    /// The version that it should get.
    pub to: String,
}

impl Advice {
    pub(super) fn new(class: Class, changed: bool) -> Self {
        match (class, changed) {
            (Class::Breaking, _) => Self::Breaking,
            (Class::Addition, _) => Self::Addition,
            (Class::None, true) => Self::Patch,
            (Class::None, false) => Self::Nothing,
        }
    }

    /// The word for it: `breaking`, `addition`, `patch`, `nothing`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Patch => "patch",
            Self::Addition => "addition",
            Self::Breaking => "breaking",
        }
    }

    /// The version that should follow `current`, by Cargo's rules: before 1.0.0 the second number
    /// tells of breaks and the third of all else, before 0.1.0 the third tells of everything.
    /// Nothing if `current` is not a version.
    ///
    /// ```
    /// use connect_codegen::diff::Advice;
    /// let next = |advice: Advice, current| advice.version(current).map(|version| version.to);
    /// assert_eq!(next(Advice::Breaking, "0.1.0").as_deref(), Some("0.2.0"));
    /// assert_eq!(next(Advice::Addition, "0.1.0").as_deref(), Some("0.1.1"));
    /// assert_eq!(next(Advice::Addition, "1.4.2").as_deref(), Some("1.5.0"));
    /// assert_eq!(next(Advice::Nothing, "1.4.2").as_deref(), Some("1.4.2"));
    /// ```
    #[must_use]
    pub fn version(self, current: &str) -> Option<Version> {
        let from = Semver::parse(current).ok()?;
        let (major, minor, patch) = (from.major, from.minor, from.patch);
        let to = match (self, major, minor) {
            (Self::Nothing, ..) => from.clone(),
            (_, 0, 0) => Semver::new(0, 0, patch.checked_add(1)?),
            (Self::Breaking, 0, _) => Semver::new(0, minor.checked_add(1)?, 0),
            (_, 0, _) | (Self::Patch, ..) => Semver::new(major, minor, patch.checked_add(1)?),
            (Self::Addition, ..) => Semver::new(major, minor.checked_add(1)?, 0),
            (Self::Breaking, ..) => Semver::new(major.checked_add(1)?, 0, 0),
        };
        Some(Version {
            from: from.to_string(),
            to: to.to_string(),
        })
    }

    /// The advice in a sentence; with the versions, if the `current` one is known.
    #[must_use]
    pub fn sentence(self, current: Option<&str>) -> String {
        let why = match self {
            Self::Nothing => return "No release is needed: nothing changed.".to_owned(),
            Self::Patch => "A patch will do: callers see the same items",
            Self::Addition => "An addition: nothing breaks, and there is more",
            Self::Breaking => {
                "A breaking release: code that compiled may not compile any more, or may mean something else"
            }
        };
        match current.and_then(|current| self.version(current)) {
            Some(Version { from, to }) => format!("{why}. {from} becomes {to}."),
            None => format!("{why}."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_follow_cargos_rules() {
        for (advice, current, next) in [
            (Advice::Breaking, "0.1.0", "0.2.0"),
            (Advice::Breaking, "0.0.3", "0.0.4"),
            (Advice::Breaking, "1.2.3", "2.0.0"),
            (Advice::Addition, "0.1.9", "0.1.10"),
            (Advice::Addition, "1.2.3", "1.3.0"),
            (Advice::Patch, "0.1.0", "0.1.1"),
            (Advice::Patch, "1.2.3", "1.2.4"),
            (Advice::Nothing, "0.1.0", "0.1.0"),
        ] {
            let version = advice.version(current).unwrap();
            assert_eq!(version.to, next, "{advice:?} {current}");
        }
        assert_eq!(Advice::Patch.version("one"), None);
    }
}
