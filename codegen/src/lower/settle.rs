//! Reads how the outcome of a call is found out, where states alone do not say it: by looking for the object that the
//! call creates, by reading each of several objects, or by reading the one object.
//!
//! The extension is read when operations are lowered, and its problems are reported by the checks: whether a function
//! exists is known only then.

mod members;
mod parts;

use std::collections::BTreeMap;

use self::members::{Members, is_text};
use crate::extensions::{Extension, Problem};
use crate::ir::{
    Lookup, Method, Operation, OperationId, Primitive, Same, Settlement, StateGraph, Subject,
    Success, Type, TypeDef, TypeId, WireName,
};
use crate::lower::paths::is_below;
use crate::near::did_you_mean;
use crate::node::{Entry, Node, SourceSpan, Value};

/// The extension of an operation that says how its outcome is found out.
const SETTLE: &str = Extension::Settle.key();

/// The members of the extension.
const MEMBERS: [&str; 7] = ["read", "list", "filter", "same", "created", "each", "rows"];

/// The forms of the extension, for help.
const FORM: &str = "write `{list: 'files::list', filter: {field: member}, created: [member], read: 'files::get'}` for \
                    an object that the call creates, `{each: member, read: 'files::get'}` for several objects, or \
                    `{read: 'files::get'}` for the one of the path";

/// What is wrong with the extension.
#[derive(Debug)]
pub struct Fault {
    /// What and where it is.
    pub problem: Problem,
    /// Whether a function is unknown, which may only be left out.
    pub is_unknown_function: bool,
}

type Result<T> = std::result::Result<T, Fault>;

/// Reads the extension of an operation.
///
/// # Errors
/// The first problem.
pub fn read(
    operations: &[Operation],
    types: &[TypeDef],
    states: &BTreeMap<TypeId, StateGraph>,
    action: &Operation,
    entry: &Entry,
) -> Result<Settlement> {
    let reader = Reader {
        operations,
        types,
        states,
        action,
        entry,
    };
    reader.settlement()
}

fn problem(span: SourceSpan, message: impl Into<String>, help: impl Into<String>) -> Fault {
    Fault {
        problem: Problem::new(span, message, help),
        is_unknown_function: false,
    }
}

struct Reader<'a> {
    operations: &'a [Operation],
    types: &'a [TypeDef],
    states: &'a BTreeMap<TypeId, StateGraph>,
    action: &'a Operation,
    entry: &'a Entry,
}

impl<'a> Reader<'a> {
    fn settlement(&self) -> Result<Settlement> {
        let node = &self.entry.node;
        let Value::Map(said) = &node.value else {
            let message = format!("expected `{SETTLE}` to be an object, found {}", node.kind());
            return Err(problem(node.span, message, FORM));
        };
        if let Some(unknown) = said
            .entries()
            .iter()
            .find(|it| !MEMBERS.contains(&&*it.key))
        {
            let message = format!("unknown member `{}` of `{SETTLE}`", unknown.key);
            return Err(problem(unknown.span, message, FORM));
        }
        if self.action.method.only_reads() {
            let message = format!("`{SETTLE}` on an operation that only reads");
            let help = "remove it: a call that changes nothing has no outcome to find out";
            return Err(problem(self.entry.span, message, help));
        }
        let (read, object) = self.read_operation()?;
        match (said.entry("list"), said.entry("each")) {
            (Some(list), None) => self.created(list, read, object),
            (None, Some(each)) => self.each(each, read, object),
            (None, None) => self.of_path(read, object),
            (Some(_), Some(each)) => {
                let message = format!("`{SETTLE}` has both `list` and `each`");
                Err(problem(each.span, message, FORM))
            }
        }
    }

