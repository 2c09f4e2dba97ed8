//! Finds the items that are related to an item.

use super::item::{Item, Kind, Neighbour};
use crate::inventory::success;
use connect_codegen::ir::{Api, Operation, Payload, Success, TypeDef, TypeId, TypeKind, TypeRef};

/// Returns the related items by relation, without empty relations.
pub fn of(item: &Item, api: &Api) -> Vec<Neighbour> {
    let mut all = match item.kind {
        Kind::Module => vec![("holds", functions(api, &item.rust))],
        Kind::Function => operation(api, &item.rust)
            .map(|it| of_function(api, it))
            .unwrap_or_default(),
        Kind::Parameter | Kind::Filter => of_argument(api, item),
        Kind::Header => of_header(api, item),
        Kind::Scheme => of_scheme(api, item),
        Kind::Constant => Vec::new(),
        Kind::Type => definition(api, &item.rust)
            .map(|it| of_type(api, it))
            .unwrap_or_default(),
        Kind::Field | Kind::Variant => of_member(api, item),
    };
    all.retain(|(_, items)| !items.is_empty());
    all.into_iter()
        .map(|(relation, items)| Neighbour { relation, items })
        .collect()
}

type Relations = Vec<(&'static str, Vec<String>)>;

fn operation<'a>(api: &'a Api, name: &str) -> Option<&'a Operation> {
    api.operations
        .iter()
        .find(|operation| operation.is_named(name))
}

fn definition<'a>(api: &'a Api, name: &str) -> Option<(TypeId, &'a TypeDef)> {
    let mut types = api.types.iter().enumerate();
    let (index, def) = types.find(|(_, def)| def.name.plain() == name)?;
    Some((TypeId(index), def))
}

fn functions(api: &Api, module: &str) -> Vec<String> {
    let operations = api.operations.iter();
    let inside = operations.filter(|operation| operation.module.plain() == module);
    inside.map(Operation::name).collect()
}

fn of_function(api: &Api, operation: &Operation) -> Relations {
    let name = operation.name();
    let others = functions(api, operation.module.plain());
    let arguments = operation
        .parameters
        .iter()
        .map(|it| it.rust.plain().to_owned());
    let filters = operation.filter_module.iter().flat_map(|module| {
        let module = operation.path_of(module);
        operation
            .filters
            .iter()
            .map(move |filter| format!("{module}::{}", filter.rust.plain()))
    });
    let body = operation
        .request
        .iter()
        .map(|request| api.type_text(&request.ty));
    vec![
        ("takes", arguments.chain(body).collect()),
        ("returns", vec![success(api, &operation.success)]),
        ("filters", filters.collect()),
        (
            "siblings",
            others.into_iter().filter(|other| *other != name).collect(),
        ),
    ]
}

fn of_argument(api: &Api, item: &Item) -> Relations {
    let is_it = |operation: &&Operation| {
        let own = operation.parameters.iter().map(|it| &it.pointer);
        let own = own.chain(operation.filters.iter().map(|it| &it.pointer));
        let is_named = item.rust.starts_with(&format!("{}::", operation.name()));
        let mut own = own.filter(|own| Some(*own) == item.pointer.as_ref());
        (item.kind == Kind::Filter || is_named) && own.next().is_some()
    };
    let mut relations = Vec::new();
    for operation in api.operations.iter().filter(is_it) {
        let filter = operation
            .filters
            .iter()
            .find(|it| Some(&it.pointer) == item.pointer.as_ref());
        relations.push(("belongs to", vec![operation.name()]));
        if let Some(filter) = filter {
            relations.push((
                "offers",
                filter
                    .lookups
                    .iter()
                    .map(|it| it.as_str().to_owned())
                    .collect(),
            ));
        }
    }
    let holds = item.ty.iter().filter(|ty| definition(api, ty).is_some());
    relations.push(("compares with", holds.cloned().collect()));
    relations
}

fn of_header(api: &Api, item: &Item) -> Relations {
    let has = |operation: &&Operation| {
        let owner = operation.path_of(&operation.local.headers);
        let mut headers = operation.headers.iter();
        headers.any(|header| item.rust == format!("{owner}::{}", header.rust.plain()))
    };
    let operations = api.operations.iter().filter(has);
    vec![("returned by", operations.map(Operation::name).collect())]
}

