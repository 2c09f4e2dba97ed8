//! The documents, and what the program does with each.

use connect_codegen::{Bindings, Source};
use contract_tests::scratch::{bindings, vendor};

/// A document, and what the program does with it.
pub struct Subject {
    /// The name of the generated crate, and of the files that belong to it.
    pub name: &'static str,
    /// The document; nothing where it is not there.
    pub document: fn() -> Option<Source>,
    pub overlay: &'static str,
    /// The module of the program that names what is in the crate.
    pub module: &'static str,
    pub path: &'static str,
    pub action: &'static str,
    /// The first state of an object, the one after the action, and the one that is waited for.
    pub states: [&'static str; 3],
    /// The JSON of an object, by its number and its state.
    pub object: fn(usize, &str) -> String,
    /// What the program prints of it.
    pub printed: fn(usize, &str) -> String,
    /// What `create` and the action send.
    pub bodies: [&'static str; 2],
    /// The query of the filtered list.
    pub query: &'static str,
}

pub const KILN: Subject = Subject {
    name: "kiln",
    document: || Some(Source::new("kiln.yml", include_str!("documents/kiln.yml"))),
    overlay: include_str!("documents/kiln.overlay.yml"),
    module: include_str!("documents/kiln.rs"),
    path: "/kiln/batches",
    action: "fire",
    states: ["drying", "firing", "cooled"],
    // More digits than a binary fraction holds.
    object: |number, state| {
        format!(
            r#"{{"id":"X-{number}","glaze":"Gr\u00fcn {number}","weight":0.1234567890123456789,"state":"{state}"}}"#
        )
    },
    printed: |number, state| {
        format!(
            r#"Some("X-{number}") Some("Grün {number}") Some("0.1234567890123456789") Some({state})"#
        )
    },
    bodies: [r#"{"glaze":"celadon","weight":12}"#, r#"{"degrees":1280}"#],
    query: "in(state,(%22drying%22,%22firing%22))&not(eq(glaze,%27ash%2C%20%26%20%22salt%22%27))&ordering(-glaze)",
};

pub const HELPDESK: Subject = Subject {
    name: "helpdesk",
    document: || vendor("connect-openapi30-v37.yml"),
    overlay: include_str!("documents/helpdesk.overlay.yml"),
    module: include_str!("documents/helpdesk.rs"),
    path: "/helpdesk/cases",
    action: "inquire",
    states: ["pending", "inquiring", "closed"],
    object: |number, state| {
        format!(r#"{{"id":"X-{number}","subject":"Gr\u00fcn {number}","state":"{state}"}}"#)
    },
    printed: |number, state| format!(r#"Some("X-{number}") Some("Grün {number}") Some({state})"#),
    bodies: [
        r#"{"description":"It is cold.","receiver":{"account":{"id":"PA-1"}},"subject":"Kiln","type":"technical"}"#,
        r#"{"degrees":1280}"#,
    ],
    query: "in(state,(%22pending%22,%22inquiring%22))&not(eq(subject,%27ash%2C%20%26%20%22salt%22%27))&ordering(-events.created.at)",
};

impl Subject {
    pub fn bindings(&self) -> Option<Bindings> {
        let overlay = Source::new(format!("{}.overlay.yml", self.name), self.overlay);
        let prefix = format!("/{}*", self.name);
        Some(bindings((self.document)()?, vec![overlay], &[&prefix]))
    }

    /// What the program prints of an object in one of the three states.
    pub fn shows(&self, number: usize, state: usize) -> String {
        let state = self.states[state];
        let variant = state[..1].to_uppercase() + &state[1..];
        (self.printed)(number, &variant)
    }
}