    /// The operation that reads an object, and the type of the object.
    fn read_operation(&self) -> Result<(OperationId, &'a TypeDef)> {
        let Some(said) = self.member("read") else {
            let message = format!("`{SETTLE}` has no member `read`");
            return Err(problem(self.entry.span, message, FORM));
        };
        let operation = self.function(&said.node)?;
        match operation.success {
            Success::Json(Type::Named(id)) if operation.method == Method::Get => {
                Ok((operation.id, &self.types[id.0]))
            }
            _ => {
                let message = format!("`{}` does not read an object", operation.name());
                let help = "name the function that reads one object by its path";
                Err(problem(said.node.span, message, help))
            }
        }
    }

    fn created(&self, list: &Entry, read: OperationId, object: &TypeDef) -> Result<Settlement> {
        self.only(&["read", "list", "filter", "same", "created"])?;
        let operation = self.function(&list.node)?;
        let Success::Page(Type::Named(row)) = operation.success else {
            let message = format!("`{}` is not a paged list", operation.name());
            let help = "name the function that lists the objects";
            return Err(problem(list.node.span, message, help));
        };
        let row = &self.types[row.0];
        let filter = self.pairs("filter", |field, span| {
            let known = operation.filters.iter().find(|it| it.wire.0 == field);
            let offered: Vec<&str> = operation
                .filters
                .iter()
                .filter(|it| {
                    it.lookups.contains(&Lookup::Eq) && it.ty == Type::Primitive(Primitive::String)
                })
                .map(|it| it.wire.0.as_str())
                .collect();
            if known.is_some_and(|it| offered.contains(&it.wire.0.as_str())) {
                return Ok(());
            }
            let message = match known {
                None => format!("`{}` has no filter `{field}`", operation.name()),
                Some(_) => format!("the filter `{field}` does not compare a string by `eq`"),
            };
            Err(problem(span, message, expected(&offered)))
        })?;
        let same = self.pairs("same", |name, span| self.text_of(row, name, span))?;
        let created = self.times(row)?;
        if filter.is_empty() && same.is_empty() {
            let message = format!("`{SETTLE}` has neither `filter` nor `same`");
            let help = "name what tells the created object from others: without it, any object of that time would do";
            return Err(problem(self.entry.span, message, help));
        }
        self.id_parameter(read, Some(row))?;
        Ok(Settlement {
            read,
            subject: Subject::Created {
                list: operation.id,
                filter,
                created,
            },
            status: None,
            same,
            returns_object: self.returns(object),
        })
    }

    fn each(&self, each: &Entry, read: OperationId, object: &TypeDef) -> Result<Settlement> {
        self.only(&["read", "each", "rows", "same"])?;
        let Some(element) = self.element() else {
            let message = format!("`{}` does not send an array of objects", self.action.name());
            return Err(problem(each.span, message, FORM));
        };
        let id = self.name_of(&each.node)?;
        self.text_of(element, &id, each.node.span)?;
        let same = self.pairs("same", |name, span| self.text_of(object, name, span))?;
        let rows = self.rows(object)?;
        self.id_parameter(read, None)?;
        let Some(status) = self.evidence(object) else {
            let message = format!(
                "no status of `{}` shows whether `{}` took effect",
                object.name,
                self.action.name()
            );
            let help = "add a transition by this function to `x-connect-states`";
            return Err(problem(each.span, message, help));
        };
        Ok(Settlement {
            read,
            subject: Subject::Each { id, rows },
            status: Some(status),
            same,
            returns_object: false,
        })
    }

    fn of_path(&self, read: OperationId, object: &TypeDef) -> Result<Settlement> {
        self.only(&["read"])?;
        let operation = &self.operations[read.0];
        let is_there = is_below(self.action, operation);
        if !is_there || !self.returns(object) {
            let message = format!(
                "`{}` does not read what `{}` returns",
                operation.name(),
                self.action.name()
            );
            let help = "name a function with the same response, whose path the path of this operation begins with";
            return Err(problem(self.entry.span, message, help));
        }
        Ok(Settlement {
            read,
            subject: Subject::Path,
            status: None,
            same: Vec::new(),
            returns_object: true,
        })
    }

