//! Chooses the type of an integer by its format and its limits.

use super::Schemas;
use super::ranges::{Integers, Range, bounds, width};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Primitive, SchemaType};
use crate::node::At;

impl<'a> Schemas<'a> {
    /// Returns the type that holds each integer that a schema allows, together with what it stands in an `allOf` with:
    /// that of its format, or a wider one if limits say so. What none holds is any JSON, which keeps all digits.
    pub(super) fn integer(&mut self, at: &At<'a>) -> Primitive {
        let together = self.together(at);
        let stated = together.integer.get_or_init(|| Integers {
            format: self.narrowest_format(&together.schemas),
            range: Range::of(&together.schemas),
        });
        let plain = stated.format.unwrap_or(Primitive::Integer);
        let (least, most) = bounds(plain);
        let least = stated.range.least.unwrap_or(least);
        let most = stated.range.most.unwrap_or(most);
        let holds = |it: &Primitive| {
            let (from, to) = bounds(*it);
            [least, most].iter().all(|it| (from..=to).contains(it))
        };
        let wider = [Primitive::Integer, Primitive::UInt64];
        let chosen = [plain].into_iter().chain(wider).find(holds);
        match chosen {
            Some(chosen) => {
                let is_wider = chosen != plain && stated.format.is_some();
                if is_wider && !together.is_integer_reported.replace(true) {
                    let message =
                        "the limits allow more than the format holds; a wider type is used";
                    self.report_member(Diagnostic::note(Code::Limits, message), at, "format");
                }
                chosen
            }
            None => {
                let (_, greatest) = bounds(Primitive::Integer);
                let limit = if most > greatest { most } else { least };
                let message = format!(
                    "integers up to `{limit}` do not fit into 64 bits; any JSON is accepted, with all its digits"
                );
                if !together.is_integer_reported.replace(true) {
                    self.report(Diagnostic::note(Code::Limits, message), at);
                }
                Primitive::Json
            }
        }
    }
}

impl Schemas<'_> {
    /// Returns the narrowest type of the formats that some schemas state.
    fn narrowest_format(&self, schemas: &[At<'_>]) -> Option<Primitive> {
        let stated = schemas.iter().filter(|it| it.node.get("format").is_some());
        let types = stated.map(|it| self.primitive(it, SchemaType::Integer));
        types.min_by_key(|it| width(*it))
    }
}
