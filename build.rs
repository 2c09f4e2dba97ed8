//! Passes the specification's version to the crate, and warns if the generated code is not up to date
//! with the specification.
//!
//! A published package does not contain the specification; there, this script does nothing.

use std::fs;
use std::path::{Path, PathBuf};

/// The beginning of the constant in `generated/SLICE/src/specification.rs`.
const CONSTANT: &str = "pub const FINGERPRINT: &str = \"";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    if !root.join("specs/usage").is_dir() {
        return;
    }
    warn_if_stale(&root, "usage");
    if std::env::var_os("CARGO_FEATURE_DIRECTORY").is_some() {
        warn_if_stale(&root, "directory");
    }
    let lock = fs::read_to_string(root.join("specs/usage/lock.toml")).unwrap_or_default();
    if let Some(version) = lock.lines().find_map(api_version) {
        println!("cargo::rustc-env=CONNECT_USAGE_API_VERSION={version}");
    }
}

/// Warns if the crate of a slice is not up to date.
fn warn_if_stale(root: &Path, slice: &str) {
    let specs = format!("specs/{slice}");
    let constants = format!("generated/{slice}/src/specification.rs");
    for path in [&specs, &constants] {
        println!("cargo::rerun-if-changed={path}");
    }
    let specified = fingerprint(&root.join(&specs));
    let generated = fs::read_to_string(root.join(&constants));
    let is_current = match (&specified, &generated) {
        (Some(specified), Ok(generated)) => generated.contains(&format!("{CONSTANT}{specified}\"")),
        // The generator reports a specification that cannot be read.
        (None, _) => true,
        (Some(_), Err(_)) => false,
    };
    if !is_current {
        println!(
            "cargo::warning=generated/{slice}/ is not up to date with {specs}/; run `cargo xtask generate`"
        );
    }
}

/// The version of a line `api_version = "37.0"`.
fn api_version(line: &str) -> Option<&str> {
    let value = line
        .strip_prefix("api_version")?
        .trim_start()
        .strip_prefix('=')?
        .trim();
    value.strip_prefix('"')?.strip_suffix('"')
}

/// The 64-bit FNV-1a hash of the specification and its overlays. It covers their content rather than
/// their modification times, which a checkout changes. `connect_codegen::fingerprint` is the same function;
/// sharing it would make every user compile the generator.
fn fingerprint(specs: &Path) -> Option<String> {
    let mut names = vec!["contract.yml".to_owned()];
    for entry in fs::read_dir(specs.join("overlay")).ok()? {
        let name = entry.ok()?.file_name().into_string().ok()?;
        if name.ends_with(".yml") {
            names.push(format!("overlay/{name}"));
        }
    }
    names.sort();

    let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
    for name in names {
        let text = fs::read_to_string(specs.join(&name)).ok()?;
        hash.add(&name);
        hash.add("\0");
        hash.add(&text.replace("\r\n", "\n"));
        hash.add("\0");
    }
    Some(format!("{:#018x}", hash.0))
}

struct Fnv(u64);

impl Fnv {
    fn add(&mut self, text: &str) {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
