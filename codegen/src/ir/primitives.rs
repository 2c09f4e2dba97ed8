//! Primitive types: one table of all that the generator knows about each of them.

/// The `type` of a schema that a primitive type can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaType {
    /// `string`.
    String,
    /// `boolean`.
    Boolean,
    /// `integer`.
    Integer,
    /// `number`.
    Number,
}

impl SchemaType {
    /// Returns its name with an article, for messages.
    #[must_use]
    pub fn with_article(self) -> &'static str {
        match self {
            Self::String => "a string",
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Number => "a number",
        }
    }
}

/// A type of JSON values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonKind {
    /// An object.
    Object,
    /// An array.
    Array,
    /// A string.
    String,
    /// A number.
    Number,
    /// A number without a fraction.
    Integer,
    /// A string that is a date.
    Date,
    /// A string that is a date-time.
    DateTime,
    /// `true` or `false`.
    Boolean,
}

impl JsonKind {
    /// Returns the name that the runtime uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Array => "array",
            Self::String => "string",
            Self::Number => "number",
            Self::Integer => "integer",
            Self::Date => "date",
            Self::DateTime => "date-time",
            Self::Boolean => "boolean",
        }
    }
}

/// What the generator knows about a primitive type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Its name in Rust.
    pub rust: &'static str,
    /// Whether the runtime defines it. If not, the language or its prelude does.
    pub of_runtime: bool,
    /// The `type` of the schemas that it stands for; `None` if no `type` selects it.
    pub schema: Option<SchemaType>,
    /// The values of `format` that select it among the types for that `type`.
    pub formats: &'static [&'static str],
    /// The type that a filter compares with, if a value is written as one string. Only such a type can be that
    /// of a parameter or a filter.
    pub scalar: Option<&'static str>,
    /// How it is sent as a part of a form.
    pub part: Part,
    /// Whether callers give a value of the type itself, rather than `impl Into` of it.
    pub is_exact: bool,
    /// The name of a union's variant that holds it.
    pub variant: &'static str,
}

/// How a value is sent as a part of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// As a string that is there already.
    Text,
    /// As the string that the value is written as.
    Value,
    /// As a file.
    File,
    /// As several files.
    Files,
    /// As JSON in a text.
    Json,
    /// As several strings.
    Texts,
    /// As several strings that the values are written as.
    Values,
    /// As JSON.
    Object,
    /// As JSON, each item by itself.
    Objects,
}

impl Part {
    /// Returns the name that the runtime's macro uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Value => "value",
            Self::File => "file",
            Self::Files => "files",
            Self::Json => "json",
            Self::Texts => "texts",
            Self::Values => "values",
            Self::Object => "object",
            Self::Objects => "objects",
        }
    }
}

