//! A program that uses every public item of a generated crate: calls every function with arguments
//! of the stated types, reads every field, names every variant, asks for every trait.

use std::fmt::Write as _;

use connect_codegen::FileSet;
use quote::ToTokens as _;
use syn::{Fields, FnArg, ImplItem, Item, ReturnType, Signature, Type, Visibility};

use crate::crates::NAME;

/// The program, as one file. It is compiled and never run.
///
/// # Panics
/// If a generated file does not parse.
#[must_use]
pub fn caller(files: &FileSet) -> String {
    let mut caller = Caller {
        text: "#![allow(warnings)]\nfn any<T>() -> T { loop {} }\n".to_owned(),
        count: 0,
        parent: String::new(),
    };
    for (path, text) in files.iter() {
        let plain = connect_review::expanded_file(text).expect("what is generated parses");
        let file = syn::parse_file(&plain).expect("what is expanded parses");
        let path = path.trim_start_matches("src/").trim_end_matches(".rs");
        let module = match path {
            "lib" => NAME.to_owned(),
            _ if path.starts_with("models/") => format!("{NAME}::models"),
            _ => format!("{NAME}::{}", raw(path)),
        };
        caller.module(&module, &file.items);
    }
    caller.text
}

/// The name of a module's file as the name of the module.
fn raw(path: &str) -> String {
    match syn::parse_str::<syn::Ident>(path) {
        Ok(_) => path.to_owned(),
        Err(_) => format!("r#{path}"),
    }
}

struct Caller {
    text: String,
    count: usize,
    /// What `super` is in the module that is being used.
    parent: String,
}

impl Caller {
    /// A module of functions that use the items of one module. It has the imports of that module, so
    /// that types are named as they are there.
    fn module(&mut self, module: &str, items: &[Item]) {
        self.count += 1;
        let _ = writeln!(
            self.text,
            "mod m{} {{\nuse super::any;\nuse {module}::*;",
            self.count
        );
        for item in items {
            if let Item::Use(import) = item
                && matches!(import.vis, Visibility::Inherited)
            {
                let import = import.to_token_stream().to_string();
                let import = import.replace("use super ::", "use api::models::");
                let _ = writeln!(self.text, "{}", import.replace("crate ::", "api::"));
            }
        }
        self.parent = module.rsplit_once("::").map_or("", |it| it.0).to_owned();
        for item in items {
            self.item(module, item);
        }
        self.text.push_str("}\n");
        for item in items {
            if let Item::Mod(inner) = item
                && matches!(inner.vis, Visibility::Public(_))
                && let Some((_, content)) = &inner.content
            {
                self.module(&format!("{module}::{}", inner.ident), content);
            }
        }
    }

    /// A function that uses something.
    fn uses(&mut self, statements: &str) {
        self.count += 1;
        let statements = statements
            .replace("crate :: models", "api::models")
            .replace("super :: ", &format!("{}::", self.parent));
        let _ = writeln!(self.text, "fn u{}() {{ {statements} }}", self.count);
    }

    fn item(&mut self, module: &str, item: &Item) {
        let public = |visibility: &Visibility| matches!(visibility, Visibility::Public(_));
        match item {
            Item::Fn(function) if public(&function.vis) => {
                let path = format!("{module}::{}", function.sig.ident);
                self.call(&path, &function.sig, None);
            }
            Item::Const(constant) if public(&constant.vis) => {
                let ty = text(&constant.ty);
                self.uses(&format!("let _: {ty} = {module}::{};", constant.ident));
            }
            Item::Static(fixed) if public(&fixed.vis) => {
                self.uses(&format!(
                    "let _: &{} = &{module}::{};",
                    text(&fixed.ty),
                    fixed.ident
                ));
            }
            Item::Struct(definition) if public(&definition.vis) => {
                let name = format!("{module}::{}", definition.ident);
                self.derives(&name, &definition.attrs);
                for field in definition.fields.iter().filter(|field| public(&field.vis)) {
                    let (field, ty) = (field.ident.to_token_stream(), text(&field.ty));
                    self.uses(&format!("let _: {ty} = any::<{name}>().{field};"));
                }
            }
            Item::Enum(definition) if public(&definition.vis) => {
                let name = format!("{module}::{}", definition.ident);
                self.derives(&name, &definition.attrs);
                for variant in &definition.variants {
                    self.variant(&name, variant);
                }
            }
            Item::Impl(block) => self.implementation(block),
            Item::Macro(call) => self.macro_call(module, call),
            _ => {}
        }
    }

    fn variant(&mut self, name: &str, variant: &syn::Variant) {
        let path = format!("{name}::{}", variant.ident);
        match &variant.fields {
            Fields::Unit => self.uses(&format!(
                "let value: {name} = {path}; match value {{ {path} => (), _ => () }}"
            )),
            Fields::Unnamed(fields) => {
                let types: Vec<String> = fields
                    .unnamed
                    .iter()
                    .map(|field| format!("any::<{}>()", text(&field.ty)))
                    .collect();
                let value = format!("{path}({})", types.join(", "));
                self.uses(&format!(
                    "let value: {name} = {value}; match value {{ {path}(..) => (), _ => () }}"
                ));
            }
            Fields::Named(_) => panic!("no enum is generated with named fields"),
        }
    }

