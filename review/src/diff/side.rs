//! One document with the crate that would be generated from it, and pairs of them.

use std::collections::{BTreeMap, BTreeSet};

use super::counterparts::Counterparts;
use super::markup::is_odd_ordering;
use super::model::{Contract, Spot, Unfit};
use super::pairing::renamed_types;
use crate::known_values;
use crate::surface::{self, Surface};
use crate::words::renamed;
use connect_codegen::Choice;
use connect_codegen::FileSet;
use connect_codegen::Input;
use connect_codegen::ModuleNames;
use connect_codegen::Output;
use connect_codegen::Pointer;
use connect_codegen::Program;
use connect_codegen::Source;
use connect_codegen::diagnostics::{Code, Diagnostics, Severity};
use connect_codegen::ir::{Api, TypeDef, TypeRef};
use connect_codegen::stages::{
    Findings, Moves, Node, Prose, Scope, Sources, Stamp, apply_all, emit, is_slice, load_alone,
    load_whole, lower, select_node,
};

/// Two documents to compare.
pub struct Pair {
    /// The old one.
    pub old: Side,
    /// The new one.
    pub new: Side,
    /// What has another key in the new document, but is otherwise the same.
    pub counterparts: Counterparts,
    /// The types with another Rust name: old names and new names.
    renamed: BTreeMap<String, String>,
}

/// A document with its overlays, lowered and emitted.
pub struct Side {
    name: String,
    root: Node,
    sources: Sources,
    moves: Moves,
    unfit: Vec<Unfit>,
    /// The parameters whose prose speaks of ordering in a form that is not understood.
    odd_orderings: BTreeSet<Pointer>,
    /// The contract.
    pub api: Api,
    /// The public items of the generated crate.
    pub surface: Surface,
    /// The files of the generated crate.
    pub files: FileSet,
}

/// A document before its overlays are applied.
struct Plain<'i> {
    input: &'i Input,
    root: Node,
    sources: Sources,
    /// Where nodes of the document are in `root`.
    moves: Moves,
    is_slice: bool,
    odd_orderings: BTreeSet<Pointer>,
}

/// Prepares both sides; `None` if one of the documents has errors.
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
        renamed: renamed_types(&old.api, &new.api, &counterparts),
        old,
        new,
        counterparts,
    })
}

fn plain<'i>(input: &'i Input, diagnostics: &mut Diagnostics) -> Option<Plain<'i>> {
    let mut sources = Sources::default();
    let found = Findings::default();
    let root = load_whole(&input.document, &input.files, &mut sources, &found);
    // Selecting takes the prose away.
    let odd_orderings = root.as_ref().map(odd_orderings).unwrap_or_default();
    let selected = root.and_then(|root| {
        let is_slice = is_slice(&root);
        // The overlays of a slice are written for the whole slice, so it is narrowed after they are
        // applied.
        let all = Choice::default();
        let part = match is_slice {
            true => (&[][..], &all),
            false => (&input.prefixes[..], &input.choice),
        };
        // What documentation is made of changes no item.
        let prose = match input.naming.modules {
            ModuleNames::Path => Prose::Drop,
            ModuleNames::Tag => Prose::DropButTags,
        };
        let root = select_node(&root, part, prose, &sources, &found)?;
        Some((root, is_slice))
    });
    let moves = found.moves();
    let found = found.finish();
    let sound = !found.has_errors();
    errors(found, diagnostics);
    let (root, is_slice) = selected.filter(|_| sound)?;
    Some(Plain {
        input,
        root,
        sources,
        moves,
        is_slice,
        odd_orderings,
    })
}

