//! The surface of generated code: every public item with its signature, read from the emitted
//! files. The effects on callers are derived from it.

mod parts;

use std::collections::BTreeMap;

use quote::ToTokens as _;
use syn::{Attribute, Fields, ImplItem, Item, Visibility};

use crate::expand::expanded;
use connect_codegen::FileSet;
use parts::{
    arguments, compact, derives, is_deprecated, is_non_exhaustive, plain, self_name, shown,
};

/// All public items, by key.
///
/// A key is a path as a caller writes it, with a dot before fields and a colon before traits:
/// `files::accept`, `models::UsageFile.status`, `models::UsageFile: Default`.
pub type Surface = BTreeMap<String, Entry>;

/// A public item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What a caller depends on: items with the same signature are the same to every caller.
    pub signature: String,
    /// The item as it is shown: the signature with the names of arguments.
    pub shown: String,
    /// The names of a function's arguments. Callers do not write them, but arguments of the same
    /// type differ only by position.
    pub arguments: Vec<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Whether an added part (a field, a variant) breaks code that lists all parts.
    pub exhaustive: bool,
}

impl Entry {
    fn new(signature: String, attributes: &[Attribute]) -> Self {
        Self {
            shown: signature.clone(),
            signature,
            arguments: Vec::new(),
            deprecated: is_deprecated(attributes),
            exhaustive: false,
        }
    }
}

/// Returns the surface of a set of files. Files that do not parse are skipped; emitted files always
/// parse.
pub fn of(files: &FileSet) -> Surface {
    let mut surface = Surface::new();
    for (path, text) in files.iter() {
        let plain = syn::parse_file(text).and_then(|file| expanded(file.items));
        if let (Some(module), Ok(plain)) = (module(path), plain) {
            items(&plain, &module, &mut surface);
        }
    }
    surface
}

/// Returns the module of a file, as callers name it. All groups of models are one module.
fn module(path: &str) -> Option<String> {
    let path = path.strip_prefix("src/")?.strip_suffix(".rs")?;
    Some(match path {
        "lib" => String::new(),
        _ if path.starts_with("models/") => "models".to_owned(),
        _ => path.replace('/', "::"),
    })
}

fn join(module: &str, name: &str) -> String {
    let name = name.trim_start_matches("r#");
    if module.is_empty() {
        name.to_owned()
    } else {
        format!("{module}::{name}")
    }
}

