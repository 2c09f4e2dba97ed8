//! Which keywords of schemas apply to values of which types.

/// The keywords that apply to values of some types alone, each with these types.
pub const TYPES: [(&str, &[&str]); 21] = [
    ("additionalProperties", &["object"]),
    ("contentEncoding", &["string"]),
    ("contentMediaType", &["string"]),
    ("discriminator", &["object"]),
    ("exclusiveMaximum", &["integer", "number"]),
    ("exclusiveMinimum", &["integer", "number"]),
    ("format", &["boolean", "integer", "number", "string"]),
    ("items", &["array"]),
    ("maxItems", &["array"]),
    ("maxLength", &["string"]),
    ("maxProperties", &["object"]),
    ("maximum", &["integer", "number"]),
    ("minItems", &["array"]),
    ("minLength", &["string"]),
    ("minProperties", &["object"]),
    ("minimum", &["integer", "number"]),
    ("multipleOf", &["integer", "number"]),
    ("pattern", &["string"]),
    ("properties", &["object"]),
    ("required", &["object"]),
    ("uniqueItems", &["array"]),
];
