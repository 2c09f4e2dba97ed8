//! The fingerprint of a generated crate, and the manifest of a standalone one.

/// Returns a fingerprint (64-bit FNV-1a) of named texts. It shows whether generated code is up to
/// date.
///
/// Texts are hashed in the order of their names: the name, a NUL byte, the text with `\
/// ` line ends, and a NUL byte. The build script of the façade computes the same.
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

/// Returns the manifest of a standalone generated crate, which is its own workspace. The runtime is
/// at `runtime_path`.
#[must_use]
pub fn manifest(crate_name: &str, runtime_path: &str) -> String {
    let path = runtime_path.replace('\\', "\\\\").replace('"', "\\\"");
    format!(
        "# Written once by `cargo xtask generate --out`; yours to change.\n\
         [package]\n\
         name = \"{crate_name}\"\n\
         version = \"0.1.0\"\n\
         edition = \"2024\"\n\
         publish = false\n\
         \n\
         [dependencies]\n\
         connect-runtime = {{ path = \"{path}\" }}\n\
         \n\
         # A workspace of its own, wherever this folder lies.\n\
         [workspace]\n"
    )
}
