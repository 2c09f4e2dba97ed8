//! Finds what the extension of an operation says about its outcome: the functions and members that it names.
//!
//! The extension is read when operations are lowered, and its problems are reported by the checks: whether a function
//! exists is known only then.

mod members;
mod parts;

use std::collections::BTreeMap;

use self::members::{Members, is_text};
use crate::extensions::Problem;
use crate::extensions::settle::{self, Created, Declared, Each, FORM, KEY, Named, Objects, Pair};
use crate::ir::{
    Lookup, Method, Operation, OperationId, Primitive, Same, Settlement, StateGraph, Subject,
    Success, Type, TypeDef, TypeId, WireName,
};
use crate::lower::paths::is_below;
use crate::near::did_you_mean;
use crate::node::{Entry, SourceSpan};

/// What is wrong with the extension.
#[derive(Debug)]
pub struct Fault {
    /// What and where it is.
    pub problem: Problem,
    /// Whether a function is unknown, which may only be left out.
    pub is_unknown_function: bool,
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Self {
            problem,
            is_unknown_function: false,
        }
    }
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
    let declared = settle::read(entry)?;
    if action.method.only_reads() {
        let message = format!("`{KEY}` on an operation that only reads");
        let help = "remove it: a call that changes nothing has no outcome to find out";
        return Err(problem(entry.span, message, help));
    }
    let reader = Reader {
        operations,
        types,
        states,
        action,
        declared: &declared,
    };
    let (read, object) = reader.read_operation()?;
    match &declared.objects {
        Objects::Created(said) => reader.created(said, read, object),
        Objects::Each(said) => reader.each(said, read, object),
        Objects::OfPath => reader.of_path(read, object),
    }
}

fn problem(span: SourceSpan, message: impl Into<String>, help: impl Into<String>) -> Fault {
    Problem::new(span, message, help).into()
}

struct Reader<'a> {
    operations: &'a [Operation],
    types: &'a [TypeDef],
    states: &'a BTreeMap<TypeId, StateGraph>,
    action: &'a Operation,
    declared: &'a Declared,
}

impl<'a> Reader<'a> {
    /// The operation that reads an object, and the type of the object.
    fn read_operation(&self) -> Result<(OperationId, &'a TypeDef)> {
        let said = &self.declared.read;
        let operation = self.function(said)?;
        match operation.success {
            Success::Json(Type::Named(id)) if operation.method == Method::Get => {
                Ok((operation.id, &self.types[id.0]))
            }
            _ => {
                let message = format!("`{}` does not read an object", operation.name());
                let help = "name the function that reads one object by its path";
                Err(problem(said.span, message, help))
            }
        }
    }

    fn created(&self, said: &Created, read: OperationId, object: &TypeDef) -> Result<Settlement> {
        let operation = self.function(&said.list)?;
        let Success::Page(Type::Named(row)) = operation.success else {
            let message = format!("`{}` is not a paged list", operation.name());
            let help = "name the function that lists the objects";
            return Err(problem(said.list.span, message, help));
        };
        let row = &self.types[row.0];
        let filter = self.pairs(&said.filter, |field| filter(operation, field))?;
        let same = self.pairs(&said.same, |member| self.text_of(row, member))?;
        let created = self.times(&said.created, row)?;
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

    fn each(&self, said: &Each, read: OperationId, object: &TypeDef) -> Result<Settlement> {
        let Some(element) = self.element() else {
            let message = format!("`{}` does not send an array of objects", self.action.name());
            return Err(problem(said.span, message, FORM));
        };
        self.text_of(element, &said.id)?;
        let same = self.pairs(&said.same, |member| self.text_of(object, member))?;
        let rows = self.rows(&said.rows, object)?;
        self.id_parameter(read, None)?;
        let Some(status) = self.evidence(object) else {
            let message = format!(
                "no status of `{}` shows whether `{}` took effect",
                object.name,
                self.action.name()
            );
            let help = "add a transition by this function to `x-connect-states`";
            return Err(problem(said.span, message, help));
        };
        Ok(Settlement {
            read,
            subject: Subject::Each {
                id: said.id.name.clone(),
                rows,
            },
            status: Some(status),
            same,
            returns_object: false,
        })
    }

    fn of_path(&self, read: OperationId, object: &TypeDef) -> Result<Settlement> {
        let operation = &self.operations[read.0];
        let is_there = is_below(self.action, operation);
        if !is_there || !self.returns(object) {
            let message = format!(
                "`{}` does not read what `{}` returns",
                operation.name(),
                self.action.name()
            );
            let help = "name a function with the same response, whose path the path of this operation begins with";
            return Err(problem(self.declared.span, message, help));
        }
        Ok(Settlement {
            read,
            subject: Subject::Path,
            status: None,
            same: Vec::new(),
            returns_object: true,
        })
    }

    /// The operation of a function.
    fn function(&self, Named { name, span }: &Named) -> Result<&'a Operation> {
        let mut operations = self.operations.iter();
        operations.find(|it| it.is_named(name)).ok_or_else(|| {
            let names = self.operations.iter().map(Operation::name);
            let message = format!("unknown function `{name}`");
            Fault {
                is_unknown_function: true,
                ..problem(*span, message, did_you_mean(name, names))
            }
        })
    }

    /// Checks pairs whose second parts are members of the request.
    fn pairs(&self, said: &[Pair], check: impl Fn(&Named) -> Result<()>) -> Result<Vec<Same>> {
        let pair = |Pair { member, sent }: &Pair| {
            check(member)?;
            self.sent(sent)?;
            Ok(Same {
                member: WireName(member.name.clone()),
                sent: WireName(sent.name.clone()),
            })
        };
        said.iter().map(pair).collect()
    }

    /// Checks that the request has a text member.
    fn sent(&self, member: &Named) -> Result<()> {
        let body = self.action.request.as_ref();
        let named = body.and_then(|it| match it.ty {
            Type::Named(id) => Some(&self.types[id.0]),
            _ => None,
        });
        match named.or_else(|| self.element()) {
            Some(request) => self.text_of(request, member),
            None => {
                let message = format!("`{}` sends no members", self.action.name());
                Err(problem(member.span, message, FORM))
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
    fn text_of(&self, object: &TypeDef, Named { name, span }: &Named) -> Result<()> {
        let members = Members { types: self.types };
        match members.find(object, name) {
            Ok(ty) if is_text(ty, self.types) => Ok(()),
            Ok(_) => {
                let message = format!("the member `{name}` of `{}` is not a string", object.name);
                Err(problem(*span, message, "only texts are compared"))
            }
            Err(known) => {
                let message = format!("`{}` has no member `{name}`", object.name);
                Err(problem(*span, message, expected(&known)))
            }
        }
    }
}

/// Checks that a list has a filter that compares strings.
fn filter(list: &Operation, Named { name, span }: &Named) -> Result<()> {
    let filters = list.filters.iter();
    let offered =
        filters.filter(|it| it.lookups.contains(&Lookup::Eq) && it.ty.is(Primitive::String));
    let offered: Vec<&str> = offered.map(|it| it.wire.0.as_str()).collect();
    if offered.contains(&name.as_str()) {
        return Ok(());
    }
    let message = match list.filters.iter().any(|it| it.wire.0 == *name) {
        false => format!("`{}` has no filter `{name}`", list.name()),
        true => format!("the filter `{name}` does not compare a string by `eq`"),
    };
    Err(problem(*span, message, expected(&offered)))
}

fn expected(known: &[&str]) -> String {
    match known {
        [] => "there is none".to_owned(),
        known => format!("expected one of `{}`", known.join("`, `")),
    }
}
