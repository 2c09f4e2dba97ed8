//! The parts of the extension that are about the objects: when they were created, what a row has of them, and what
//! their status shows.

use super::members::Members;
use super::{Reader, Result, expected, problem};
use crate::extensions::settle::Named;
use crate::ir::{Evidence, OperationId, Primitive, Success, Type, TypeDef, TypeKind, WireName};

impl Reader<'_> {
    /// Checks the members of a row that say when the object was created.
    pub(super) fn times(&self, said: &[Named], row: &TypeDef) -> Result<Vec<WireName>> {
        let members = Members { types: self.types };
        let time = |Named { name, span }: &Named| match members.find(row, name) {
            Ok(Type::Primitive(Primitive::DateTime)) => Ok(WireName(name.clone())),
            Ok(_) => {
                let message = format!("the member `{name}` of `{}` is not a date-time", row.name);
                let help = "name a member that is a date-time";
                Err(problem(*span, message, help))
            }
            Err(known) => {
                let message = format!("`{}` has no member `{name}`", row.name);
                Err(problem(*span, message, expected(&known)))
            }
        };
        said.iter().map(time).collect()
    }

    /// Checks the members of which the rows of the response consist.
    pub(super) fn rows(&self, said: &[Named], object: &TypeDef) -> Result<Vec<WireName>> {
        let row = match &self.action.success {
            Success::Json(Type::Array(row)) => match **row {
                Type::Named(id) => Some(&self.types[id.0]),
                _ => None,
            },
            _ => None,
        };
        let member = |member: &Named| {
            let Some(row) = row else {
                let message = format!("the response of `{}` has no rows", self.action.name());
                return Err(problem(member.span, message, "remove `rows`"));
            };
            self.text_of(row, member)?;
            self.text_of(object, member)?;
            Ok(WireName(member.name.clone()))
        };
        said.iter().map(member).collect()
    }

    /// Checks that an object is read by one parameter, which a row of the list has a member for.
    pub(super) fn id_parameter(&self, read: OperationId, row: Option<&TypeDef>) -> Result<()> {
        let operation = &self.operations[read.0];
        let parameters: Vec<&WireName> = operation.path.parameters().collect();
        let span = self.declared.read.span;
        match (parameters.as_slice(), row) {
            ([_], None) => Ok(()),
            ([id], Some(row)) => {
                let name = id.0.clone();
                self.text_of(row, &Named { name, span })
            }
            _ => {
                let message = format!("`{}` does not read by one parameter", operation.name());
                let help = "name a function with one path parameter";
                Err(problem(span, message, help))
            }
        }
    }

    pub(super) fn returns(&self, object: &TypeDef) -> bool {
        match self.action.success {
            Success::Json(Type::Named(id)) => self.types[id.0].pointer == object.pointer,
            _ => false,
        }
    }

    /// The status that shows whether the action took effect.
    pub(super) fn evidence(&self, object: &TypeDef) -> Option<Evidence> {
        let TypeKind::Struct(fields) = &object.kind else {
            return None;
        };
        fields.iter().find_map(|field| {
            let Type::Named(graph) = field.ty else {
                return None;
            };
            let states = self.states.get(&graph)?;
            let mut transitions = states.transitions.iter();
            transitions.find(|it| it.via == Some(self.action.id))?;
            Some(Evidence {
                member: field.wire.clone(),
                graph,
            })
        })
    }
}
