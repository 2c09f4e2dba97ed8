//! The kinds of changes.

use std::fmt;

/// Defines the kinds, in the order of their names.
macro_rules! kinds {
    ($($kind:ident = $name:literal: $doc:literal;)*) => {
        /// What a change is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ChangeKind {
            $(#[doc = $doc] $kind,)*
        }

        impl ChangeKind {
            /// All kinds, by name.
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// Returns the name of the kind, which does not change, such as `field-added`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$kind => $name),* }
            }
        }
    };
}

kinds! {
    Access = "access": "A field is used in other directions.";
    Arguments = "arguments": "The arguments of a function change places.";
    BareString = "bare-string": "A bare string may stand for an object, or no longer.";
    Behaviour = "behaviour": "The generated code of an item behaves differently for no other reason.";
    Deprecated = "deprecated": "Something is marked as deprecated, or no longer.";
    Documentation = "documentation": "Other words of documentation.";
    Encoding = "encoding": "A part of a body is encoded in another way.";
    Extension = "extension": "An extension that is not ours has another value.";
    FieldAdded = "field-added": "A field is new.";
    FieldRemoved = "field-removed": "A field is gone.";
    FieldRenamed = "field-renamed": "A field has another name in Rust.";
    FieldType = "field-type": "A field has another type.";
    FilterAdded = "filter-added": "A filter is new.";
    FilterOrdering = "filter-ordering": "A list can be ordered by a filter, or no longer.";
    FilterRemoved = "filter-removed": "A filter is gone.";
    FilterRenamed = "filter-renamed": "A filter has another name in Rust.";
    FilterSearch = "filter-search": "A filter is included in `search`, or no longer.";
    FilterSelect = "filter-select": "The presence of a field in rows can be selected in another way.";
    FilterType = "filter-type": "A filter compares with another type.";
    FunctionRenamed = "function-renamed": "A function has another name.";
    Gives = "gives": "A function returns something else.";
    HeaderAdded = "header-added": "A response header is new.";
    HeaderRemoved = "header-removed": "A response header is gone.";
    HeaderRenamed = "header-renamed": "A response header has another name in Rust.";
    HeaderType = "header-type": "A response header has another type.";
    Held = "held": "A field represents its presence in another way.";
    Idempotent = "idempotent": "An operation is idempotent, or no longer.";
    LeftOut = "left-out": "An item is left out, or no longer.";
    Limits = "limits": "A value has other limits.";
    LookupAdded = "lookup-added": "A filter offers another lookup.";
    LookupRemoved = "lookup-removed": "A filter no longer offers a lookup.";
    Meaning = "meaning": "A name in Rust stands for something else.";
    MemberAdded = "member-added": "A union has another member.";
    MemberRemoved = "member-removed": "A union has a member less.";
    MemberSign = "member-sign": "A member of a union is recognized in another way.";
    OperationAdded = "operation-added": "An operation is new.";
    OperationRemoved = "operation-removed": "An operation is gone.";
    ParameterAdded = "parameter-added": "A parameter is new.";
    ParameterRemoved = "parameter-removed": "A parameter is gone.";
    ParameterRenamed = "parameter-renamed": "A parameter has another name in Rust.";
    ParameterRequired = "parameter-required": "A parameter is required, or no longer.";
    ParameterStyle = "parameter-style": "A parameter is written in another way.";
    ParameterType = "parameter-type": "A parameter has another type.";
    PathParameterRenamed = "path-parameter-renamed": "A path parameter has another name in the document.";
    Presence = "presence": "A field may be absent or null, or no longer.";
    RequestAdded = "request-added": "An operation takes a body.";
    RequestMediaType = "request-media-type": "A request has another media type.";
    RequestRemoved = "request-removed": "An operation takes no body any more.";
    RequestRequired = "request-required": "A request body is required, or no longer.";
    RequestType = "request-type": "A request has another type.";
    ResponseMediaType = "response-media-type": "A response has another media type.";
    ResponseType = "response-type": "A response has another type.";
    Rust = "rust": "The generated items differ for no other reason.";
    Security = "security": "A call is authorized in another way.";
    Servers = "servers": "A call goes to other servers.";
    StatusAdded = "status-added": "A status is declared.";
    StatusRemoved = "status-removed": "A status is no longer declared.";
    TypeAdded = "type-added": "A type is new.";
    TypeKind = "type-kind": "A type is of another kind.";
    TypeRemoved = "type-removed": "A type is gone.";
    TypeRenamed = "type-renamed": "A type has another name in Rust.";
    ValueAdded = "value-added": "An enum has another value.";
    ValueRemoved = "value-removed": "An enum has a value less.";
    VariantRenamed = "variant-renamed": "A variant has another name in Rust.";
}

impl ChangeKind {
    /// Returns whether such a change can be one of requests and responses, rather than of names and documentation
    /// alone.
    pub(super) fn is_of_wire(self) -> bool {
        !matches!(
            self,
            Self::Arguments
                | Self::Deprecated
                | Self::Documentation
                | Self::Extension
                | Self::FieldRenamed
                | Self::FilterRenamed
                | Self::FunctionRenamed
                | Self::HeaderRenamed
                | Self::Held
                | Self::LeftOut
                | Self::ParameterRenamed
                | Self::PathParameterRenamed
                | Self::Rust
                | Self::TypeAdded
                | Self::TypeRemoved
                | Self::TypeRenamed
                | Self::VariantRenamed
        )
    }

    /// Returns whether calls that compile as before are sent in another way. Such a change is shown as one of the
    /// wire even if it adds items.
    pub(super) fn is_of_requests(self) -> bool {
        matches!(
            self,
            Self::Behaviour
                | Self::Encoding
                | Self::ParameterStyle
                | Self::RequestMediaType
                | Self::Security
                | Self::Servers
        )
    }
}

impl fmt::Display for ChangeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
