//! One document, as far as what a crate of it would look like; and two of them as a pair.

use std::collections::BTreeMap;

use super::attribute::renamed;
use super::counterparts::Counterparts;
use super::surface::{self, Surface};
use super::{Contract, Spot, Unfit, types};
use crate::diagnostics::{Diagnostics, Severity};
use crate::emit::text::type_text;
use crate::emit::{FileSet, Stamp, emit};
use crate::generate::Input;
use crate::ir::{Api, Direction, TypeDef, TypeRef};
use crate::load::load;
use crate::lower::lower;
use crate::node::{Node, Sources};
use crate::overlay::apply_all;
use crate::pointer::Pointer;
use crate::select::{Prose, is_slice, select_node};
use crate::source::Source;
use crate::travel::directions;

/// Two documents that are compared.
pub struct Pair {
    /// The one before.
    pub old: Side,
    /// The one after.
    pub new: Side,
    /// What of the one is what of the other under another key.
    pub counterparts: Counterparts,
    /// Types that have another name in Rust: old names and new ones.
    renamed: BTreeMap<String, String>,
}

/// A document with its overlays, lowered and emitted.
pub struct Side {
    name: String,
    root: Node,
    sources: Sources,
    unfit: Vec<Unfit>,
    /// Which way each type travels.
    directions: Vec<Direction>,
    /// The contract.
    pub api: Api,
    /// What callers would see of a crate that is made from it.
    pub surface: Surface,
    /// The files of that crate.
    pub files: FileSet,
}

/// A document before its overlays.
struct Plain<'i> {
    input: &'i Input,
    root: Node,
    sources: Sources,
    is_slice: bool,
}

/// Makes both sides ready; nothing if one of the documents is not sound.
pub fn pair(old: &Input, new: &Input, diagnostics: &mut Diagnostics) -> Option<Pair> {
    let old = plain(old, diagnostics);
    let new = plain(new, diagnostics);
    let (old, new) = (old?, new?);
    let counterparts = Counterparts::find(&old.root, &new.root);
    let (to_old, to_new) = (counterparts.to_old(), counterparts.to_new());
    let old = side(old, |source| to_old.follow(source), diagnostics);
    let new = side(new, |source| to_new.follow(source), diagnostics);
    let (old, new) = (old?, new?);
    Some(Pair {
        renamed: types::renamed(&old.api, &new.api, &counterparts),
        old,
        new,
        counterparts,
    })
}

fn plain<'i>(input: &'i Input, diagnostics: &mut Diagnostics) -> Option<Plain<'i>> {
    let mut sources = Sources::default();
    let mut found = Diagnostics::new();
    let root = load(&input.document, &mut sources, &mut found);
    let selected = root.and_then(|root| {
        let is_slice = is_slice(&root);
        // Overlays of a slice are written for the whole of it, so it is narrowed only afterwards.
        let prefixes: &[String] = if is_slice { &[] } else { &input.prefixes };
        let root = select_node(&root, prefixes, Prose::Drop, &sources, &mut found)?;
        Some((root, is_slice))
    });
    let sound = !found.has_errors();
    errors(found, diagnostics);
    let (root, is_slice) = selected.filter(|_| sound)?;
    Some(Plain {
        input,
        root,
        sources,
        is_slice,
    })
}

fn side(
    plain: Plain<'_>,
    follow: impl Fn(&Source) -> Source,
    diagnostics: &mut Diagnostics,
) -> Option<Side> {
    let Plain {
        input,
        mut root,
        mut sources,
        is_slice,
    } = plain;
    let name = input.document.name.clone();
    let overlays: Vec<Source> = input.overlays.iter().map(follow).collect();
    let mut found = Diagnostics::new();
    let _ = apply_all(&mut root, &overlays, &mut sources, &mut found);
    if is_slice && !input.prefixes.is_empty() {
        match select_node(&root, &input.prefixes, Prose::Keep, &sources, &mut found) {
            Some(narrowed) => root = narrowed,
            None => {
                errors(found, diagnostics);
                return None;
            }
        }
    }
    let api = lower(&root, &sources, &mut found);
    // Names of the generated crate's origin are no matter of callers.
    let stamp = Stamp {
        api_version: api.version.clone(),
        fingerprint: String::new(),
    };
    let files = emit(&api, &stamp, &mut found);
    let (unfit, wrong) = part(found, &name, &overlays);
    let sound = !wrong.has_errors();
    errors(wrong, diagnostics);
    sound.then(|| Side {
        surface: surface::of(&files),
        directions: directions(&api),
        files,
        name,
        root,
        sources,
        unfit,
        api,
    })
}

