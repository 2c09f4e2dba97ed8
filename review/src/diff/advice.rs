//! Which release a comparison requires, by Cargo's rules.

use semver::Version as Semver;

use super::model::Class;

/// The release that a comparison requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Advice {
    /// None: nothing changed.
    Nothing,
    /// A patch: fixes or documentation; the public items are the same.
    Patch,
    /// A compatible release with additions.
    Addition,
    /// A breaking release.
    Breaking,
}

/// A version, and the version of the next release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The current version.
    pub from: String,
    /// The next version.
    pub to: String,
}

impl Advice {
    pub(super) fn new(class: Class, changed: bool) -> Self {
        match (class, changed) {
            (Class::Breaking, _) => Self::Breaking,
            (Class::Addition, _) => Self::Addition,
            (Class::Wire, _) | (Class::None, true) => Self::Patch,
            (Class::None, false) => Self::Nothing,
        }
    }

    /// Returns the name: `breaking`, `addition`, `patch`, `nothing`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Patch => "patch",
            Self::Addition => "addition",
            Self::Breaking => "breaking",
        }
    }

    /// Returns the version that follows `current`, by Cargo's rules: before 1.0.0 the second number
    /// is for breaking changes and the third for everything else; before 0.1.0 the third is for
    /// everything. Returns `None` if `current` is not a version.
    ///
    /// ```
    /// use connect_review::diff::Advice;
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

    /// Returns the advice as a sentence; with versions, if `current` is a version.
    #[must_use]
    pub fn sentence(self, current: Option<&str>) -> String {
        let why = match self {
            Self::Nothing => return "No release needed: nothing changed.".to_owned(),
            Self::Patch => "Patch release: the public items are the same",
            Self::Addition => "Compatible release: there are additions, and nothing breaks",
            Self::Breaking => {
                "Breaking release: code that compiled may no longer compile, or may mean something else"
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
