//! Explains items: maps Rust items to the document and back, and shows what overlays changed.

mod find;
mod item;
mod items;
mod neighbours;
mod touches;

use connect_codegen::Input;
use connect_codegen::diagnostics::{Code, Diagnostic, Diagnostics, Outcome};
use connect_codegen::stages::{Findings, Lowered, lowered};

pub use item::{Explanation, Item, Kind, Neighbour, Touch};

/// A document with its overlays, and all Rust items generated from it.
pub struct Guide {
    lowered: Lowered,
    items: Vec<Item>,
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
                Outcome::new(Self { lowered, items }, Diagnostics::new())
            }
        }
    }

    /// Returns all items.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Explains an item, given by its Rust path, a JSON pointer, an operationId, a method and a
    /// path, or a wire name.
    ///
    /// # Errors
    /// The outcome has no value if nothing has this name. The diagnostic `unknown-name` then
    /// suggests similar names.
    pub fn explain(&self, what: &str) -> Outcome<Vec<Explanation>> {
        let found = find::find(&self.items, &self.lowered, what);
        let mut diagnostics = Diagnostics::new();
        if found.is_empty() {
            diagnostics.push(self.unknown(what));
        }
        let explanations = found
            .into_iter()
            .map(|item| explanation(item, &self.items, &self.lowered))
            .collect();
        Outcome::new(explanations, diagnostics)
    }

    fn unknown(&self, what: &str) -> Diagnostic {
        let near = find::nearest(&self.items, &self.lowered, what);
        let message = format!("unknown name `{what}`");
        let diagnostic = Diagnostic::error(Code::UnknownName, message);
        match near.is_empty() {
            true => diagnostic,
            false => diagnostic.help(format!("similar names: {}", near.join(", "))),
        }
    }
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