/// Returns the parameters of operations, path items and components whose prose speaks of ordering in a form that is not
/// understood.
fn odd_orderings(root: &Node) -> BTreeSet<Pointer> {
    let mut found = BTreeSet::new();
    let mut add = |node: &Node, at: Pointer| {
        let at = at.key("parameters");
        let declared = node.get("parameters");
        for (index, parameter) in declared
            .map(Node::items)
            .unwrap_or_default()
            .iter()
            .enumerate()
        {
            if is_odd_ordering(parameter) {
                found.insert(at.index(index));
            }
        }
        for entry in declared.map(Node::entries).unwrap_or_default() {
            if is_odd_ordering(&entry.node) {
                found.insert(at.key(&entry.key));
            }
        }
    };
    let paths = Pointer::root().key("paths");
    for item in root.get("paths").map(Node::entries).unwrap_or_default() {
        let at = paths.key(&item.key);
        for operation in item.node.entries() {
            add(&operation.node, at.key(&operation.key));
        }
        add(&item.node, at);
    }
    if let Some(components) = root.get("components") {
        add(components, Pointer::root().key("components"));
    }
    found
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
        moves,
        is_slice,
        odd_orderings,
    } = plain;
    let name = input.document.name.clone();
    let overlays: Vec<Source> = input.overlays.iter().map(follow).collect();
    let found = Findings::default();
    let _ = apply_all(&mut root, &overlays, &mut sources, &found);
    if is_slice && input.is_part() {
        let part = (&input.prefixes[..], &input.choice);
        match select_node(&root, part, Prose::Keep, &sources, &found) {
            Some(narrowed) => root = narrowed,
            None => {
                errors(found.finish(), diagnostics);
                return None;
            }
        }
    }
    root.sort_members();
    // The overlays can be written for another version, which has other functions.
    let api = lower(&root, Scope::Part, input.naming, &sources, &found);
    // Constants about the origin of the generated crate are irrelevant to callers.
    let stamp = Stamp {
        api_version: api.version.clone(),
        fingerprint: String::new(),
        program: Program::default(),
    };
    let mut cited = api.clone();
    cited.cite(&|pointer| moves.original(pointer));
    let files = emit(&cited, &stamp, Output::Crate, &found);
    if input.strict {
        found.make_warnings_errors();
    }
    let (unfit, wrong) = part(found.finish(), &name, &overlays, &moves);
    let sound = !wrong.has_errors();
    errors(wrong, diagnostics);
    sound.then(|| Side {
        surface: surface::of(&files),
        files,
        name,
        root,
        sources,
        moves,
        unfit,
        odd_orderings,
        api,
    })
}

/// Separates overlay actions that do not fit this document from errors. An error in an overlay that
/// is not an error of the overlay itself is of the former sort.
fn part(
    found: Diagnostics,
    name: &str,
    overlays: &[Source],
    moves: &Moves,
) -> (Vec<Unfit>, Diagnostics) {
    // An invalid overlay or an invalid JSONPath fits no document.
    const BROKEN: [Code; 2] = [Code::Overlay, Code::OverlayTarget];
    let readable: Vec<&str> = overlays
        .iter()
        .filter(|overlay| load_alone(overlay).is_some())
        .map(|overlay| overlay.name.as_str())
        .collect();
    let (mut unfit, mut wrong) = (Vec::new(), Diagnostics::new());
    for diagnostic in found.iter() {
        let span = diagnostic.span.as_ref();
        let in_overlay = span.is_some_and(|span| readable.contains(&span.file.as_str()));
        let is_error = diagnostic.severity == Severity::Error;
        if is_error && in_overlay && !BROKEN.contains(&diagnostic.code) {
            unfit.push(Unfit {
                document: name.to_owned(),
                span: diagnostic.span.clone(),
                reason: match &diagnostic.label {
                    Some(label) => format!("{}: {label}", diagnostic.message),
                    None => diagnostic.message.clone(),
                },
            });
        } else {
            let mut diagnostic = diagnostic.clone();
            diagnostic.pointer = diagnostic.pointer.map(|it| moves.original(&it));
            wrong.push(diagnostic);
        }
    }
    (unfit, wrong)
}

/// Keeps errors only: `generate` reports the rest.
fn errors(found: Diagnostics, diagnostics: &mut Diagnostics) {
    for diagnostic in found.iter().filter(|it| it.severity == Severity::Error) {
        diagnostics.push(diagnostic.clone());
    }
}

impl Side {
    /// Returns a pointer in which parameters are named by their place and name, or their reference, instead of their position in
    /// a list, which says nothing.
    pub fn without_positions(&self, pointer: &Pointer) -> Pointer {
        let (mut named, mut node) = (Pointer::root(), Some(&self.root));
        for segment in pointer.segments() {
            let element = node.filter(|it| !it.items().is_empty());
            node = node.and_then(|it| it.find(&Pointer::root().key(&segment)));
            let parts = ["$ref", "in", "name"].map(|key| node.and_then(|it| it.get_str(key)));
            let parts: Vec<&str> = parts.into_iter().flatten().collect();
            named = match element.is_some() && !parts.is_empty() {
                true => named.key(&parts.join(" ")),
                false => named.key(&segment),
            };
        }
        named
    }

