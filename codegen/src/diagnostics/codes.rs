//! Diagnostic codes: why each matters, and how it is usually fixed.

use super::examples::{self, Example};

/// A diagnostic code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// The code, which does not change, such as `dead-action`.
    pub name: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// The usual fix. A diagnostic may have more specific help.
    pub help: &'static str,
}

/// All diagnostic codes, by name.
pub const CODES: &[Code] = &[
    code(
        "access",
        "a read-only property is never sent and a write-only property is never received, so a property that is both could not be used",
        "set one of the two to `false` in the overlay",
    ),
    code(
        "additional-properties",
        "members that the schema does not declare have no field in Rust; they are ignored in responses",
        "add the members that you need to the schema, in the overlay",
    ),
    code(
        "alias",
        "aliases that contain themselves, or that expand to millions of nodes, cannot be resolved",
        "replace the alias with the node it stands for",
    ),
    code(
        "all-of",
        "`allOf` becomes one struct with the properties of all members, which requires that they are compatible",
        "check the generated type; replace the schema in the overlay if it is wrong",
    ),
    code(
        "alternatives",
        "Rust types cannot express which members go together, so only the server checks it",
        "no action needed; document in the overlay which members go together",
    ),
    code(
        "bad-reference",
        "a reference that cannot be resolved, or that resolves to another sort of component, has no meaning",
        "fix the reference in the overlay",
    ),
    code(
        "body",
        "HTTP defines no meaning for a body in such requests, and servers or proxies may drop it",
        "check with a real call whether the server reads the body",
    ),
    code(
        "colliding-names",
        "names that differ only in punctuation or case are the same name in most languages; the generator makes longer names, which can change when the document does",
        "pin one of the names in the overlay, if the generator cannot distinguish them",
    ),
    code(
        "compressed",
        "documents are read as text",
        "decompress the file first",
    ),
    code(
        "content-range",
        "the server sets this header, so the caller cannot provide a value for it",
        "no action needed",
    ),
    code(
        "dead-action",
        "a correction without effect hides that the document has changed",
        "fix the target, or remove the action",
    ),
    code(
        "default",
        "no server can apply a default that its schema does not allow",
        "correct or remove the default in the overlay",
    ),
    code(
        "duplicate-key",
        "a YAML mapping has one value per key, and it is unknown which of the two is meant",
        "remove one of the two",
    ),
    code(
        "emit",
        "this is a bug in the generator, not in the document",
        "report it with the smallest document that reproduces it",
    ),
    code(
        "empty",
        "there is nothing to generate",
        "pass an OpenAPI 3.0 document with at least one operation",
    ),
    code(
        "empty-prefix",
        "a prefix without a path is usually mistyped, or the document has changed",
        "check the paths of the document",
    ),
    code(
        "enum",
        "an enum in Rust has values of one type: strings, or integers of 64 bits",
        "correct the `type` or the values in the overlay, if you want an enum",
    ),
    code(
        "extension",
        "the generator would silently ignore an extension that it cannot read",
        "see the table of extensions in CONTRIBUTING.md",
    ),
    code(
        "filter",
        "a filter compares a field with a single value of its type",
        "correct the schema of the parameter in the overlay",
    ),
    code(
        "form",
        "a form has named parts, which become the fields of a struct",
        "declare the parts as properties, in the overlay",
    ),
    code(
        "format",
        "an unknown format does not determine a Rust type",
        "correct it in the overlay if it stands for a known format; otherwise no action is needed",
    ),
    code(
        "header-as-parameter",
        "the parameter asks the caller for something that only the server knows, and strict tools refuse to generate it",
        "remove the parameter in the overlay; these bindings skip it anyway",
    ),
    code(
        "html",
        "a web page is not a contract",
        "check the address: the server may have returned a sign-in page or an error page",
    ),
    code(
        "key",
        "keys are names, and only strings and numbers can be names",
        "write the key as a quoted string",
    ),
    code(
        "limits",
        "limits that exclude every value are a mistake in the document; they are documented as they are",
        "correct them in the overlay",
    ),
    code(
        "line-separator",
        "some YAML parsers take this character for a line end, and would read something else",
        "remove it from the document, or replace it with a space or a line feed",
    ),
    code(
        "media-types",
        "a function has one type of request body and one type of response; JSON is preferred, then forms",
        "no action needed if the chosen type is the one you want; otherwise remove it in the overlay",
    ),
    code(
        "merge-key",
        "OpenAPI uses YAML 1.2, in which `<<` is an ordinary key; reading it as one would lose the merge",
        "write the members out, or refer to them with `allOf`",
    ),
    code(
        "name",
        "two items cannot have the same name in Rust, and a numeric suffix would change when the document does",
        "pin a name in the overlay",
    ),
    code(
        "no-paths",
        "bindings are generated from operations, which are declared under `paths`",
        "pass an OpenAPI 3.0 document in YAML or JSON",
    ),
    code(
        "not",
        "a Rust type says what a value is, not what it is not",
        "give the schema a `type` in the overlay",
    ),
    code(
        "not-openapi",
        "anything that does not follow OpenAPI 3.0 has no reliable meaning",
        "correct it in the overlay",
    ),
    code(
        "not-openapi-3.0",
        "the same words have different meanings in other versions of OpenAPI",
        "convert the document to OpenAPI 3.0 first",
    ),
    code(
        "not-utf8",
        "YAML and JSON documents are UTF-8",
        "convert the file to UTF-8",
    ),
    code(
        "optional-body",
        "OpenAPI makes this body optional, and so do other generators; here a body is always an argument",
        "set `required: true` in the overlay if the server needs the body",
    ),
    code(
        "overlay",
        "an invalid overlay would be applied in part",
        "write an OpenAPI Overlay 1.0 document; specs/usage/overlay/ has examples",
    ),
    code(
        "overlay-size",
        "actions can multiply what earlier actions added, until memory runs out",
        "narrow the target, and check what earlier actions have added",
    ),
    code(
        "overlay-target",
        "an invalid target matches nothing",
        "write a JSONPath as in RFC 9535, such as `$.paths['/usage/files'].get`",
    ),
    code(
        "overlay-update",
        "an update can only be merged into a value of the same type",
        "update a mapping with a mapping; update an array with one element to append",
    ),
    code(
        "parameter",
        "a parameter that cannot be sent as one string in the path, query or headers has no counterpart in Rust",
        "correct or remove the parameter in the overlay",
    ),
    code(
        "path",
        "every placeholder in a path needs one declared parameter; otherwise no request can be built",
        "declare the parameter in the overlay, with `in: path` and `required: true`",
    ),
    code(
        "path-item",
        "path members that are not read would be skipped silently",
        "write the operations out under the path, with HTTP methods as keys",
    ),
    code(
        "repeated-in-place",
        "each copy can become a type of its own, and a change to one copy goes unnoticed in the others",
        "pin a name in the overlay: equal schemas with one name share one type",
    ),
    code(
        "reserved-name",
        "an item of the façade crate hides a module of the same name, so callers of the façade cannot use its functions; a crate that no façade re-exports is not affected",
        "pin its operations to another module with `x-connect-function` in the overlay",
    ),
    code(
        "same-path",
        "a server cannot distinguish such paths, so one of the two functions calls the other's operation",
        "remove the operation that does not exist, in the overlay",
    ),
    code(
        "several-documents",
        "a contract is one document",
        "keep one of the documents, and remove the others",
    ),
    code(
        "states",
        "waiting, and finding out whether a call took effect after its response was lost, depend on the state graph: a wrong transition makes either give up too early or wait in vain",
        "correct the transitions in overlay/behaviour.yml",
    ),
    code(
        "status",
        "a response without a status never applies",
        "correct the key in the overlay: `200`, `4XX` or `default`",
    ),
    code(
        "status-as-number",
        "JSON object keys are strings, so strict tools refuse a number",
        "no action needed: numeric keys are read as strings here",
    ),
    code(
        "successes",
        "a function returns one type on success",
        "correct the response that the server does not send, in the overlay",
    ),
    code(
        "too-deep",
        "unlimited nesting would exhaust memory",
        "move parts of the schema into components, and refer to them",
    ),
    code(
        "undeclared-errors",
        "a tool that reads the document assumes that the operation cannot fail; here every status that is not a success is an error",
        "declare the error responses in the overlay",
    ),
    code(
        "undocumented",
        "users see an item without an explanation",
        "describe it in overlay/docs.yml, in our own words",
    ),
    code(
        "undocumented-member",
        "users see a field or a filter that only its name explains",
        "add a `description` in overlay/docs.yml, in our own words",
    ),
    code(
        "unknown-anchor",
        "without its anchor, the text that an alias stands for is unknown",
        "replace the alias with the text it stands for, or define the anchor above it",
    ),
    code(
        "unknown-keyword",
        "a keyword that is mistyped, or from another version of OpenAPI, has no effect",
        "correct it in the overlay; extensions start with `x-`",
    ),
    code(
        "unknown-lookup",
        "an unknown lookup cannot become a method",
        "correct the lookups in the overlay: `x-connect-filter`",
    ),
    code(
        "unknown-name",
        "items are found by Rust path, JSON pointer, method and path, operationId, or wire name",
        "run `cargo xtask inventory` for a list of all items",
    ),
    code(
        "unknown-property",
        "an extension for a missing property is usually meant for another property",
        "correct the name in the overlay",
    ),
    code(
        "unknown-type",
        "the types of OpenAPI 3.0 are string, number, integer, boolean, array and object",
        "correct the type in the overlay",
    ),
    code(
        "unpinned",
        "a name that is derived by a rule can change when the document grows, which breaks callers",
        "pin it in overlay/names.yml",
    ),
    code(
        "unstable-operation-id",
        "bindings named after it break when the server's code is reorganized: all 32 ids of /usage changed between two versions of the document",
        "pin the function in the overlay; here names are derived from method and path",
    ),
    code(
        "unsupported",
        "this has no counterpart in the generated code, so callers cannot use it",
        "no action needed if callers do not need it",
    ),
    code(
        "unused-component",
        "a component that no operation reaches is not part of the contract, and may be out of date",
        "no action needed; remove it in the overlay if you like",
    ),
    code(
        "write",
        "this is a bug in the generator, not in the document",
        "report it with the smallest document that reproduces it",
    ),
    code(
        "wrong-kind-of-reference",
        "strict tools refuse the document, or generate a type from something that is not a schema",
        "correct the reference in the overlay",
    ),
    code(
        "yaml",
        "only YAML and JSON can be read",
        "check this line and the one before it for a wrong indent, quote or colon",
    ),
];

const fn code(name: &'static str, why: &'static str, help: &'static str) -> Code {
    Code { name, why, help }
}

impl Code {
    /// Returns the explanation of this code, with an example and its fix.
    #[must_use]
    pub fn example(&self) -> Option<&'static Example> {
        examples::find(self.name)
    }
}

/// Returns the code with a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Code> {
    let at = CODES.binary_search_by(|code| code.name.cmp(name)).ok()?;
    CODES.get(at)
}