fn items(items: &[Item], module: &str, surface: &mut Surface) {
    for item in items {
        match item {
            Item::Impl(block) => implementation(block, module, surface),
            Item::Macro(call) => macro_call(call, module, surface),
            item => public_item(item, module, surface),
        }
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn public_item(item: &Item, module: &str, surface: &mut Surface) {
    match item {
        Item::Fn(function) if is_public(&function.vis) => {
            let key = join(module, &function.sig.ident.to_string());
            surface.insert(key, self::function(&function.sig, &function.attrs));
        }
        Item::Const(constant) if is_public(&constant.vis) => {
            let signature = format!("const {}", compact(&constant.ty.to_token_stream()));
            let key = join(module, &constant.ident.to_string());
            surface.insert(key, Entry::new(signature, &constant.attrs));
        }
        Item::Static(fixed) if is_public(&fixed.vis) => {
            let signature = format!("static {}", compact(&fixed.ty.to_token_stream()));
            let key = join(module, &fixed.ident.to_string());
            surface.insert(key, Entry::new(signature, &fixed.attrs));
        }
        Item::Type(alias) if is_public(&alias.vis) => {
            let signature = format!("type {}", compact(&alias.ty.to_token_stream()));
            let key = join(module, &alias.ident.to_string());
            surface.insert(key, Entry::new(signature, &alias.attrs));
        }
        Item::Struct(definition) if is_public(&definition.vis) => {
            let key = join(module, &definition.ident.to_string());
            type_item("struct", &key, &definition.attrs, surface);
            fields(&definition.fields, &key, surface);
        }
        Item::Enum(definition) if is_public(&definition.vis) => {
            let key = join(module, &definition.ident.to_string());
            type_item("enum", &key, &definition.attrs, surface);
            for variant in &definition.variants {
                let signature = format!("variant {}", compact(&variant.fields.to_token_stream()));
                let key = join(&key, &variant.ident.to_string());
                surface.insert(
                    key,
                    Entry::new(signature.trim_end().to_owned(), &variant.attrs),
                );
            }
        }
        Item::Mod(inner) if is_public(&inner.vis) => {
            let key = join(module, &inner.ident.to_string());
            surface.insert(key.clone(), Entry::new("mod".to_owned(), &inner.attrs));
            if let Some((_, content)) = &inner.content {
                items(content, &key, surface);
            }
        }
        _ => {}
    }
}

/// Adds a type, with a key for each trait that it derives.
fn type_item(kind: &str, key: &str, attributes: &[Attribute], surface: &mut Surface) {
    let mut entry = Entry::new(kind.to_owned(), attributes);
    entry.exhaustive = !is_non_exhaustive(attributes);
    surface.insert(key.to_owned(), entry);
    for name in derives(attributes) {
        surface.insert(format!("{key}: {name}"), Entry::new("impl".to_owned(), &[]));
    }
}

fn fields(fields: &Fields, owner: &str, surface: &mut Surface) {
    for (index, field) in fields.iter().enumerate() {
        if is_public(&field.vis) {
            let name = field
                .ident
                .as_ref()
                .map_or(index.to_string(), ToString::to_string);
            let key = format!("{owner}.{}", name.trim_start_matches("r#"));
            surface.insert(
                key,
                Entry::new(compact(&field.ty.to_token_stream()), &field.attrs),
            );
        }
    }
}

fn function(signature: &syn::Signature, attributes: &[Attribute]) -> Entry {
    let mut entry = Entry::new(plain(signature), attributes);
    entry.shown = shown(signature);
    entry.arguments = arguments(signature);
    entry
}

/// Adds the methods of a block, or its trait implementation.
fn implementation(block: &syn::ItemImpl, module: &str, surface: &mut Surface) {
    let owner = join(module, &self_name(&block.self_ty));
    let of_trait = block
        .trait_
        .as_ref()
        .map(|(path, _)| compact(&path.to_token_stream()));
    if let Some(name) = &of_trait {
        let generics = compact(&block.generics.to_token_stream());
        let entry = Entry::new(format!("impl {generics}").trim_end().to_owned(), &[]);
        let of_type = compact(&block.self_ty.to_token_stream());
        // An implementation of a local trait for a foreign type, such as what a filter supports,
        // belongs to the trait, since a change of the filter changes it.
        let key = match of_type.contains("::") && !name.contains("::") {
            true => format!("{}: {of_type}", join(module, name)),
            false => format!("{owner}: {name}"),
        };
        surface.insert(key, entry);
    }
    for item in &block.items {
        match (item, &of_trait) {
            (ImplItem::Fn(method), None) if is_public(&method.vis) => {
                let key = join(&owner, &method.sig.ident.to_string());
                surface.insert(key, function(&method.sig, &method.attrs));
            }
            (ImplItem::Const(constant), None) if is_public(&constant.vis) => {
                let signature = format!("const {}", compact(&constant.ty.to_token_stream()));
                let key = join(&owner, &constant.ident.to_string());
                surface.insert(key, Entry::new(signature, &constant.attrs));
            }
            (ImplItem::Type(held), Some(name)) => {
                let signature = format!("type {}", compact(&held.ty.to_token_stream()));
                surface.insert(
                    format!("{owner}: {name}::{}", held.ident),
                    Entry::new(signature, &[]),
                );
            }
            _ => {}
        }
    }
}

/// Adds the traits that a macro of the runtime implements for its last argument:
/// `serde_model!(object UsageFile)`.
fn macro_call(call: &syn::ItemMacro, module: &str, surface: &mut Surface) {
    let tokens = compact(&call.mac.tokens);
    let owner = tokens.rsplit(' ').next().unwrap_or_default();
    let name = call
        .mac
        .path
        .segments
        .last()
        .map(|segment| segment.ident.to_string());
    let what = tokens.strip_suffix(owner).unwrap_or_default().trim_end();
    let key = format!(
        "{}: {}!({what})",
        join(module, owner),
        name.unwrap_or_default()
    );
    surface.insert(key, Entry::new("impl".to_owned(), &[]));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surface(text: &str) -> Surface {
        let mut surface = Surface::new();
        items(
            &syn::parse_file(text).unwrap().items,
            "models",
            &mut surface,
        );
        surface
    }

    #[test]
    fn every_public_item_has_a_key_and_a_signature() {
        let surface = surface(
            "#[derive(Debug, Clone)] #[non_exhaustive] pub struct File { pub id: Option<String>, secret: u8 }
             impl File { pub fn new(id: impl Into<String>) -> Self { loop {} } fn hidden() {} }
             impl<'de> Object<'de> for File { type Held = u8; fn read() {} }
             serde_model!(object File);
             pub enum E { A, B(Box<File>) }
             fn private() {}
             pub mod filter { pub const ID: Field<IdField> = Field::new(); }",
        );
        let items: Vec<String> = surface
            .iter()
            .map(|(key, entry)| format!("{key} = {}", entry.shown))
            .collect();
        assert_eq!(
            items,
            [
                "models::E = enum",
                "models::E::A = variant",
                "models::E::B = variant (Box<File>)",
                "models::File = struct",
                "models::File.id = Option<String>",
                "models::File: Clone = impl",
                "models::File: Debug = impl",
                "models::File: Object<'de> = impl <'de>",
                "models::File: Object<'de>::Held = type u8",
                "models::File: serde_model!(object) = impl",
                "models::File::new = fn(id: impl Into<String>) -> Self",
                "models::filter = mod",
                "models::filter::ID = const Field<IdField>",
            ]
        );
        assert!(surface["models::E"].exhaustive && !surface["models::File"].exhaustive);
        assert_eq!(
            surface["models::File::new"].signature,
            "fn(impl Into<String>) -> Self"
        );
    }
}
