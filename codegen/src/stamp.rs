//! The fingerprint of a generated crate, and the manifest of a standalone one.

/// Returns a fingerprint (64-bit FNV-1a) of named texts. It shows whether generated code is up to
/// date.
///
/// Texts are hashed in the order of their names: the name, a NUL byte, the text with `\
/// ` line ends, and a NUL byte. The build script of the façade computes the same.
#[must_use]
pub fn fingerprint(files: &[(&str, &str)]) -> String {
    let mut sorted = files.to_vec();
    sorted.sort();
    let mut hash = Fnv::new();
    for (name, text) in sorted {
        hash.add(name.as_bytes());
        hash.add(&[0]);
        match text.contains('\r') {
            true => hash.add(text.replace("\r\n", "\n").as_bytes()),
            false => hash.add(text.as_bytes()),
        }
        hash.add(&[0]);
    }
    format!("{:#018x}", hash.0)
}

/// Returns a number that differs from that of other texts (64-bit FNV-1a), the same on every machine.
#[must_use]
pub fn hash(text: &str) -> u64 {
    let mut hash = Fnv::new();
    hash.add(text.as_bytes());
    hash.0
}

struct Fnv(u64);

impl Fnv {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

/// The dependency of a generated crate on `connect-runtime`: its members in the manifest. By default it is the version
/// that generated code is written against.
///
/// ```
/// use connect_codegen::Runtime;
///
/// let path = Some("../runtime".to_owned());
/// let runtime = Runtime { path, ..Runtime::default() };
/// let version = env!("CARGO_PKG_VERSION");
/// assert_eq!(runtime.to_toml(), format!("{{ version = \"{version}\", path = \"../runtime\" }}"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Runtime {
    /// The version requirement.
    pub version: Option<String>,
    /// The path of the package, relative to the folder of the crate.
    pub path: Option<String>,
    /// The URL of a git repository.
    pub git: Option<String>,
    /// A commit, branch or tag of the git repository.
    pub rev: Option<String>,
}

impl Default for Runtime {
    fn default() -> Self {
        Self {
            // All packages of the workspace have one version.
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            path: None,
            git: None,
            rev: None,
        }
    }
}

impl Runtime {
    /// Returns the dependency as a TOML value.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let members = [
            ("version", &self.version),
            ("path", &self.path),
            ("git", &self.git),
            ("rev", &self.rev),
        ];
        let given: Vec<(&str, String)> = members
            .into_iter()
            .filter_map(|(key, value)| Some((key, quoted(value.as_deref()?))))
            .collect();
        match given.as_slice() {
            [("version", version)] => version.clone(),
            given => {
                let members: Vec<String> = given
                    .iter()
                    .map(|(key, value)| format!("{key} = {value}"))
                    .collect();
                format!("{{ {} }}", members.join(", "))
            }
        }
    }
}

/// Returns a basic string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            control if control.is_control() => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(control)));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// Returns the `Cargo.toml` of a standalone generated crate, which is its own workspace. A crate that lies in a workspace
/// of the user needs one of the user's.
#[must_use]
pub fn manifest(crate_name: &str, runtime: &Runtime) -> String {
    let (name, runtime) = (quoted(crate_name), runtime.to_toml());
    format!(
        "# Written once by the generator; yours to change.\n\
         [package]\n\
         name = {name}\n\
         version = \"0.1.0\"\n\
         edition = \"2024\"\n\
         \n\
         [dependencies]\n\
         connect-runtime = {runtime}\n\
         \n\
         # A workspace of its own, wherever this folder lies.\n\
         [workspace]\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runtime_by_version_alone_is_a_string() {
        let runtime = Runtime {
            version: Some("0.1.0".to_owned()),
            ..Runtime::default()
        };
        assert!(manifest("a", &runtime).contains("connect-runtime = \"0.1.0\"\n"));
        let runtime = Runtime {
            path: Some("../runtime".to_owned()),
            ..runtime
        };
        assert!(
            manifest("a", &runtime)
                .contains("connect-runtime = { version = \"0.1.0\", path = \"../runtime\" }\n")
        );
    }

    #[test]
    fn values_cannot_end_their_string() {
        assert_eq!(quoted("a\"b\\c\nd"), "\"a\\\"b\\\\c\\u000Ad\"");
    }
}