    fn member(&self, name: &str) -> Option<&'a Entry> {
        self.entry.node.as_map()?.entry(name)
    }

    /// Refuses members that belong to another form.
    fn only(&self, known: &[&str]) -> Result<()> {
        let mut others = MEMBERS.iter().filter(|it| !known.contains(it));
        match others.find_map(|it| self.member(it)) {
            None => Ok(()),
            Some(other) => {
                let message = format!("`{}` does not belong to this form of `{SETTLE}`", other.key);
                Err(problem(other.span, message, FORM))
            }
        }
    }

    /// The operation of a function.
    fn function(&self, node: &Node) -> Result<&'a Operation> {
        let name = self.name_of(node)?;
        let mut operations = self.operations.iter();
        operations.find(|it| it.name() == name).ok_or_else(|| {
            let names = self.operations.iter().map(Operation::name);
            let message = format!("unknown function `{name}`");
            Fault {
                is_unknown_function: true,
                ..problem(node.span, message, did_you_mean(&name, names))
            }
        })
    }

    fn name_of(&self, node: &Node) -> Result<String> {
        let name = node.as_str().map(str::to_owned);
        name.ok_or_else(|| {
            let message = format!("expected a name, found {}", node.kind());
            problem(node.span, message, "write a string")
        })
    }

    /// Reads a mapping whose values are members of the request.
    fn pairs(
        &self,
        name: &str,
        check: impl Fn(&str, SourceSpan) -> Result<()>,
    ) -> Result<Vec<Same>> {
        let Some(said) = self.member(name) else {
            return Ok(Vec::new());
        };
        let Value::Map(map) = &said.node.value else {
            let message = format!(
                "expected `{name}` to be an object, found {}",
                said.node.kind()
            );
            return Err(problem(said.node.span, message, FORM));
        };
        let mut pairs = Vec::new();
        for entry in map.entries() {
            check(&entry.key, entry.span)?;
            let sent = self.name_of(&entry.node)?;
            self.sent(&sent, entry.node.span)?;
            pairs.push(Same {
                member: WireName(entry.key.clone()),
                sent: WireName(sent),
            });
        }
        Ok(pairs)
    }

    /// Checks that the request has a text member.
    fn sent(&self, path: &str, span: SourceSpan) -> Result<()> {
        let body = self.action.request.as_ref();
        let named = body.and_then(|it| match it.ty {
            Type::Named(id) => Some(&self.types[id.0]),
            _ => None,
        });
        match named.or_else(|| self.element()) {
            Some(request) => self.text_of(request, path, span),
            None => {
                let message = format!("`{}` sends no members", self.action.name());
                Err(problem(span, message, FORM))
            }
        }
    }

    /// The type of the elements that the request is an array of.
    fn element(&self) -> Option<&'a TypeDef> {
        match &self.action.request.as_ref()?.ty {
            Type::Array(element) => match **element {
                Type::Named(id) => Some(&self.types[id.0]),
                _ => None,
            },
            _ => None,
        }
    }

    /// Checks that an object has a member that is a text.
    fn text_of(&self, object: &TypeDef, path: &str, span: SourceSpan) -> Result<()> {
        let members = Members { types: self.types };
        match members.find(object, path) {
            Ok(ty) if is_text(ty, self.types) => Ok(()),
            Ok(_) => {
                let message = format!("the member `{path}` of `{}` is not a string", object.name);
                Err(problem(span, message, "only texts are compared"))
            }
            Err(known) => {
                let message = format!("`{}` has no member `{path}`", object.name);
                Err(problem(span, message, expected(&known)))
            }
        }
    }
}

fn expected(known: &[&str]) -> String {
    match known {
        [] => "there is none".to_owned(),
        known => format!("expected one of `{}`", known.join("`, `")),
    }
}