/// Parts what an overlay has no place for in this document from what is wrong with either. An
/// error that stands in an overlay, but is none of the overlay by itself, is of the former kind.
fn part(found: Diagnostics, name: &str, overlays: &[Source]) -> (Vec<Unfit>, Diagnostics) {
    // What is no overlay, or aims with what is no JSONPath, fits no document.
    const BROKEN: [&str; 2] = ["overlay", "overlay-target"];
    let readable: Vec<&str> = overlays
        .iter()
        .filter(|overlay| load(overlay, &mut Sources::default(), &mut Diagnostics::new()).is_some())
        .map(|overlay| overlay.name.as_str())
        .collect();
    let (mut unfit, mut wrong) = (Vec::new(), Diagnostics::new());
    for diagnostic in found.iter() {
        let place = diagnostic.place.as_ref();
        let in_overlay = place.is_some_and(|place| readable.contains(&place.file.as_str()));
        let is_error = diagnostic.severity == Severity::Error;
        if is_error && in_overlay && !BROKEN.contains(&diagnostic.code) {
            unfit.push(Unfit {
                document: name.to_owned(),
                place: diagnostic.place.clone(),
                reason: match &diagnostic.label {
                    Some(label) => format!("{}: {label}", diagnostic.message),
                    None => diagnostic.message.clone(),
                },
            });
        } else {
            wrong.push(diagnostic.clone());
        }
    }
    (unfit, wrong)
}

/// Hands on the errors alone: `generate` tells the rest.
fn errors(found: Diagnostics, diagnostics: &mut Diagnostics) {
    for diagnostic in found.iter().filter(|it| it.severity == Severity::Error) {
        diagnostics.push(diagnostic.clone());
    }
}

impl Side {
    /// What there is to say of the document as a whole.
    pub fn contract(&self) -> Contract {
        Contract {
            name: self.name.clone(),
            api_version: self.api.version.clone(),
            operations: self.api.operations.len(),
            types: self.api.types.len(),
        }
    }

    /// The place of what a pointer leads to.
    pub fn spot(&self, pointer: &Pointer) -> Spot {
        let node = self.root.find(pointer);
        Spot {
            pointer: pointer.clone(),
            place: node.and_then(|node| self.sources.place(node.mark)),
        }
    }

    /// What a pointer leads to; `$ref`s are followed.
    pub fn node(&self, pointer: &Pointer) -> Option<&Node> {
        self.root.find(pointer).map(|node| self.follow(node))
    }

    /// What a node refers to, or itself.
    pub fn follow<'n>(&'n self, mut node: &'n Node) -> &'n Node {
        for _ in 0..8 {
            let target = node.get_str("$ref").and_then(Pointer::from_reference);
            match target.and_then(|target| self.root.find(&target)) {
                Some(target) => node = target,
                None => break,
            }
        }
        node
    }

    /// Our documentation of what a pointer leads to.
    pub fn doc(&self, pointer: &Pointer) -> Option<&str> {
        self.root
            .find(pointer)?
            .get_str("description")
            .map(str::trim)
    }

    /// Which way a type travels.
    pub fn direction(&self, def: &TypeDef) -> Direction {
        let index = self
            .api
            .types
            .iter()
            .position(|other| other.name == def.name);
        let direction = index.and_then(|index| self.directions.get(index));
        direction.copied().unwrap_or(def.direction)
    }

    /// The document with its overlays.
    pub fn root(&self) -> &Node {
        &self.root
    }
}

impl Pair {
    /// A type of the old contract as the new one would call it.
    pub fn old_type(&self, ty: &TypeRef) -> String {
        let text = type_text(&self.old.api, ty);
        self.renamed
            .iter()
            .fold(text, |text, (from, to)| renamed(&text, from, to))
    }

    /// A type of the new contract.
    pub fn new_type(&self, ty: &TypeRef) -> String {
        type_text(&self.new.api, ty)
    }

    /// The name of a type of the old contract in the new one.
    pub fn renamed_type<'n>(&'n self, name: &'n str) -> &'n str {
        self.renamed.get(name).map_or(name, String::as_str)
    }

    /// Keys that changed and nothing else, old and new.
    pub fn followed(&self) -> Vec<(String, String)> {
        self.counterparts.shown()
    }

    /// What did not fit, of both sides.
    pub fn unfit(&self) -> Vec<Unfit> {
        self.old
            .unfit
            .iter()
            .chain(&self.new.unfit)
            .cloned()
            .collect()
    }
}