macro_rules! primitives {
    ($($(#[$doc:meta])* $name:ident { $($column:ident: $value:expr),* $(,)? })*) => {
        /// A type that no schema of the document defines: a type of the language or of the runtime.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Primitive {
            $($(#[$doc])* $name,)*
        }

        impl Primitive {
            /// All primitive types.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Returns what the generator knows about the type.
            #[must_use]
            pub const fn row(self) -> &'static Row {
                match self {
                    $(Self::$name => const { &Row { $($column: $value,)* } },)*
                }
            }
        }
    };
}

primitives! {
    /// A string.
    String {
        rust: "String",
        of_runtime: false,
        schema: Some(SchemaType::String),
        formats: &[
            "duration", "email", "hostname", "idn-email", "idn-hostname", "ipv4", "ipv6", "iri",
            "iri-reference", "json-pointer", "password", "regex", "slug", "time", "uri", "uri-reference",
            "uri-template", "url",
        ],
        scalar: Some("str"),
        part: Part::Text,
        is_exact: false,
        variant: "Text",
    }
    /// A boolean.
    Boolean {
        rust: "bool",
        of_runtime: false,
        schema: Some(SchemaType::Boolean),
        formats: &[],
        scalar: Some("bool"),
        part: Part::Value,
        is_exact: true,
        variant: "Bool",
    }
    /// An integer.
    Integer {
        rust: "i64",
        of_runtime: false,
        schema: Some(SchemaType::Integer),
        formats: &["int64", "uint32"],
        scalar: Some("i64"),
        part: Part::Value,
        is_exact: true,
        variant: "Integer",
    }
    /// An integer of 32 bits.
    Int32 {
        rust: "i32",
        of_runtime: false,
        schema: Some(SchemaType::Integer),
        formats: &["int16", "int32", "int8", "uint16", "uint8"],
        scalar: Some("i32"),
        part: Part::Value,
        is_exact: true,
        variant: "Integer",
    }
    /// A non-negative integer of 64 bits.
    UInt64 {
        rust: "u64",
        of_runtime: false,
        schema: Some(SchemaType::Integer),
        formats: &["uint64"],
        scalar: Some("u64"),
        part: Part::Value,
        is_exact: true,
        variant: "Integer",
    }
    /// An exact decimal number.
    Decimal {
        rust: "Decimal",
        of_runtime: true,
        schema: Some(SchemaType::Number),
        formats: &["double", "float"],
        scalar: Some("connect_runtime::Decimal"),
        part: Part::Value,
        is_exact: false,
        variant: "Number",
    }
    /// A date-time with an offset.
    DateTime {
        rust: "DateTime",
        of_runtime: true,
        schema: Some(SchemaType::String),
        formats: &["date-time"],
        scalar: Some("connect_runtime::DateTime"),
        part: Part::Value,
        is_exact: false,
        variant: "Instant",
    }
    /// A date.
    Date {
        rust: "Date",
        of_runtime: true,
        schema: Some(SchemaType::String),
        formats: &["date"],
        scalar: Some("connect_runtime::Date"),
        part: Part::Value,
        is_exact: false,
        variant: "Day",
    }
    /// A date or a date-time.
    DateOrDateTime {
        rust: "DateOrDateTime",
        of_runtime: true,
        schema: Some(SchemaType::String),
        formats: &["date-or-date-time"],
        scalar: None,
        part: Part::Json,
        is_exact: false,
        variant: "Day",
    }
    /// Bytes as Base64.
    Base64 {
        rust: "Base64",
        of_runtime: true,
        schema: Some(SchemaType::String),
        formats: &["byte"],
        scalar: Some("connect_runtime::Base64"),
        part: Part::Value,
        is_exact: false,
        variant: "Bytes",
    }
    /// A UUID.
    Uuid {
        rust: "Uuid",
        of_runtime: true,
        schema: Some(SchemaType::String),
        formats: &["uuid"],
        scalar: Some("connect_runtime::Uuid"),
        part: Part::Value,
        is_exact: false,
        variant: "Uuid",
    }
    /// A presigned URL: a string that is never shown in full.
    PresignedUrl {
        rust: "PresignedUrl",
        of_runtime: true,
        schema: Some(SchemaType::String),
        formats: &["presigned-url"],
        scalar: None,
        part: Part::Json,
        is_exact: false,
        variant: "Text",
    }
    /// Bytes: a string in JSON, a file elsewhere. No type of the IR is this one.
    Binary {
        rust: "String",
        of_runtime: false,
        schema: None,
        formats: &[],
        scalar: Some("str"),
        part: Part::Text,
        is_exact: false,
        variant: "Text",
    }
    /// Bytes to send, outside of JSON.
    Upload {
        rust: "Upload",
        of_runtime: true,
        schema: None,
        formats: &[],
        scalar: None,
        part: Part::File,
        is_exact: false,
        variant: "Text",
    }
    /// Any JSON value.
    Json {
        rust: "Json",
        of_runtime: true,
        schema: None,
        formats: &[],
        scalar: None,
        part: Part::Json,
        is_exact: false,
        variant: "Other",
    }
}

impl Primitive {
    /// Returns the type of a schema with a `type` and perhaps a `format`; `None` if the format is unknown.
    #[must_use]
    pub fn of_schema(schema: SchemaType, format: Option<&str>) -> Option<Self> {
        let mut of_type = Self::ALL
            .iter()
            .copied()
            .filter(|it| it.row().schema == Some(schema));
        match format {
            // The first one in the table is the plain one.
            None => of_type.next(),
            Some(format) => of_type.find(|it| it.row().formats.contains(&format)),
        }
    }

    /// Returns whether a format is one of numbers.
    #[must_use]
    pub fn is_numeric_format(format: &str) -> bool {
        let mut rows = Self::ALL.iter().map(|it| it.row());
        rows.any(|row| {
            let is_number = matches!(row.schema, Some(SchemaType::Integer | SchemaType::Number));
            is_number && row.formats.contains(&format)
        })
    }

    /// Returns how the values are recognized in JSON; `None` for any.
    #[must_use]
    pub fn json(self) -> Option<JsonKind> {
        Some(match self.row().schema? {
            SchemaType::String if self == Self::Date => JsonKind::Date,
            SchemaType::String if self == Self::DateTime => JsonKind::DateTime,
            SchemaType::String => JsonKind::String,
            SchemaType::Boolean => JsonKind::Boolean,
            SchemaType::Integer => JsonKind::Integer,
            SchemaType::Number => JsonKind::Number,
        })
    }

    /// Returns the names that the runtime defines.
    pub fn names_of_runtime() -> impl Iterator<Item = &'static str> {
        let rows = Self::ALL.iter().map(|it| it.row());
        rows.filter(|row| row.of_runtime).map(|row| row.rust)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_selects_one_type() {
        for (index, one) in Primitive::ALL.iter().enumerate() {
            let row = one.row();
            for format in row.formats {
                let schema = row.schema.expect("formats are those of a `type`");
                assert_eq!(Primitive::of_schema(schema, Some(format)), Some(*one));
                let mut later = Primitive::ALL[index + 1..].iter().map(|other| other.row());
                let is_twice =
                    later.any(|it| it.schema == row.schema && it.formats.contains(format));
                assert!(!is_twice, "{format}");
            }
        }
        assert_eq!(
            Primitive::of_schema(SchemaType::String, None),
            Some(Primitive::String)
        );
        assert_eq!(
            Primitive::of_schema(SchemaType::String, Some("colour")),
            None
        );
    }
}
