//! The parts of the extension that are about the objects: when they were created, what a row has of them, and what
//! their status shows.

use super::members::Members;
use super::{Reader, Result, SETTLE, expected, problem};
use crate::ir::{
    Evidence, OperationId, Primitive, Segment, Success, Type, TypeDef, TypeKind, WireName,
};
use crate::node::Node;

impl Reader<'_> {
    /// Reads the members of a row that say when the object was created.
    pub(super) fn times(&self, row: &TypeDef) -> Result<Vec<WireName>> {
        let said = self.member("created");
        let items = said.map_or(&[][..], |it| it.node.items());
        if items.is_empty() {
            let span = said.map_or(self.entry.span, |it| it.node.span);
            let message = format!("`{SETTLE}` does not say when an object was created");
            let help = "write `created: [member]`, with members of a row that are date-times";
            return Err(problem(span, message, help));
        }
        let members = Members { types: self.types };
        let time = |node: &Node| {
            let path = self.name_of(node)?;
            match members.find(row, &path) {
                Ok(Type::Primitive(Primitive::DateTime)) => Ok(WireName(path)),
                Ok(_) => {
                    let message =
                        format!("the member `{path}` of `{}` is not a date-time", row.name);
                    Err(problem(
                        node.span,
                        message,
                        "name a member that is a date-time",
                    ))
                }
                Err(known) => {
                    let message = format!("`{}` has no member `{path}`", row.name);
                    Err(problem(node.span, message, expected(&known)))
                }
            }
        };
        items.iter().map(time).collect()
    }

    /// Reads the members of which the rows of the response consist.
    pub(super) fn rows(&self, object: &TypeDef) -> Result<Vec<WireName>> {
        let Some(said) = self.member("rows") else {
            return Ok(Vec::new());
        };
        let row = match &self.action.success {
            Success::Json(Type::Array(row)) => match **row {
                Type::Named(id) => Some(&self.types[id.0]),
                _ => None,
            },
            _ => None,
        };
        let Some(row) = row else {
            let message = format!("the response of `{}` has no rows", self.action.name());
            return Err(problem(said.span, message, "remove `rows`"));
        };
        let name = |node: &Node| {
            let name = self.name_of(node)?;
            for of in [row, object] {
                self.text_of(of, &name, node.span)?;
            }
            Ok(WireName(name))
        };
        said.node.items().iter().map(name).collect()
    }

    /// Checks that an object is read by one parameter, which a row of the list has a member for.
    pub(super) fn id_parameter(&self, read: OperationId, row: Option<&TypeDef>) -> Result<()> {
        let operation = &self.operations[read.0];
        let parameters: Vec<&WireName> = operation
            .path
            .segments
            .iter()
            .filter_map(|it| match it {
                Segment::Parameter(name) => Some(name),
                Segment::Literal(_) => None,
            })
            .collect();
        let span = self
            .member("read")
            .map_or(self.entry.span, |it| it.node.span);
        match (parameters.as_slice(), row) {
            ([_], None) => Ok(()),
            ([id], Some(row)) => self.text_of(row, &id.0, span),
            _ => {
                let message = format!("`{}` does not read by one parameter", operation.name());
                Err(problem(
                    span,
                    message,
                    "name a function with one path parameter",
                ))
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