    fn derives(&mut self, name: &str, attributes: &[syn::Attribute]) {
        for attribute in attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("derive"))
        {
            let mut traits = Vec::new();
            attribute
                .parse_nested_meta(|meta| {
                    traits.push(meta.path.to_token_stream().to_string());
                    Ok(())
                })
                .expect("a list of traits");
            for name_of_trait in traits {
                let path = match name_of_trait.as_str() {
                    "Debug" => "::std::fmt::Debug",
                    "Hash" => "::std::hash::Hash",
                    other => other,
                };
                self.implements(name, path);
            }
        }
    }

    fn implements(&mut self, name: &str, path: &str) {
        let path = path.replace("& ", "&'static ");
        let path = if path.contains("'de") {
            format!("for<'de> {path}")
        } else {
            path
        };
        self.uses(&format!("fn has<T: {path}>() {{}} has::<{name}>();"));
    }

    fn implementation(&mut self, block: &syn::ItemImpl) {
        let name = text(&block.self_ty);
        let Some((path, _)) = &block.trait_ else {
            for item in &block.items {
                if let ImplItem::Fn(method) = item
                    && matches!(method.vis, Visibility::Public(_))
                {
                    let path = format!("<{name}>::{}", method.sig.ident);
                    self.call(&path, &method.sig, Some(&name));
                }
            }
            return;
        };
        let path = path.to_token_stream().to_string();
        match block.generics.type_params().next() {
            Some(parameter) => {
                // For all types of a kind, as a filter offers lookups.
                let generics = block.generics.to_token_stream().to_string();
                let of = parameter.ident.to_string();
                let path = path.replace(&of, "L");
                self.uses(&format!(
                    "fn has<L, T: {path}>() {{}} fn all{generics}() {{ has::<{of}, {name}>(); }}"
                ));
            }
            None => self.implements(&name, &path),
        }
        for item in &block.items {
            if let ImplItem::Type(held) = item {
                let ty = text(&held.ty);
                self.uses(&format!(
                    "let _: &<{name} as {path}>::{} = any::<&'static {ty}>();",
                    held.ident
                ));
            }
        }
    }

    /// The macros of the runtime make a type readable and writable.
    fn macro_call(&mut self, module: &str, call: &syn::ItemMacro) {
        let tokens = call.mac.tokens.to_string();
        let mut words = tokens.split_whitespace();
        let (first, last) = (
            words.next().unwrap_or_default(),
            tokens.split_whitespace().last(),
        );
        let name = format!("{module}::{}", last.unwrap_or_default());
        let is_enum = tokens.split_whitespace().count() == 1;
        if is_enum || matches!(first, "object" | "decode") {
            self.implements(&name, "connect_runtime::serde::de::DeserializeOwned");
        }
        if is_enum || first == "encode" {
            self.implements(&name, "connect_runtime::serde::Serialize");
        }
    }

    /// A call with arguments of the types that the function states.
    fn call(&mut self, path: &str, signature: &Signature, owner: Option<&str>) {
        let arguments: Vec<String> = signature
            .inputs
            .iter()
            .map(|argument| match argument {
                FnArg::Receiver(receiver) => {
                    let owner = owner.expect("a method is of a type");
                    let receiver = receiver.to_token_stream().to_string();
                    match receiver.as_str() {
                        "& self" => format!("&any::<{owner}>()"),
                        "& mut self" => format!("&mut any::<{owner}>()"),
                        _ => format!("any::<{owner}>()"),
                    }
                }
                FnArg::Typed(typed) => self::argument(&typed.ty),
            })
            .collect();
        let returns = match &signature.output {
            ReturnType::Default => "()".to_owned(),
            ReturnType::Type(_, ty) => match text(ty).as_str() {
                "Self" => owner.expect("a method is of a type").to_owned(),
                other => other.to_owned(),
            },
        };
        self.uses(&format!(
            "let _: {returns} = {path}({});",
            arguments.join(", ")
        ));
    }
}

fn argument(ty: &Type) -> String {
    let text = text(ty);
    // `impl Into<T>` takes a `T`, `impl AsRef<str>` and `impl IntoDate` a text.
    if text.starts_with("impl AsRef") || text.ends_with(":: IntoDate") {
        return "any::<&'static str>()".to_owned();
    }
    if let Some(item) = text.strip_prefix("impl IntoIterator < Item = impl Into <") {
        let item = item.trim_end_matches(['>', ' ']);
        let depth = item.matches('<').count();
        // An array, since a function that takes nothing but a `Vec` refuses it.
        return format!("any::<[{item}{}; 1]>()", ">".repeat(depth));
    }
    match text
        .strip_prefix("impl Into <")
        .and_then(|rest| rest.trim_end().strip_suffix('>'))
    {
        Some(inner) => format!("any::<{inner}>()"),
        None => format!("any::<{text}>()"),
    }
}

fn text(ty: &Type) -> String {
    ty.to_token_stream().to_string()
}
