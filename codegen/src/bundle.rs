//! Documents of several files: puts the other files below the document, and makes local references of those into them.

use std::collections::{BTreeMap, BTreeSet};

use crate::findings::Findings;
use crate::load::{load, load_alone};
use crate::node::{Map, Node, SourceSpan, Sources, Value};
use crate::pointer::Pointer;
use crate::source::Source;

/// The member of a bundled document that holds the other files, by their paths.
pub const FILES: &str = "x-files";

/// A file that a document refers to.
#[derive(Default, Debug, Clone, PartialEq, Eq)]
pub struct OtherFile {
    /// The path from the folder of the document, with `/` between its segments.
    pub path: String,
    /// The text, with the file name that diagnostics show.
    pub source: Source,
}

/// Returns the files that a document refers to, and those that they refer to, sorted by path. `read` reads a file by its
/// path from the folder of the document, and returns `None` if there is no such file: the reference to it is reported
/// when the document is lowered. References to URLs and out of the folder lead to no file.
///
/// # Errors
/// Returns the first error of `read`.
///
/// ```
/// use connect_codegen::{Source, other_files};
/// let text = "a: {$ref: 'x/b.yml#/c'}\nd: {$ref: e.yml}\nf: {$ref: 'https://example.com/g.yml'}";
/// let read = |path: &str| match path {
///     "x/b.yml" => Ok::<_, ()>(Some(Source::new("x/b.yml", "c: {$ref: ../h.yml}"))),
///     "h.yml" => Ok(Some(Source::new("h.yml", "{type: string}"))),
///     _ => Ok(None),
/// };
/// let files = other_files(&Source::new("api.yml", text), read)?;
/// let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
/// assert_eq!(paths, ["h.yml", "x/b.yml"]);
/// # Ok::<_, ()>(())
/// ```
pub fn other_files<E>(
    document: &Source,
    mut read: impl FnMut(&str) -> Result<Option<Source>, E>,
) -> Result<Vec<OtherFile>, E> {
    let own = file_name(&document.name);
    let mut pending = referred_files(document, own);
    let mut files: BTreeMap<String, Source> = BTreeMap::new();
    while let Some(path) = pending.pop() {
        if path == own || files.contains_key(&path) {
            continue;
        }
        if let Some(source) = read(&path)? {
            pending.extend(referred_files(&source, &path));
            files.insert(path, source);
        }
    }
    let files = files.into_iter();
    Ok(files
        .map(|(path, source)| OtherFile { path, source })
        .collect())
}

/// Parses the other files of a document, and puts them into it.
pub fn with_files(
    root: Node,
    document: &Source,
    files: &[OtherFile],
    sources: &mut Sources,
    findings: &Findings,
) -> Option<Node> {
    let mut nodes = Vec::new();
    for file in files {
        let node = load(&file.source, sources, findings);
        nodes.push((file.path.clone(), node));
    }
    let nodes = nodes
        .into_iter()
        .map(|(path, node)| Some((path, node?)))
        .collect::<Option<_>>()?;
    Some(bundle(root, nodes, file_name(&document.name)))
}

/// Returns the name of a file without its folder.
pub fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// Returns the files that a document refers to, as paths from the folder of the whole document. `path` is that of the
/// document itself.
fn referred_files(document: &Source, path: &str) -> Vec<String> {
    if !may_refer_to_files(&document.text) {
        return Vec::new();
    }
    let root = load_alone(document);
    let mut found = BTreeSet::new();
    if let Some(mut root) = root {
        references(&mut root, &mut |reference| {
            let (file, _) = reference.split_once('#').unwrap_or((reference, ""));
            found.extend(resolved(path, file));
            None
        });
    }
    found.into_iter().collect()
}

/// Returns whether a text may have a reference out of it, which saves parsing nearly all documents once more.
fn may_refer_to_files(text: &str) -> bool {
    let mut behind = text.split("$ref").skip(1);
    behind.any(|rest| {
        let value = rest.trim_start_matches(['"', '\'', ':', ' ', '\t', '\r', '\n', '>', '|', '-']);
        !value.starts_with('#')
    })
}

/// Puts files into a document, and replaces references to them and to the document by its own name.
fn bundle(mut root: Node, files: Vec<(String, Node)>, own: &str) -> Node {
    let known: BTreeSet<String> = files.iter().map(|(path, _)| path.clone()).collect();
    localize(&mut root, own, own, &known);
    if files.is_empty() {
        return root;
    }
    let mut held = Map::default();
    for (path, mut node) in files {
        localize(&mut node, &path, own, &known);
        held.push(path, SourceSpan::default(), node);
    }
    root.set(FILES, Node::from(Value::Map(held)));
    root
}

/// Replaces the references of one file by local ones of the whole document, whose own path is `own`.
fn localize(node: &mut Node, path: &str, own: &str, known: &BTreeSet<String>) {
    references(node, &mut |reference| {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let file = match file {
            "" if path == own => return None,
            "" => path.to_owned(),
            file => resolved(path, file)?,
        };
        if file == own {
            return Some(format!("#{fragment}"));
        }
        let root = Pointer::root().key(FILES).key(&file);
        let encoded = root.as_str().replace('%', "%25");
        known
            .contains(&file)
            .then(|| format!("#{encoded}{fragment}"))
    });
}

/// Calls a function with each reference of a document, and replaces it by what the function returns.
fn references(node: &mut Node, replace: &mut dyn FnMut(&str) -> Option<String>) {
    match &mut node.value {
        Value::Array(items) => items.iter_mut().for_each(|it| references(it, replace)),
        Value::Map(map) => {
            for entry in map.entries_mut() {
                match &mut entry.node.value {
                    Value::String(text) if entry.key == "$ref" => {
                        if let Some(replaced) = replace(text) {
                            *text = replaced;
                        }
                    }
                    _ if entry.key == "mapping" => mapping(&mut entry.node, replace),
                    _ => references(&mut entry.node, replace),
                }
            }
        }
        _ => {}
    }
}

/// The references of a discriminator's mapping, which can also be names.
fn mapping(node: &mut Node, replace: &mut dyn FnMut(&str) -> Option<String>) {
    let Value::Map(map) = &mut node.value else {
        return references(node, replace);
    };
    for entry in map.entries_mut() {
        match &mut entry.node.value {
            Value::String(text) if text.contains(['#', '/', '.']) => {
                if let Some(replaced) = replace(text) {
                    *text = replaced;
                }
            }
            _ => references(&mut entry.node, replace),
        }
    }
}

/// Returns the path that a reference in a file leads to; `None` for a URL and for a path out of the folder.
fn resolved(from: &str, to: &str) -> Option<String> {
    if to.is_empty() || to.contains("://") || to.starts_with('/') || to.contains('\\') {
        return None;
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut path: Vec<&str> = folder.split('/').filter(|it| !it.is_empty()).collect();
    for segment in to.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(path.pop()?),
            name => path.push(name),
        }
    }
    (!path.is_empty()).then(|| path.join("/"))
}
