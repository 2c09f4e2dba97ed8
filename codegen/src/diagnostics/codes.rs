//! Diagnostic codes. What each means stands on its page, `codegen/diagnostics/<code>.md`.

use std::fmt;

use super::page::{Example, Page};

/// Defines the codes, in the order of their names, each with its page.
macro_rules! codes {
    ($($code:ident = $name:literal;)*) => {
        /// A diagnostic code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = include_str!(concat!("../../diagnostics/", $name, ".md"))] $code,)*
        }

        impl Code {
            /// All codes, by name.
            pub const ALL: &[Self] = &[$(Self::$code),*];

            /// Returns the name of the code, which does not change, such as `dead-action`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$code => $name),* }
            }

            /// Returns the page about the code.
            #[must_use]
            pub const fn page(self) -> &'static Page {
                // The pages are parsed by the compiler: a malformed page does not compile.
                match self {
                    $(Self::$code => const {
                        &Page::of($name, include_str!(concat!("../../diagnostics/", $name, ".md")))
                    },)*
                }
            }
        }
    };
}

codes! {
    Access = "access";
    Alias = "alias";
    AllOf = "all-of";
    Alternatives = "alternatives";
    BadReference = "bad-reference";
    Body = "body";
    CollidingNames = "colliding-names";
    Compressed = "compressed";
    ContentRange = "content-range";
    DeadAction = "dead-action";
    Default = "default";
    Discriminator = "discriminator";
    DuplicateKey = "duplicate-key";
    Emit = "emit";
    Empty = "empty";
    EmptyPrefix = "empty-prefix";
    Enum = "enum";
    Extension = "extension";
    Filter = "filter";
    Form = "form";
    Format = "format";
    HeaderAsParameter = "header-as-parameter";
    Html = "html";
    InvalidName = "invalid-name";
    Key = "key";
    Limits = "limits";
    LineSeparator = "line-separator";
    MediaTypes = "media-types";
    MergeKey = "merge-key";
    Name = "name";
    NoPaths = "no-paths";
    Not = "not";
    NotOpenApi = "not-openapi";
    NotOpenApi3 = "not-openapi-3";
    NotUtf8 = "not-utf8";
    OpenApi31 = "openapi-3.1";
    OperationId = "operation-id";
    OptionalBody = "optional-body";
    Overlay = "overlay";
    OverlaySize = "overlay-size";
    OverlayTarget = "overlay-target";
    OverlayUpdate = "overlay-update";
    Parameter = "parameter";
    Path = "path";
    PathItem = "path-item";
    RepeatedInPlace = "repeated-in-place";
    ReservedName = "reserved-name";
    SamePath = "same-path";
    Security = "security";
    SeveralDocuments = "several-documents";
    States = "states";
    Status = "status";
    StatusAsNumber = "status-as-number";
    TooDeep = "too-deep";
    UndeclaredErrors = "undeclared-errors";
    Undocumented = "undocumented";
    UndocumentedMember = "undocumented-member";
    UnknownAnchor = "unknown-anchor";
    UnknownKeyword = "unknown-keyword";
    UnknownLookup = "unknown-lookup";
    UnknownName = "unknown-name";
    UnknownProperty = "unknown-property";
    UnknownType = "unknown-type";
    Unpinned = "unpinned";
    UnstableOperationId = "unstable-operation-id";
    Unsupported = "unsupported";
    UnusedComponent = "unused-component";
    Write = "write";
    WrongKindOfReference = "wrong-kind-of-reference";
    Yaml = "yaml";
}

impl Code {
    /// Returns the code with a name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }

    /// Returns why it matters.
    #[must_use]
    pub const fn why(self) -> &'static str {
        self.page().why
    }

    /// Returns the usual fix. A diagnostic may have more specific help.
    #[must_use]
    pub const fn help(self) -> &'static str {
        self.page().help
    }

    /// Returns an example of this code with its fix, or, if no few lines of a document can cause
    /// it, why there is none.
    ///
    /// # Errors
    /// Returns the reason why the page has no example.
    pub const fn example(self) -> Result<Example, &'static str> {
        self.page().example
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
