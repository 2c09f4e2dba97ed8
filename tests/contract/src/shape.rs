//! What a schema says of a value.

use serde_json::Value;

use crate::contract::{Contract, members};

/// A schema of a document, references followed.
#[derive(Debug, Clone, Copy)]
pub struct Schema<'a> {
    contract: &'a Contract,
    node: &'a Value,
}

/// What values of a schema look like.
#[derive(Debug)]
pub enum Shape<'a> {
    /// Any JSON.
    Any,
    /// An object with known members.
    Object(Vec<Property<'a>>),
    /// An object whose members are all alike, such as any JSON.
    Map(Schema<'a>),
    /// A list.
    List(Schema<'a>),
    /// One of several forms.
    OneOf(Vec<Schema<'a>>),
    /// One of several texts.
    Choice(Vec<&'a str>),
    /// A text of so many characters at most.
    Text(usize),
    /// A time.
    Time,
    /// A date.
    Date,
    /// A date or a time.
    DateOrDateTime,
    /// A whole number in a range.
    Integer(i64, i64),
    /// A number; the greatest absolute value if there is a limit.
    Number(Option<i64>),
    /// True or false.
    Bool,
}

/// A member of an object.
#[derive(Debug)]
pub struct Property<'a> {
    /// Its key.
    pub name: &'a str,
    /// Its schema.
    pub schema: Schema<'a>,
    /// Whether the schema requires it.
    pub required: bool,
    /// Whether every response has it.
    pub always: bool,
    /// Whether it is in requests only.
    pub write_only: bool,
}

impl<'a> Schema<'a> {
    pub(crate) fn new(contract: &'a Contract, node: &'a Value) -> Self {
        let node = contract.follow(node);
        Self { contract, node }
    }

    /// The schema as the document has it.
    #[must_use]
    pub fn node(self) -> &'a Value {
        self.node
    }

    /// Whether null is a value.
    #[must_use]
    pub fn nullable(self) -> bool {
        self.node["nullable"] == true
    }

    /// What its values look like.
    ///
    /// # Panics
    /// When it uses what these tests cannot make values of.
    #[must_use]
    pub fn shape(self) -> Shape<'a> {
        if let Some(members) = self.node["oneOf"].as_array() {
            return Shape::OneOf(members.iter().map(|it| self.inner(it)).collect());
        }
        if let Some(parts) = self.node["allOf"].as_array() {
            let parts = parts.iter().map(|it| self.inner(it).shape());
            let properties = parts.flat_map(|part| match part {
                Shape::Object(properties) => properties,
                other => panic!("there are no values for a part that is {other:?}"),
            });
            return Shape::Object(properties.collect());
        }
        match self.node["type"].as_str() {
            Some("object") => self.object(),
            Some("array") => Shape::List(self.inner(&self.node["items"])),
            Some("string") => self.text(),
            Some("integer") => self.integer(),
            Some("number") => Shape::Number(self.node["maximum"].as_i64()),
            Some("boolean") => Shape::Bool,
            None if self.node.get("anyOf").is_none() => Shape::Any,
            _ => panic!("there are no values for {}", self.node),
        }
    }

    pub(crate) fn inner(self, node: &'a Value) -> Self {
        Self::new(self.contract, node)
    }

    fn object(self) -> Shape<'a> {
        if let Some(values) = self
            .node
            .get("additionalProperties")
            .filter(|it| it.is_object())
        {
            return Shape::Map(self.inner(values));
        }
        if self.node.get("properties").is_none() {
            return Shape::Map(self.inner(&Value::Null));
        }
        let lists = |key: &str, name: &str| {
            self.node[key]
                .as_array()
                .is_some_and(|list| list.iter().any(|it| it == name))
        };
        let properties = members(&self.node["properties"]).map(|(name, node)| Property {
            name,
            schema: self.inner(node),
            required: lists("required", name),
            always: lists("x-connect-always", name),
            write_only: node["writeOnly"] == true,
        });
        Shape::Object(properties.collect())
    }

    /// The values of an enum must follow each other.
    fn integer(self) -> Shape<'a> {
        if let Some(values) = self.node["enum"].as_array() {
            let values: Vec<i64> = values.iter().filter_map(Value::as_i64).collect();
            let (Some(first), Some(last)) = (values.first(), values.last()) else {
                panic!("there are no values for {}", self.node);
            };
            assert!(values.iter().copied().eq(*first..=*last), "{values:?}");
            return Shape::Integer(*first, *last);
        }
        Shape::Integer(
            self.node["minimum"].as_i64().unwrap_or(i64::MIN),
            self.node["maximum"].as_i64().unwrap_or(i64::MAX),
        )
    }

    fn text(self) -> Shape<'a> {
        if let Some(values) = self.node["enum"].as_array() {
            return Shape::Choice(values.iter().filter_map(Value::as_str).collect());
        }
        match self.node["format"].as_str() {
            Some("date-time") => Shape::Time,
            Some("date") => Shape::Date,
            Some("date-or-date-time") => Shape::DateOrDateTime,
            None | Some("presigned-url" | "email" | "uri") => {
                let most = self.node["maxLength"].as_u64().unwrap_or(1 << 20);
                Shape::Text(usize::try_from(most).expect("a length"))
            }
            Some(other) => panic!("there are no values of format {other}"),
        }
    }
}
