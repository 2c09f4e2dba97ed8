//! The kinds of findings: why each matters, and what mostly helps against it.

use super::examples::{self, Example};

/// A kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Its short name, which does not change, such as `dead-action`.
    pub name: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What mostly helps; a finding may have better advice of its own.
    pub help: &'static str,
}

/// Every kind of finding, by name.
pub const CODES: &[Code] = &[
    code(
        "access",
        "what is read-only stands in no request, and what is write-only in no answer, so that nothing would be left of it",
        "correct it in the overlay: set one of the two to `false`",
    ),
    code(
        "additional-properties",
        "members that the document does not name have no field in Rust; they are read over in answers",
        "add those that you need to the schema, in the overlay",
    ),
    code(
        "alias",
        "YAML aliases that lead into themselves, or unfold to millions of nodes, have no end",
        "write the node out in place of the alias",
    ),
    code(
        "all-of",
        "`allOf` becomes one struct with the properties of all members, which only works if they fit together",
        "look at the generated type; say what is meant with an overlay where it is wrong",
    ),
    code(
        "alternatives",
        "which members may stand together cannot be said with a type, so the server is the first to notice",
        "nothing has to be done; say in the documentation which of them go together",
    ),
    code(
        "bad-reference",
        "what refers to nothing, or to something else than a thing of its kind, has no meaning",
        "mend the reference, or correct it in the overlay",
    ),
    code(
        "body",
        "HTTP gives a body no meaning in such requests, and servers or proxies may drop it",
        "see in a real call whether the server reads it",
    ),
    code(
        "colliding-names",
        "names that differ in signs or capitals only are one name in most languages; the generator gives them longer ones, which move when the document does",
        "give one of them a name of its own in the overlay, if the generator has none for it",
    ),
    code(
        "compressed",
        "documents are read as text",
        "unpack the file first",
    ),
    code(
        "content-range",
        "an argument for it would be one that nobody can fill in: the server says it, not the caller",
        "nothing has to be done",
    ),
    code(
        "dead-action",
        "a correction that no longer corrects anything hides that the document has changed under it",
        "mend the target, or take the action away",
    ),
    code(
        "default",
        "a default that is no value of its schema is one that no server can mean",
        "correct it in the overlay, or remove it there",
    ),
    code(
        "duplicate-key",
        "YAML has one value for each key; which of the two is meant cannot be known",
        "take one of the two away",
    ),
    code(
        "emit",
        "this is a mistake of the generator, not of the document",
        "report it with the smallest document that shows it",
    ),
    code(
        "empty",
        "there is nothing to make bindings of",
        "name an OpenAPI 3.0 document with at least one operation",
    ),
    code(
        "empty-prefix",
        "a prefix without a path is mostly mistyped, or the document has moved on",
        "look at the paths of the document",
    ),
    code(
        "enum",
        "an enum in Rust has variants of one kind, texts or whole numbers of 64 bits",
        "correct the `type` or the values in the overlay, if an enum is wanted",
    ),
    code(
        "extension",
        "an extension that the generator does not read as it stands would be lost in silence",
        "see the vocabulary in CONTRIBUTING.md",
    ),
    code(
        "filter",
        "a filter compares a field with a single value of its type",
        "correct the schema of the parameter in the overlay",
    ),
    code(
        "form",
        "a form is made of named parts, and becomes a struct with a field for each",
        "declare the parts as properties, in the overlay",
    ),
    code(
        "format",
        "a format that the generator does not know says nothing about the type of the value",
        "correct it in the overlay if it stands for another, else leave it",
    ),
    code(
        "header-as-parameter",
        "a caller is asked for what only the server can say, and strict tools refuse to generate",
        "take the parameter out in the overlay; nothing has to be done for these bindings, which pass over it",
    ),
    code(
        "html",
        "a page for people holds no contract",
        "look at the address: a sign-in page or an error page may have answered",
    ),
    code(
        "key",
        "a key becomes a name, and only texts and numbers are names",
        "write the key as a text, in quotes",
    ),
    code(
        "limits",
        "limits that nothing keeps are a mistake of the document, and stand in the documentation as they are",
        "correct them in the overlay",
    ),
    code(
        "line-separator",
        "some readers of YAML take such a character for the end of a line, and would read something else than was written",
        "take it out of the document, or put a space or a line feed in its place",
    ),
    code(
        "media-types",
        "a function has one type of body and one of answer; the first of JSON, forms and others is taken",
        "nothing has to be done if the one that is taken is the one you need; else remove it in the overlay",
    ),
    code(
        "merge-key",
        "OpenAPI is YAML 1.2, where `<<` is a key like others; taking it for one would lose what was meant",
        "write the members out, or refer to them with `allOf`",
    ),
    code(
        "name",
        "two items cannot have one name in Rust, and a number stuck on one of them would move with the document",
        "give it a name of its own in the overlay",
    ),
    code(
        "no-paths",
        "bindings are made of operations, and these stand under `paths`",
        "name an OpenAPI 3.0 document in YAML or JSON",
    ),
    code(
        "not",
        "a type says what a value is, never what it is not",
        "give the schema a `type` in the overlay",
    ),
    code(
        "not-openapi",
        "what does not follow OpenAPI 3.0 has no meaning that could be relied on",
        "correct it in the overlay",
    ),
    code(
        "not-openapi-3.0",
        "other versions of OpenAPI give the same words another meaning",
        "convert the document to OpenAPI 3.0 first",
    ),
    code(
        "not-utf8",
        "YAML and JSON are texts in UTF-8",
        "convert the file to UTF-8",
    ),
    code(
        "optional-body",
        "OpenAPI says that such a body may be left out, so that other generators make it optional; here a body is always an argument",
        "set `required: true` in the overlay if the server wants the body",
    ),
    code(
        "overlay",
        "an overlay that is not understood as a whole would be applied by halves",
        "an overlay is an OpenAPI Overlay 1.0 document; those in specs/usage/overlay/ are examples",
    ),
    code(
        "overlay-size",
        "actions can multiply what others have added, until no memory is left",
        "aim the target at less, and look at what the actions before it have added",
    ),
    code(
        "overlay-target",
        "a target that cannot be read matches nothing",
        "targets follow RFC 9535, such as `$.paths['/usage/files'].get`",
    ),
    code(
        "overlay-update",
        "an update is merged into what is there, which only works with things of one kind",
        "an update of a mapping must be a mapping; a list takes one more element",
    ),
    code(
        "parameter",
        "a parameter that cannot be sent as one text in path, query or header has no counterpart in Rust",
        "correct the parameter in the overlay, or remove it there",
    ),
    code(
        "path",
        "each place in a path needs one declared parameter, or no request can be made",
        "declare the parameter in the overlay, with `in: path` and `required: true`",
    ),
    code(
        "path-item",
        "what is not read under a path would be missing without a word",
        "write the operations out under the path, with methods of HTTP as keys",
    ),
    code(
        "repeated-in-place",
        "each place can become a type of its own, and a change of one of them goes unnoticed in the others",
        "give it a name in the overlay: places of equal wording under one name share one type",
    ),
    code(
        "reserved-name",
        "an item of a crate hides what the crate re-exports by a glob under the same name, so that nobody could call the functions of the module",
        "pin its operations to another module in the overlay: `x-connect-function`",
    ),
    code(
        "same-path",
        "a server cannot tell two such paths apart, so that one of the two functions calls the other's operation",
        "remove the one that does not exist in the overlay",
    ),
    code(
        "several-documents",
        "a contract is one document",
        "keep the document that is meant, and take the others away",
    ),
    code(
        "states",
        "waiting, and what becomes of a call whose answer got lost, are decided by the graph of statuses: a move that is wrong makes either give up too early or wait in vain",
        "correct the moves in overlay/behaviour.yml",
    ),
    code(
        "status",
        "a response that stands for no status is never the answer",
        "correct the key in the overlay: `200`, `4XX` or `default`",
    ),
    code(
        "status-as-number",
        "keys of a mapping in JSON are texts; strict tools refuse a number",
        "nothing has to be done: numbers are read as texts here",
    ),
    code(
        "successes",
        "a function gives one type when all goes well",
        "correct the response in the overlay that is not what the server answers",
    ),
    code(
        "too-deep",
        "what is nested without end would take all of the memory",
        "name parts of the schema as components, and refer to them",
    ),
    code(
        "undeclared-errors",
        "a tool that reads the document takes it that nothing can go wrong; here whatever is no success is an error",
        "declare the errors in the overlay",
    ),
    code(
        "undocumented",
        "a user sees an item without an explanation",
        "describe it in overlay/docs.yml, in our own words",
    ),
    code(
        "undocumented-member",
        "a user sees a field or a filter whose name alone explains it",
        "describe it in overlay/docs.yml, in our own words: a `description`",
    ),
    code(
        "unknown-anchor",
        "an alias stands for what is written at its anchor, and without the anchor that is unknown",
        "put the text that is meant in place of the alias, or define the anchor above it",
    ),
    code(
        "unknown-keyword",
        "a keyword that is mistyped, or of another version of OpenAPI, has no effect here",
        "correct it in the overlay; extensions begin with `x-`",
    ),
    code(
        "unknown-lookup",
        "a lookup that is not known cannot be offered as a method",
        "correct the list of lookups in the overlay: `x-connect-filter`",
    ),
    code(
        "unknown-name",
        "an item is found by its path in Rust, by a pointer, by method and path, by operationId, or by its name on the wire",
        "`cargo xtask inventory` lists all items",
    ),
    code(
        "unknown-property",
        "what is said of a property that does not exist is mostly meant for another",
        "correct the name in the overlay",
    ),
    code(
        "unknown-type",
        "the types of OpenAPI 3.0 are string, number, integer, boolean, array and object",
        "correct the type in the overlay",
    ),
    code(
        "unpinned",
        "a name that follows from a rule can move when the document grows, and a moved name breaks callers",
        "pin it in overlay/names.yml",
    ),
    code(
        "unstable-operation-id",
        "bindings that are named after it break when the server's code is reordered: all 32 ids of /usage changed between two versions of the document",
        "pin the function in the overlay; here names follow from method and path",
    ),
    code(
        "unsupported",
        "this has no counterpart in the generated code, so a caller cannot use it",
        "nothing has to be done if callers do not need it",
    ),
    code(
        "unused-component",
        "what no operation reaches is not part of the contract, and may be out of date",
        "nothing has to be done; take it out in the overlay if it is in the way",
    ),
    code(
        "write",
        "this is a mistake of the generator, not of the document",
        "report it with the smallest document that shows it",
    ),
    code(
        "wrong-kind-of-reference",
        "a tool that follows OpenAPI to the letter refuses the document, or makes a type of something that is none",
        "correct the reference in the overlay",
    ),
    code(
        "yaml",
        "nothing can be made of a text that is not YAML (or JSON)",
        "look at the marked place and at the line before it: an indent, a quote or a colon is wrong",
    ),
];

const fn code(name: &'static str, why: &'static str, help: &'static str) -> Code {
    Code { name, why, help }
}

impl Code {
    /// What it says, how it comes about, and what it looks like when it is mended.
    #[must_use]
    pub fn example(&self) -> Option<&'static Example> {
        examples::find(self.name)
    }
}

/// The kind of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Code> {
    let at = CODES.binary_search_by(|code| code.name.cmp(name)).ok()?;
    CODES.get(at)
}
