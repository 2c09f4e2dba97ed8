//! Passes the specification's version to the crate, and warns if the generated code is not up to date
//! with the specification.
//!
//! A published package does not contain the specification; there, this script does nothing.

use std::fs;
use std::path::{Path, PathBuf};

/// The beginning of the constant in `generated/usage/src/specification.rs`.
const CONSTANT: &str = "pub const FINGERPRINT: &str = \"";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    if !root.join("specs/usage").is_dir() {
        return;
    }
    for path in ["specs/usage", "generated/usage/src/specification.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let Ok(lock) = fs::read_to_string(root.join("specs/usage/lock.toml")) else {
        return;
    };

    if let Some(version) = lock.lines().find_map(api_version) {
        println!("cargo::rustc-env=CONNECT_USAGE_API_VERSION={version}");
    }
    let specified = fingerprint(&root.join("specs/usage"));
    let generated = fs::read_to_string(root.join("generated/usage/src/specification.rs"));
    let is_current = match (&specified, &generated) {
        (Some(specified), Ok(generated)) => generated.contains(&format!("{CONSTANT}{specified}\"")),
        // The generator reports a specification that cannot be read.
        (None, _) => true,
        (Some(_), Err(_)) => false,
    };
    if !is_current {
        println!(
            "cargo::warning=generated/usage/ is not up to date with specs/usage/; run `cargo xtask generate`"
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
