//! Explains items: maps Rust items to the document and back, and shows what overlays changed.

mod components;
mod find;
mod generated;
mod item;
mod items;
mod lines;
mod near;
mod neighbours;
mod parts;
mod spelling;
mod touches;

use std::sync::OnceLock;

use connect_codegen::diagnostics::{Code, Diagnostic, Diagnostics, Outcome};
use connect_codegen::stages::{Findings, Lowered, Stamp, emit, lowered};
use connect_codegen::{Input, Output, Program, Source};

use crate::surface::{self, Surface};

pub use item::{Explanation, Item, Kind, Neighbour, Part, Touch};
pub use lines::Line;

/// A document with its overlays, and all Rust items generated from it.
pub struct Guide {
    lowered: Lowered,
    items: Vec<Item>,
    document: Source,
    overlays: Vec<Source>,
    /// The public items of the generated crate; made when they are needed first.
    surface: OnceLock<Surface>,
}

impl Guide {
    /// Reads a document. Warnings and notes are dropped, because they are not what is asked for.
    ///
    /// # Errors
    /// The outcome has no value if the document or an overlay has an error.
    pub fn new(input: &Input) -> Outcome<Self> {
        let findings = Findings::default();
        let lowered = lowered(input, &mut |_| {}, &findings);
        let diagnostics = findings.finish();
        match lowered {
            None => Outcome::failed(diagnostics),
            Some(lowered) => {
                let items = items::all(&lowered.api, &lowered.document);
                let guide = Self {
                    lowered,
                    items,
                    document: input.document.clone(),
                    overlays: input.overlays.clone(),
                    surface: OnceLock::new(),
                };
                Outcome::new(guide, Diagnostics::new())
            }
        }
    }

    /// Returns all items.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Explains an item, given by its Rust path, a JSON pointer, an operationId, a method and a
    /// path, a wire name, the key of a component, or a line of the document or of an overlay.
    ///
    /// A path can be written as `diff` and rustdoc print it (`models::UsageFile.status`, `NewUsageFile::new`), as it is
    /// called (`client.files().list()`), and with the crate before it. What is generated for an item is explained by the
    /// item, with its signature in [`Explanation::part`].
    ///
    /// # Errors
    /// The outcome has no value if nothing has this name. The diagnostic `unknown-name` then
    /// suggests similar names.
    pub fn explain(&self, what: &str) -> Outcome<Vec<Explanation>> {
        if let Some(line) = Line::parse(what) {
            let files = (&self.document, self.overlays.as_slice());
            return match lines::find(&self.items, &self.lowered, files, &line) {
                Some(items) if !items.is_empty() => self.all(items, None),
                Some(_) => failed(what, "nothing is generated from this line"),
                None => failed(what, "this is neither the document nor one of its overlays"),
            };
        }
        let surface = || self.surface.get_or_init(|| self.surface());
        let found = find::find(&self.items, &self.lowered, surface, what);
        match found.items.is_empty() {
            true => unknown(what, &near::nearest(&self.items, &self.lowered, what)),
            false => self.all(found.items, found.part),
        }
    }

    /// Explains the item at a line of generated code. `text` is what the file holds.
    ///
    /// # Errors
    /// The outcome has no value if the line is of no item, or of one that the document does not have.
    pub fn explain_generated(&self, line: &Line, text: &str) -> Outcome<Vec<Explanation>> {
        let what = format!("{}:{}", line.file, line.line);
        let Some(path) = generated::path_at(&line.file, text, line.line) else {
            return failed(&what, "this line is of no item");
        };
        let mut owners = parts::owners(&path).into_iter();
        let surface = || self.surface.get_or_init(|| self.surface());
        let mut found = owners.find_map(|path| {
            let found = find::find(&self.items, &self.lowered, surface, &path);
            (!found.items.is_empty()).then_some(found)
        });
        match found.take() {
            Some(found) => self.all(found.items, found.part),
            None => failed(&what, "the document has nothing for the item at this line"),
        }
    }

    /// Returns the public items of the crate.
    fn surface(&self) -> Surface {
        let stamp = Stamp {
            api_version: self.lowered.api.version.clone(),
            fingerprint: String::new(),
            program: Program::default(),
        };
        let findings = Findings::default();
        let files = emit(&self.lowered.api, &stamp, Output::Crate, &findings);
        // They are those of `generate`, which reports them.
        findings.discard();
        surface::of(&files)
    }

    fn all(&self, items: Vec<&Item>, part: Option<Part>) -> Outcome<Vec<Explanation>> {
        let all = items.into_iter().map(|item| Explanation {
            part: part.clone(),
            ..explanation(item, &self.items, &self.lowered)
        });
        Outcome::new(all.collect(), Diagnostics::new())
    }
}

/// Reports that a line leads to no item, and why.
fn failed(what: &str, reason: &str) -> Outcome<Vec<Explanation>> {
    let message = format!("unknown name `{what}`: {reason}");
    reported(Diagnostic::error(Code::UnknownName, message))
}

fn unknown(what: &str, near: &[String]) -> Outcome<Vec<Explanation>> {
    let message = format!("unknown name `{what}`: this contract does not have it");
    let diagnostic = Diagnostic::error(Code::UnknownName, message);
    reported(match near.is_empty() {
        true => diagnostic,
        false => diagnostic.help(format!("similar names: {}", near.join(", "))),
    })
}

fn reported(diagnostic: Diagnostic) -> Outcome<Vec<Explanation>> {
    let mut diagnostics = Diagnostics::new();
    diagnostics.push(diagnostic);
    Outcome::failed(diagnostics)
}

fn explanation(item: &Item, items: &[Item], lowered: &Lowered) -> Explanation {
    let Lowered {
        document,
        sources,
        moves,
        ..
    } = lowered;
    // What is shown is where the document has it.
    let mut shown = item.clone();
    let pointers = shown.pointer.iter_mut().chain(&mut shown.pointers);
    pointers.for_each(|it| *it = moves.original(it));
    let span = item
        .pointer
        .as_ref()
        .and_then(|pointer| sources.span_of(document, pointer));
    let around = item.pointer.as_ref().zip(span.as_ref());
    let others = item.pointers.iter();
    Explanation {
        part: None,
        around: around
            .map(|(pointer, span)| sources.around(document, pointer, span))
            .unwrap_or_default(),
        span,
        also: others
            .filter(|pointer| Some(*pointer) != item.pointer.as_ref())
            .map(|pointer| (moves.original(pointer), sources.span_of(document, pointer)))
            .collect(),
        touches: touches::of(item, items, &lowered.applied),
        neighbours: neighbours::of(item, &lowered.api),
        item: shown,
    }
}