    /// Returns the summary of the document.
    pub fn contract(&self) -> Contract {
        Contract {
            name: self.name.clone(),
            api_version: self.api.version.clone(),
            operations: self.api.operations.len(),
            types: self.api.types.len(),
        }
    }

    /// Returns the position of a pointer, where the document has it.
    pub fn spot(&self, pointer: &Pointer) -> Spot {
        let node = self.root.find(pointer);
        Spot {
            pointer: self.moves.original(pointer),
            span: node.and_then(|node| self.sources.span(node.span)),
        }
    }

    /// Returns where a value of an enum is.
    pub fn known_value(&self, def: &TypeDef, value: &str) -> Pointer {
        let place = known_values::place(&self.root, &def.pointer, value);
        place.unwrap_or_else(|| def.pointer.clone())
    }

    /// Returns where a node is that references on the way lead to: in the component, for a response that refers to one.
    /// A schema that refers to a component is a place of its own.
    pub fn canonical(&self, pointer: &Pointer) -> Pointer {
        let (mut at, mut node) = (Pointer::root(), Some(&self.root));
        let keys: Vec<String> = pointer.segments().collect();
        for (index, key) in keys.iter().enumerate() {
            at = at.key(key);
            node = node.and_then(|node| node.find(&Pointer::root().key(key)));
            for _ in 0..8 {
                let target = node.and_then(|node| node.get_str("$ref"));
                let Some(target) = target.and_then(Pointer::from_reference) else {
                    break;
                };
                let is_last = index + 1 == keys.len();
                if is_last && target.as_str().starts_with("/components/schemas/") {
                    break;
                }
                node = self.root.find(&target);
                at = target;
            }
        }
        at
    }

    /// Returns where a schema is, following references.
    pub fn schema_at(&self, pointer: &Pointer) -> Pointer {
        let mut at = self.canonical(pointer);
        for _ in 0..8 {
            let node = self.root.find(&at);
            match node
                .and_then(|node| node.get_str("$ref"))
                .and_then(Pointer::from_reference)
            {
                Some(target) => at = target,
                None => break,
            }
        }
        at
    }

    /// Returns whether the prose of a parameter speaks of ordering in a form that is not understood.
    pub fn speaks_of_ordering(&self, parameter: &Pointer) -> bool {
        self.odd_orderings.contains(&self.canonical(parameter))
    }

    /// Returns the node of a pointer, following `$ref`s.
    pub fn node(&self, pointer: &Pointer) -> Option<&Node> {
        self.root.find(pointer).map(|node| self.follow(node))
    }

    /// Returns what a node refers to, or the node itself.
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

    /// Returns the overlay's documentation at a pointer.
    pub fn doc(&self, pointer: &Pointer) -> Option<&str> {
        self.root
            .find(pointer)?
            .get_str("description")
            .map(str::trim)
    }

    /// Returns the document with its overlays.
    pub fn root(&self) -> &Node {
        &self.root
    }
}

impl Pair {
    /// Formats a type of the old contract, with the names of the new one.
    pub fn old_type(&self, ty: &TypeRef) -> String {
        let text = self.old.api.type_text(ty);
        self.renamed
            .iter()
            .fold(text, |text, (from, to)| renamed(&text, from, to))
    }

    /// Formats a type of the new contract.
    pub fn new_type(&self, ty: &TypeRef) -> String {
        self.new.api.type_text(ty)
    }

    /// Returns the new name of a type of the old contract.
    pub fn renamed_type<'n>(&'n self, name: &'n str) -> &'n str {
        self.renamed.get(name).map_or(name, String::as_str)
    }

    /// Returns the keys that changed and nothing else, old and new.
    pub fn followed(&self) -> Vec<(String, String)> {
        self.counterparts.shown()
    }

    /// Returns the actions that did not fit, of both sides.
    pub fn unfit(&self) -> Vec<Unfit> {
        self.old
            .unfit
            .iter()
            .chain(&self.new.unfit)
            .cloned()
            .collect()
    }
}
