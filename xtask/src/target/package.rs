//! The files of a new slice's crate other than its source: manifest, README and licence texts.

use std::fs;
use std::io;
use std::path::Path;

use connect_codegen_cli::exit::Error;

use super::runtime;
use crate::slice::Slice;
use crate::workspace::Workspace;

/// The licence texts of the workspace, which every published package contains.
const LICENSES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// Returns names and contents of the files of a new package, without those that exist. `title` is that of the document.
///
/// # Errors
/// Returns an error if the path to the runtime cannot be written, or a licence text cannot be read.
pub fn files(
    workspace: &Workspace,
    slice: &Slice,
    title: Option<&str>,
    folder: &Path,
) -> Result<Vec<(String, String)>, Error> {
    let api = api(title);
    let mut files = vec![
        (
            "Cargo.toml".to_owned(),
            manifest(workspace, slice, api, folder)?,
        ),
        ("README.md".to_owned(), readme(slice, api)),
    ];
    for name in LICENSES {
        let path = workspace.path(name);
        match fs::read_to_string(&path) {
            Ok(text) => files.push((name.to_owned(), text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(Error::read(&path, error)),
        }
    }
    files.retain(|(name, _)| fs::symlink_metadata(folder.join(name)).is_err());
    Ok(files)
}

/// Returns what the API is called: by its title, unless that would have to be escaped in a manifest or in Markdown.
fn api(title: Option<&str>) -> &str {
    let is_plain = |it: char| it.is_alphanumeric() || " -.,:'()/".contains(it);
    let title = title.filter(|it| it.chars().all(is_plain));
    title.unwrap_or("an API")
}

fn manifest(
    workspace: &Workspace,
    slice: &Slice,
    api: &str,
    folder: &Path,
) -> Result<String, Error> {
    let runtime = runtime::of_workspace(workspace, folder)?.to_toml();
    let package = slice.package();
    Ok(format!(
        "[package]\n\
         name = \"{package}\"\n\
         description = \"Typed models and operation functions of {api}, its part `{slice}`, generated\"\n\
         version.workspace = true\n\
         edition.workspace = true\n\
         rust-version.workspace = true\n\
         license.workspace = true\n\
         repository.workspace = true\n\
         documentation = \"https://docs.rs/{package}\"\n\
         readme = \"README.md\"\n\
         keywords = [\"cloudblue\", \"connect\", \"generated\"]\n\
         categories = [\"api-bindings\"]\n\
         include = [\"/src\", \"/README.md\", \"/LICENSE-*\"]\n\
         \n\
         [package.metadata.docs.rs]\n\
         all-features = true\n\
         \n\
         [dependencies]\n\
         connect-runtime = {runtime}\n"
    ))
}

fn readme(slice: &Slice, api: &str) -> String {
    let package = slice.package();
    format!(
        "# {package}\n\
         \n\
         Typed models, operation functions and filters of {api}, its part `{slice}`, generated from\n\
         its OpenAPI document. They build calls and do no I/O; `connect-client` sends the calls.\n\
         \n\
         `specification::API_VERSION` is the version of the document.\n\
         \n\
         `src/` is written by `cargo xtask generate` and not edited by hand: fix the generator or the overlays of the slice\n\
         instead.\n\
         \n\
         Licensed under either of the Apache License, Version 2.0 and the MIT licence, as you like.\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_api_is_called_by_a_title_that_needs_no_escapes() {
        assert_eq!(api(Some("Orchard API, v2")), "Orchard API, v2");
        for title in ["a\"b", "a\nb", "<b>", "`x`", "*x*"] {
            assert_eq!(api(Some(title)), "an API", "{title}");
        }
        assert_eq!(api(None), "an API");
    }
}
