//! Enumerates the Rust items with their nodes of the document.

use super::item::{Item, Kind};
use crate::inventory::success;
use crate::known_values;
use connect_codegen::Pointer;
use connect_codegen::ir::{Api, Ident, Operation, TypeDef, TypeKind};
use connect_codegen::stages::{Node, field_type};

/// Returns all items: modules, operations with their arguments, types with their members.
pub fn all(api: &Api, document: &Node) -> Vec<Item> {
    let modules = api.modules.keys().map(module);
    let operations = api.operations.iter();
    let types = api.types.iter();
    modules
        .chain(operations.flat_map(|operation| self::operation(api, operation)))
        .chain(types.flat_map(|def| type_def(api, def, document)))
        .chain(specification(api, document))
        .collect()
}

/// Returns the constants about the document as a whole.
fn specification(api: &Api, document: &Node) -> Vec<Item> {
    let path = |name: &str| format!("specification::{name}");
    let schemes = api.schemes.iter().map(|scheme| {
        at(
            Kind::Scheme,
            path(scheme.rust.plain()),
            &scheme.name,
            Some(scheme.kind.described()),
            &scheme.pointer,
        )
    });
    let whole = [
        ("API_VERSION", Pointer::root().key("info").key("version")),
        ("SERVERS", Pointer::root().key("servers")),
    ];
    let whole = whole
        .into_iter()
        .filter(|(_, at)| document.find(at).is_some());
    let whole = whole.map(|(name, pointer)| {
        let wire = pointer.last().unwrap_or_default();
        at(Kind::Constant, path(name), wire, None, &pointer)
    });
    schemes.chain(whole).collect()
}

fn module(name: &Ident) -> Item {
    Item {
        kind: Kind::Module,
        rust: name.plain().to_owned(),
        wire: format!("the operations of `{}`", name.plain()),
        ty: None,
        pointer: None,
        pointers: Vec::new(),
    }
}

fn at(
    kind: Kind,
    rust: String,
    wire: impl Into<String>,
    ty: Option<String>,
    pointer: &Pointer,
) -> Item {
    Item {
        kind,
        rust,
        wire: wire.into(),
        ty,
        pointer: Some(pointer.clone()),
        pointers: vec![pointer.clone()],
    }
}

/// Creates an item for several nodes, of which the first is shown.
fn at_all(
    kind: Kind,
    rust: String,
    wire: impl Into<String>,
    ty: Option<String>,
    pointers: &[Pointer],
) -> Item {
    Item {
        kind,
        rust,
        wire: wire.into(),
        ty,
        pointer: pointers.first().cloned(),
        pointers: pointers.to_vec(),
    }
}

fn operation(api: &Api, operation: &Operation) -> Vec<Item> {
    let name = operation.name();
    let route = format!("{} {}", operation.method, operation.path);
    let gives = Some(success(api, &operation.success));
    let mut items = vec![at(
        Kind::Function,
        name.clone(),
        route,
        gives,
        &operation.pointer,
    )];
    for parameter in &operation.parameters {
        let rust = format!("{name}::{}", parameter.rust.plain());
        let ty = Some(api.type_text(&parameter.ty));
        items.push(at(
            Kind::Parameter,
            rust,
            &parameter.wire.0,
            ty,
            &parameter.pointer,
        ));
    }
    for filter in &operation.filters {
        if let Some(module) = &operation.filter_module {
            let rust = format!("{}::{}", operation.path_of(module), filter.rust.plain());
            let ty = Some(api.type_text(&filter.ty));
            items.push(at(Kind::Filter, rust, &filter.wire.0, ty, &filter.pointer));
        }
    }
    for header in &operation.headers {
        let owner = operation.path_of(&operation.local.headers);
        let rust = format!("{owner}::{}", header.rust.plain());
        let ty = Some(api.type_text(&header.ty));
        items.push(at(Kind::Header, rust, &header.wire.0, ty, &header.pointer));
    }
    items
}

fn type_def(api: &Api, def: &TypeDef, document: &Node) -> Vec<Item> {
    let name = def.name.plain();
    let mut items = vec![Item {
        pointers: def.pointers.clone(),
        ..at(
            Kind::Type,
            name.to_owned(),
            wire_name(&def.pointer),
            Some(def.kind.as_str().to_owned()),
            &def.pointer,
        )
    }];
    let member = |rust: &Ident| format!("{name}::{}", rust.plain());
    match &def.kind {
        TypeKind::Struct(fields) | TypeKind::Form(fields) => {
            items.extend(fields.iter().map(|field| {
                let ty = Some(field_type(api, field));
                at(
                    Kind::Field,
                    member(&field.rust),
                    &field.wire.0,
                    ty,
                    &field.pointer,
                )
            }));
        }
        TypeKind::Newtype(_) => {}
        TypeKind::OpenEnum(variants) => items.extend(variants.iter().map(|variant| {
            let pointer = values_of(document, def, &variant.wire.0);
            at_all(
                Kind::Variant,
                member(&variant.rust),
                &variant.wire.0,
                None,
                &pointer,
            )
        })),
        TypeKind::OpenIntegerEnum(variants) => items.extend(variants.iter().map(|variant| {
            let wire = variant.wire.to_string();
            let pointer = values_of(document, def, &wire);
            at_all(Kind::Variant, member(&variant.rust), wire, None, &pointer)
        })),
        TypeKind::Union(members) => items.extend(members.iter().map(|variant| {
            let ty = api.type_text(&variant.ty);
            at(
                Kind::Variant,
                member(&variant.rust),
                ty.clone(),
                Some(ty),
                &variant.pointer,
            )
        })),
    }
    items
}

/// Returns the name of a schema in the document: that of the component or the property, if it is
/// one.
fn wire_name(schema: &Pointer) -> String {
    let segments: Vec<String> = schema.segments().collect();
    match segments.as_slice() {
        [.., above, name] if above == "properties" || above == "schemas" => name.clone(),
        _ => String::new(),
    }
}

/// Returns the array elements that are a value, in every schema that an enum stands for.
fn values_of(document: &Node, def: &TypeDef, wire: &str) -> Vec<Pointer> {
    let element = |at: &Pointer| known_values::place(document, at, wire);
    let others = def.pointers.iter().filter(|at| **at != def.pointer);
    let found: Vec<Pointer> = [&def.pointer]
        .into_iter()
        .chain(others)
        .filter_map(element)
        .collect();
    match found.is_empty() {
        true => vec![def.pointer.clone()],
        false => found,
    }
}
