//! What a generated crate says of its origin, and the manifest of one that stands alone.

/// A fingerprint (64-bit FNV-1a) of texts by name: it tells whether generated code is up to date.
///
/// The texts count in the order of their names, each as its name, a NUL byte, the text with
/// `\n` at line ends, and a NUL byte. The façade's build script computes the same.
#[must_use]
pub fn fingerprint(files: &[(String, String)]) -> String {
    let mut sorted: Vec<&(String, String)> = files.iter().collect();
    sorted.sort();
    let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
    for (name, text) in sorted {
        hash.add(name.as_bytes());
        hash.add(&[0]);
        hash.add(text.replace("\r\n", "\n").as_bytes());
        hash.add(&[0]);
    }
    format!("{:#018x}", hash.0)
}

struct Fnv(u64);

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

/// How a generated crate depends on `connect-runtime`: the members of the dependency in its manifest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Runtime {
    /// The version that is required.
    pub version: Option<String>,
    /// The folder of the package, relative to that of the crate.
    pub path: Option<String>,
    /// The URL of a git repository.
    pub git: Option<String>,
    /// A commit, branch or tag of the git repository.
    pub rev: Option<String>,
}

impl Runtime {
    /// The dependency as a value of TOML.
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

/// A basic string of TOML.
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

/// The manifest of a generated crate that stands alone, outside of any workspace.
#[must_use]
pub fn manifest(crate_name: &str, runtime: &Runtime) -> String {
    let (name, runtime) = (quoted(crate_name), runtime.to_toml());
    format!(
        "# Written once by `cargo xtask generate --out`; yours to change.\n\
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
        let version = Some("0.1.0".to_owned());
        let runtime = Runtime {
            version,
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
