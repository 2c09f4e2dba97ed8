//! Diagnostic codes: why each matters, and how it is usually fixed.

use std::fmt;

use super::examples::{self, Example};

/// Defines the codes, in the order of their names.
macro_rules! codes {
    ($($code:ident = $name:literal, $why:literal, $help:literal;)*) => {
        /// A diagnostic code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", $name, "`: ", $why, ".")] $code,)*
        }

        impl Code {
            /// All codes, by name.
            pub const ALL: &[Self] = &[$(Self::$code),*];

            /// Returns the name of the code, which does not change, such as `dead-action`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$code => $name),* }
            }

            /// Returns why it matters.
            #[must_use]
            pub const fn why(self) -> &'static str {
                match self { $(Self::$code => $why),* }
            }

            /// Returns the usual fix. A diagnostic may have more specific help.
            #[must_use]
            pub const fn help(self) -> &'static str {
                match self { $(Self::$code => $help),* }
            }
        }
    };
}

codes! {
    Access = "access",
        "a read-only property is never sent and a write-only property is never received, so a property that is both could not be used",
        "set one of the two to `false` in the overlay";
    AdditionalProperties = "additional-properties",
        "members that the schema does not declare have no field in Rust; they are ignored in responses",
        "add the members that you need to the schema, in the overlay";
    Alias = "alias",
        "aliases that contain themselves, or that expand to millions of nodes, cannot be resolved",
        "replace the alias with the node it stands for";
    AllOf = "all-of",
        "`allOf` becomes one struct with the properties of all members, which requires that they are compatible",
        "check the generated type; replace the schema in the overlay if it is wrong";
    Alternatives = "alternatives",
        "Rust types cannot express which members go together, so only the server checks it",
        "no action needed; document in the overlay which members go together";
    BadReference = "bad-reference",
        "a reference that cannot be resolved, or that resolves to another sort of component, has no meaning",
        "fix the reference in the overlay";
    Body = "body",
        "HTTP defines no meaning for a body in such requests, and servers or proxies may drop it",
        "check with a real call whether the server reads the body";
    CollidingNames = "colliding-names",
        "names that differ only in punctuation or case are the same name in most languages; the generator makes longer names, which can change when the document does",
        "pin one of the names in the overlay, if the generator cannot distinguish them";
    Compressed = "compressed",
        "documents are read as text",
        "decompress the file first";
    ContentRange = "content-range",
        "the server sets this header, so the caller cannot provide a value for it",
        "no action needed";
    DeadAction = "dead-action",
        "a correction without effect hides that the document has changed",
        "fix the target, or remove the action";
    Default = "default",
        "no server can apply a default that its schema does not allow",
        "correct or remove the default in the overlay";
    DuplicateKey = "duplicate-key",
        "a YAML mapping has one value per key, and it is unknown which of the two is meant",
        "remove one of the two";
    Emit = "emit",
        "this is a bug in the generator, not in the document",
        "report it with the smallest document that reproduces it";
    Empty = "empty",
        "there is nothing to generate",
        "pass an OpenAPI 3.0 document with at least one operation";
    EmptyPrefix = "empty-prefix",
        "a prefix without a path is usually mistyped, or the document has changed",
        "check the paths of the document";
    Enum = "enum",
        "an enum in Rust has values of one type: strings, or integers of 64 bits",
        "correct the `type` or the values in the overlay, if you want an enum";
    Extension = "extension",
        "the generator would silently ignore an extension that it cannot read",
        "see the table of extensions in CONTRIBUTING.md";
    Filter = "filter",
        "a filter compares a field with a single value of its type",
        "correct the schema of the parameter in the overlay";
    Form = "form",
        "a form has named parts, which become the fields of a struct",
        "declare the parts as properties, in the overlay";
    Format = "format",
        "an unknown format does not determine a Rust type",
        "correct it in the overlay if it stands for a known format; otherwise no action is needed";
    HeaderAsParameter = "header-as-parameter",
        "the parameter asks the caller for something that only the server knows, and strict tools refuse to generate it",
        "remove the parameter in the overlay; these bindings skip it anyway";
    Html = "html",
        "a web page is not a contract",
        "check the address: the server may have returned a sign-in page or an error page";
    Key = "key",
        "keys are names, and only strings and numbers can be names",
        "write the key as a quoted string";
    Limits = "limits",
        "limits that exclude every value are a mistake in the document; they are documented as they are",
        "correct them in the overlay";
    LineSeparator = "line-separator",
        "some YAML parsers take this character for a line end, and would read something else",
        "remove it from the document, or replace it with a space or a line feed";
    MediaTypes = "media-types",
        "a function has one type of request body and one type of response; JSON is preferred, then forms",
        "no action needed if the chosen type is the one you want; otherwise remove it in the overlay";
    MergeKey = "merge-key",
        "OpenAPI uses YAML 1.2, in which `<<` is an ordinary key; reading it as one would lose the merge",
        "write the members out, or refer to them with `allOf`";
    Name = "name",
        "two items cannot have the same name in Rust, and a numeric suffix would change when the document does",
        "pin a name in the overlay";
    NoPaths = "no-paths",
        "bindings are generated from operations, which are declared under `paths`",
        "pass an OpenAPI 3.0 document in YAML or JSON";
    Not = "not",
        "a Rust type says what a value is, not what it is not",
        "give the schema a `type` in the overlay";
    NotOpenApi = "not-openapi",
        "anything that does not follow OpenAPI 3.0 has no reliable meaning",
        "correct it in the overlay";
    NotOpenApi30 = "not-openapi-3.0",
        "the same words have different meanings in other versions of OpenAPI",
        "convert the document to OpenAPI 3.0 first";
    NotUtf8 = "not-utf8",
        "YAML and JSON documents are UTF-8",
        "convert the file to UTF-8";
    OptionalBody = "optional-body",
        "OpenAPI makes this body optional, and so do other generators; here a body is always an argument",
        "set `required: true` in the overlay if the server needs the body";
    Overlay = "overlay",
        "an invalid overlay would be applied in part",
        "write an OpenAPI Overlay 1.0 document; specs/usage/overlay/ has examples";
    OverlaySize = "overlay-size",
        "actions can multiply what earlier actions added, until memory runs out",
        "narrow the target, and check what earlier actions have added";
    OverlayTarget = "overlay-target",
        "an invalid target matches nothing",
        "write a JSONPath as in RFC 9535, such as `$.paths['/usage/files'].get`";
    OverlayUpdate = "overlay-update",
        "an update can only be merged into a value of the same type",
        "update a mapping with a mapping; update an array with one element to append";
    Parameter = "parameter",
        "a parameter that cannot be sent as one string in the path, query or headers has no counterpart in Rust",
        "correct or remove the parameter in the overlay";
    Path = "path",
        "every placeholder in a path needs one declared parameter; otherwise no request can be built",
        "declare the parameter in the overlay, with `in: path` and `required: true`";
    PathItem = "path-item",
        "path members that are not read would be skipped silently",
        "write the operations out under the path, with HTTP methods as keys";
    RepeatedInPlace = "repeated-in-place",
        "each copy can become a type of its own, and a change to one copy goes unnoticed in the others",
        "pin a name in the overlay: equal schemas with one name share one type";
    ReservedName = "reserved-name",
        "an item of the façade crate hides a module of the same name, so callers of the façade cannot use its functions; a crate that no façade re-exports is not affected",
        "pin its operations to another module with `x-connect-function` in the overlay";
    SamePath = "same-path",
        "a server cannot distinguish such paths, so one of the two functions calls the other's operation",
        "remove the operation that does not exist, in the overlay";
    SeveralDocuments = "several-documents",
        "a contract is one document",
        "keep one of the documents, and remove the others";
    States = "states",
        "waiting, and finding out whether a call took effect after its response was lost, depend on the state graph: a wrong transition makes either give up too early or wait in vain",
        "correct the transitions in overlay/behaviour.yml";
    Status = "status",
        "a response without a status never applies",
        "correct the key in the overlay: `200`, `4XX` or `default`";
    StatusAsNumber = "status-as-number",
        "JSON object keys are strings, so strict tools refuse a number",
        "no action needed: numeric keys are read as strings here";
    Successes = "successes",
        "a function returns one type on success",
        "correct the response that the server does not send, in the overlay";
    TooDeep = "too-deep",
        "unlimited nesting would exhaust memory",
        "move parts of the schema into components, and refer to them";
    UndeclaredErrors = "undeclared-errors",
        "a tool that reads the document assumes that the operation cannot fail; here every status that is not a success is an error",
        "declare the error responses in the overlay";
    Undocumented = "undocumented",
        "users see an item without an explanation",
        "describe it in overlay/docs.yml, in our own words";
    UndocumentedMember = "undocumented-member",
        "users see a field or a filter that only its name explains",
        "add a `description` in overlay/docs.yml, in our own words";
    UnknownAnchor = "unknown-anchor",
        "without its anchor, the text that an alias stands for is unknown",
        "replace the alias with the text it stands for, or define the anchor above it";
    UnknownKeyword = "unknown-keyword",
        "a keyword that is mistyped, or from another version of OpenAPI, has no effect",
        "correct it in the overlay; extensions start with `x-`";
    UnknownLookup = "unknown-lookup",
        "an unknown lookup cannot become a method",
        "correct the lookups in the overlay: `x-connect-filter`";
    UnknownName = "unknown-name",
        "items are found by Rust path, JSON pointer, method and path, operationId, or wire name",
        "run `cargo xtask inventory` for a list of all items";
    UnknownProperty = "unknown-property",
        "an extension for a missing property is usually meant for another property",
        "correct the name in the overlay";
    UnknownType = "unknown-type",
        "the types of OpenAPI 3.0 are string, number, integer, boolean, array and object",
        "correct the type in the overlay";
    Unpinned = "unpinned",
        "a name that is derived by a rule can change when the document grows, which breaks callers",
        "pin it in overlay/names.yml";
    UnstableOperationId = "unstable-operation-id",
        "bindings named after it break when the server's code is reorganized: all 32 ids of /usage changed between two versions of the document",
        "pin the function in the overlay; here names are derived from method and path";
    Unsupported = "unsupported",
        "this has no counterpart in the generated code, so callers cannot use it",
        "no action needed if callers do not need it";
    UnusedComponent = "unused-component",
        "a component that no operation reaches is not part of the contract, and may be out of date",
        "no action needed; remove it in the overlay if you like";
    Write = "write",
        "this is a bug in the generator, not in the document",
        "report it with the smallest document that reproduces it";
    WrongKindOfReference = "wrong-kind-of-reference",
        "strict tools refuse the document, or generate a type from something that is not a schema",
        "correct the reference in the overlay";
    Yaml = "yaml",
        "only YAML and JSON can be read",
        "check this line and the one before it for a wrong indent, quote or colon";
}

impl Code {
    /// Returns the code with a name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }

    /// Returns an example of this code, and its fix.
    #[must_use]
    pub fn example(self) -> Option<&'static Example> {
        examples::find(self.as_str())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
