//! Where the document has what is emitted.

use super::{Api, TypeKind};
use crate::pointer::Pointer;

impl Api {
    /// Replaces the pointers to the schemas of types by those that are shown to readers.
    #[doc(hidden)]
    pub fn cite(&mut self, original: &dyn Fn(&Pointer) -> Pointer) {
        let cite = |pointer: &mut Pointer| *pointer = original(pointer);
        for def in &mut self.types {
            cite(&mut def.pointer);
            def.pointers.iter_mut().for_each(cite);
            match &mut def.kind {
                TypeKind::Struct(fields) | TypeKind::Form(fields) => {
                    fields.iter_mut().for_each(|it| cite(&mut it.pointer));
                }
                TypeKind::Union(members) => {
                    members.iter_mut().for_each(|it| cite(&mut it.pointer));
                }
                TypeKind::OpenEnum(_) | TypeKind::OpenIntegerEnum(_) | TypeKind::Newtype(_) => {}
            }
        }
    }
}