/// Returns the operations that a security scheme is for, as the document has them or by its default.
fn of_scheme(api: &Api, item: &Item) -> Relations {
    let is_for = |operation: &&Operation| {
        let mut names = operation.security.iter().flatten();
        names.any(|name| *name == item.wire)
    };
    let operations = api.operations.iter().filter(is_for);
    vec![("used by", operations.map(Operation::name).collect())]
}

fn of_type(api: &Api, (id, def): (TypeId, &TypeDef)) -> Relations {
    let uses = |wanted: &dyn Fn(&Operation) -> bool| -> Vec<String> {
        let operations = api.operations.iter().filter(|operation| wanted(operation));
        operations.map(Operation::name).collect()
    };
    let is_it = |ty: &TypeRef| ty.innermost() == Some(&id);
    let taken = uses(&|operation| operation.request.as_ref().is_some_and(|it| is_it(&it.ty)));
    let given = uses(&|operation| match &operation.success {
        Success::Json(ty) | Success::Page(ty) => is_it(ty),
        _ => false,
    });
    let failed = uses(&|operation| {
        let mut failures = operation
            .responses
            .iter()
            .filter(|it| !it.status.is_success());
        failures.any(|it| matches!(&it.payload, Payload::Json(ty) if is_it(ty)))
    });
    let compared = api.operations.iter().flat_map(|operation| {
        let filters = operation.filters.iter().filter(|filter| is_it(&filter.ty));
        filters.filter_map(|filter| {
            let module = operation.path_of(operation.filter_module.as_ref()?);
            Some(format!("{module}::{}", filter.rust.plain()))
        })
    });
    vec![
        ("accepted by", taken),
        ("returned by", given),
        ("returned on error by", failed),
        ("compared by", compared.collect()),
        ("part of", holders(api, id)),
        ("holds", members(def)),
    ]
}

/// Returns the fields and union members that hold a type.
fn holders(api: &Api, id: TypeId) -> Vec<String> {
    let mut holders = Vec::new();
    for def in &api.types {
        let name = def.name.plain();
        match &def.kind {
            TypeKind::Struct(fields) | TypeKind::Form(fields) => {
                let fields = fields
                    .iter()
                    .filter(|field| field.ty.innermost() == Some(&id));
                holders.extend(fields.map(|field| format!("{name}::{}", field.rust.plain())));
            }
            TypeKind::Union(variants) => {
                let variants = variants
                    .iter()
                    .filter(|variant| variant.ty.innermost() == Some(&id));
                holders.extend(variants.map(|variant| format!("{name}::{}", variant.rust.plain())));
            }
            TypeKind::Newtype(inner) => {
                holders.extend((inner.innermost() == Some(&id)).then(|| name.to_owned()));
            }
            TypeKind::OpenEnum(_) | TypeKind::OpenIntegerEnum(_) => {}
        }
    }
    holders
}

fn members(def: &TypeDef) -> Vec<String> {
    let idents: Vec<_> = match &def.kind {
        TypeKind::Struct(fields) | TypeKind::Form(fields) => {
            fields.iter().map(|it| &it.rust).collect()
        }
        TypeKind::Newtype(_) => Vec::new(),
        TypeKind::OpenEnum(variants) => variants.iter().map(|it| &it.rust).collect(),
        TypeKind::OpenIntegerEnum(variants) => variants.iter().map(|it| &it.rust).collect(),
        TypeKind::Union(variants) => variants.iter().map(|it| &it.rust).collect(),
    };
    idents
        .into_iter()
        .map(|ident| ident.plain().to_owned())
        .collect()
}

fn of_member(api: &Api, item: &Item) -> Relations {
    let Some((owner, member)) = item.rust.rsplit_once("::") else {
        return Vec::new();
    };
    let Some((_, def)) = definition(api, owner) else {
        return Vec::new();
    };
    let mut relations = vec![("belongs to", vec![owner.to_owned()])];
    if let TypeKind::Struct(fields) | TypeKind::Form(fields) = &def.kind {
        let field = fields.iter().find(|field| field.rust.plain() == member);
        let ty = field.and_then(|field| field.ty.innermost());
        let ty = ty.map(|id| api.type_def(*id).name.plain().to_owned());
        relations.push(("holds", ty.into_iter().collect()));
    }
    let others = members(def).into_iter().filter(|other| other != member);
    relations.push(("siblings", others.collect()));
    relations
}
