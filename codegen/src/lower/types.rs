//! Makes the types that operations use, by passes: which schemas differ by direction, the instances, the equal ones
//! among them, what reaches them, their names, and the complete types.

use std::collections::BTreeSet;

use hashbrown::{HashMap, HashSet};

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Ident, Type, TypeDef, TypeRef};
use crate::lower::arena::Arena;
use crate::lower::context::Context;
use crate::lower::definitions::Definitions;
use crate::lower::direct::differing;
use crate::lower::groups::Groups;
use crate::lower::instances::{Content, Instance, Instances, Reference};
use crate::lower::labels;
use crate::lower::name;
use crate::lower::reach::Reach;
use crate::lower::schemas::becomes_type;
use crate::lower::unify::unify;
use crate::lower::uses::{Use, Value};
use crate::node::At;

/// All types, and what each use refers to.
#[derive(Debug)]
pub struct Types {
    /// The types, in the order in which the operations reach them.
    pub defs: Vec<TypeDef>,
    references: HashMap<Value, TypeRef>,
}

impl Types {
    /// Returns the type of a value that an operation uses.
    pub fn of(&self, value: &Value) -> TypeRef {
        self.references[value].clone()
    }
}

/// Makes the types of all uses. None that is named by rule has one of the names that are kept.
pub fn make(context: &Context<'_>, arena: &Arena, uses: &[Use], kept: &HashSet<Ident>) -> Types {
    let differing = differing(arena);
    let mut instances = Instances::new(arena, &differing);
    let roots: Vec<_> = uses.iter().map(|it| instances.refer_root(it)).collect();
    skip(context, arena, &instances);
    let (instances, problems) = instances.finish();
    for (pointer, diagnostic) in problems {
        context.report_at(diagnostic, pointer);
    }
    report_several(context, &instances);
    let groups = Groups::new(&instances, &unify(&instances));
    let references: Vec<TypeRef> = roots.iter().map(|it| groups.reference(it)).collect();
    let reach = Reach::new(&groups, uses, &references);
    let drafts = unnamed(&groups);
    let names = name::assign(&drafts, uses, labels::all(&groups), kept, context);
    let values = uses.iter().map(|it| it.value.clone());
    Types {
        defs: Definitions::new(&groups, &reach, names).all(),
        references: values.zip(references).collect(),
    }
}

/// Returns the types with what their names can be made of.
fn unnamed<'a>(groups: &Groups<'a>) -> Vec<name::Unnamed<'a>> {
    let unnamed = groups.ids().map(|id| name::Unnamed {
        pointer: groups.pointer(id),
        places: groups.places(id),
        component: groups.leader(id).definition.component.as_deref(),
        pinned: groups.pinned(id),
        pinned_alone: groups.pinned_alone(id),
        direction: groups.direction(id),
        is_form: matches!(groups.leader(id).content, Content::Form(_)),
        kind: match &groups.leader(id).content {
            Content::Struct(_) | Content::Form(_) => "Object",
            Content::Strings(_) | Content::Integers(_) => "Value",
            Content::Union(_) => "Choice",
            Content::Newtype(_) => "List",
        },
    });
    unnamed.collect()
}

/// Reports each `anyOf` of objects that are not told apart, of which a value can be several.
fn report_several(context: &Context<'_>, instances: &[Instance<'_>]) {
    let is_object = |ty: &Reference| match ty {
        Type::Named(id) => {
            matches!(&instances[id.0].content, Content::Struct(fields) if !fields.is_empty())
        }
        Type::Primitive(_) | Type::Array(_) | Type::Map(_) | Type::Optional(_) => false,
    };
    let mut reported = BTreeSet::new();
    for instance in instances {
        let Content::Union(members) = &instance.content else {
            continue;
        };
        let pointer = &instance.definition.pointer;
        let untagged = members.iter().filter(|(member, _)| member.tag.is_none());
        let objects = untagged.filter(|(_, ty)| is_object(ty)).count();
        let at = context.at(pointer.clone());
        // Beside `oneOf`, another keyword says what the members are.
        let at = at.filter(|it| it.node.get("oneOf").is_none_or(|it| it.items().is_empty()));
        let any_of = at.and_then(|it| it.get("anyOf"));
        if let (Some(any_of), true) = (any_of, objects > 1 && reported.insert(pointer)) {
            let message = "a value of several members of `anyOf` is read as one of them, without the members of the others";
            context.report(Diagnostic::note(Code::Alternatives, message), &any_of);
        }
    }
}

/// Records the properties that no type has, and the components that no operation uses.
fn skip(context: &Context<'_>, arena: &Arena, instances: &Instances<'_>) {
    for (pointer, reason) in instances.withheld() {
        context.skip(pointer, reason);
    }
    let reached = instances.reached();
    let reached: BTreeSet<&str> = reached
        .iter()
        .filter_map(|id| arena.get(*id)?.component.as_deref())
        .collect();
    let components = context.root.get("components");
    let schemas = components.and_then(|components| components.get("schemas"));
    for (name, at) in schemas.iter().flat_map(At::members) {
        // What is another schema is used as that one.
        let is_used = reached.contains(name) || arena.is_alias(&at.pointer);
        if !is_used && becomes_type(&at) {
            let mut read = arena.iter().map(|(_, it)| &it.pointer);
            let reason = match read.any(|it| it.is_within(&at.pointer)) {
                true => "only its members are used, in other types",
                false => "no operation uses it after the overlays are applied",
            };
            context.skip(&at.pointer, reason);
        }
    }
}
