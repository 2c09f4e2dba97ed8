//! `x-connect-settle`: how the outcome of a call is found out, where states alone do not say it: by looking for the
//! object that the call creates, by reading each of several objects, or by reading the object of the path.

use super::{Extension, Problem};
use crate::node::{Entry, Map, Node, SourceSpan, Value};

/// The key of the extension.
pub const KEY: &str = Extension::Settle.key();

/// The members of the extension.
const MEMBERS: [&str; 7] = ["read", "list", "filter", "same", "created", "each", "rows"];

/// The forms of the extension, for help.
pub const FORM: &str = "write `{list: 'files::list', filter: {field: member}, created: [member], read: 'files::get'}` for \
                        an object that the call creates, `{each: member, read: 'files::get'}` for several objects, or \
                        `{read: 'files::get'}` for the one of the path";

/// What the extension says.
#[derive(Debug)]
pub struct Declared {
    /// The span of the extension.
    pub span: SourceSpan,
    /// The function that reads an object.
    pub read: Named,
    /// The objects that the call changes.
    pub objects: Objects,
}

/// The objects that a call changes.
#[derive(Debug)]
pub enum Objects {
    /// The object that the call creates.
    Created(Created),
    /// One object for each element of the request.
    Each(Each),
    /// The object of the path.
    OfPath,
}

/// How a created object is found.
#[derive(Debug)]
pub struct Created {
    /// The function that lists objects.
    pub list: Named,
    /// The filters of the list.
    pub filter: Vec<Pair>,
    /// The members of a row that are equal to members of the request.
    pub same: Vec<Pair>,
    /// The members of a row that say when the object was created.
    pub created: Vec<Named>,
}

/// How each of several objects is read.
#[derive(Debug)]
pub struct Each {
    /// The span of the member `each`.
    pub span: SourceSpan,
    /// The member of an element that is the id of its object.
    pub id: Named,
    /// The members of which the rows of the response consist.
    pub rows: Vec<Named>,
    /// The members of an object that are equal to members of its element.
    pub same: Vec<Pair>,
}

/// A name, and where it is given.
#[derive(Debug)]
pub struct Named {
    /// The name.
    pub name: String,
    /// Its span.
    pub span: SourceSpan,
}

/// A member or a filter, and the member of the request that has the same value.
#[derive(Debug)]
pub struct Pair {
    /// The member or filter.
    pub member: Named,
    /// The member of the request.
    pub sent: Named,
}

type Result<T> = std::result::Result<T, Problem>;

/// Reads the extension.
///
/// # Errors
/// The first part that has not the right form.
pub fn read(entry: &Entry) -> Result<Declared> {
    let node = &entry.node;
    let Value::Map(map) = &node.value else {
        let message = format!("expected `{KEY}` to be an object, found {}", node.kind());
        return Err(Problem::new(node.span, message, FORM));
    };
    only(map, &MEMBERS, |key| {
        format!("unknown member `{key}` of `{KEY}`")
    })?;
    let Some(read) = map.entry("read") else {
        let message = format!("`{KEY}` has no member `read`");
        return Err(Problem::new(entry.span, message, FORM));
    };
    let objects = match (map.entry("list"), map.entry("each")) {
        (Some(list), None) => Objects::Created(created(entry, map, list)?),
        (None, Some(each)) => Objects::Each(self::each(map, each)?),
        (None, None) => {
            belongs(map, &["read"])?;
            Objects::OfPath
        }
        (Some(_), Some(each)) => {
            let message = format!("`{KEY}` has both `list` and `each`");
            return Err(Problem::new(each.span, message, FORM));
        }
    };
    Ok(Declared {
        span: entry.span,
        read: name(&read.node)?,
        objects,
    })
}

fn created(entry: &Entry, map: &Map, list: &Entry) -> Result<Created> {
    belongs(map, &["read", "list", "filter", "same", "created"])?;
    let list = name(&list.node)?;
    let filter = pairs(map, "filter")?;
    let same = pairs(map, "same")?;
    let created = names(map, "created")?;
    if created.is_empty() {
        let span = map.entry("created").map_or(entry.span, |it| it.node.span);
        let message = format!("`{KEY}` does not say when an object was created");
        let help = "write `created: [member]`, with members of a row that are date-times";
        return Err(Problem::new(span, message, help));
    }
    if filter.is_empty() && same.is_empty() {
        let message = format!("`{KEY}` has neither `filter` nor `same`");
        let help = "name what tells the created object from others: without it, any object of that time would do";
        return Err(Problem::new(entry.span, message, help));
    }
    Ok(Created {
        list,
        filter,
        same,
        created,
    })
}

fn each(map: &Map, each: &Entry) -> Result<Each> {
    belongs(map, &["read", "each", "rows", "same"])?;
    let id = name(&each.node)?;
    let rows = names(map, "rows")?;
    if let Some(empty) = map.entry("rows").filter(|_| rows.is_empty()) {
        let help = "name the members of which a row consists, or remove `rows`";
        return Err(Problem::new(empty.span, "`rows` names no member", help));
    }
    Ok(Each {
        span: each.span,
        id,
        rows,
        same: pairs(map, "same")?,
    })
}

/// Refuses members that belong to another form.
fn belongs(map: &Map, known: &[&str]) -> Result<()> {
    only(map, known, |key| {
        format!("`{key}` does not belong to this form of `{KEY}`")
    })
}

/// Refuses members that are not among those that are known.
fn only(map: &Map, known: &[&str], message: impl Fn(&str) -> String) -> Result<()> {
    let mut entries = map.entries().iter();
    match entries.find(|it| !known.contains(&it.key.as_str())) {
        None => Ok(()),
        Some(other) => Err(Problem::new(other.span, message(&other.key), FORM)),
    }
}

fn name(node: &Node) -> Result<Named> {
    let Some(name) = node.as_str() else {
        let message = format!("expected a name, found {}", node.kind());
        return Err(Problem::new(node.span, message, "write a string"));
    };
    Ok(Named {
        name: name.to_owned(),
        span: node.span,
    })
}

/// Reads an array of names, which can be absent.
fn names(map: &Map, key: &str) -> Result<Vec<Named>> {
    match map.entry(key).map(|it| &it.node) {
        None => Ok(Vec::new()),
        Some(Node {
            value: Value::Array(items),
            ..
        }) => items.iter().map(name).collect(),
        Some(other) => {
            let message = format!("expected `{key}` to be an array, found {}", other.kind());
            Err(Problem::new(other.span, message, FORM))
        }
    }
}

/// Reads a mapping to members of the request, which can be absent.
fn pairs(map: &Map, key: &str) -> Result<Vec<Pair>> {
    let Some(said) = map.entry(key) else {
        return Ok(Vec::new());
    };
    let Value::Map(pairs) = &said.node.value else {
        let found = said.node.kind();
        let message = format!("expected `{key}` to be an object, found {found}");
        return Err(Problem::new(said.node.span, message, FORM));
    };
    let pair = |entry: &Entry| {
        Ok(Pair {
            member: Named {
                name: entry.key.clone(),
                span: entry.span,
            },
            sent: name(&entry.node)?,
        })
    };
    pairs.entries().iter().map(pair).collect()
}
