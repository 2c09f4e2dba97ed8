//! What a generated crate has: functions, types, fields of lists, headers of responses.

use std::collections::{BTreeMap, BTreeSet};

use connect_codegen::FileSet;
use syn::{
    Expr, GenericArgument, ImplItem, Item, ItemImpl, Lit, PathArguments, ReturnType, Signature,
    Type, Visibility,
};

use crate::crates::NAME;

/// The items of a crate, by the paths of their modules without that of the crate.
#[derive(Default)]
pub struct Items {
    pub functions: Vec<Function>,
    /// The types, by module and name.
    pub types: BTreeMap<(String, String), Made>,
    /// The pointers of operations in the document, by the names of their functions.
    pub pointers: BTreeMap<String, String>,
    pub fields: Vec<ListField>,
    /// The scopes of lists that can be ordered so that each row has a place.
    pub stable: BTreeSet<String>,
    /// The structs of headers with their fields, by the names of functions.
    pub headers: BTreeMap<String, (String, Vec<String>)>,
}

/// A public function.
pub struct Function {
    /// As operations are named: `files::get`.
    pub name: String,
    /// Its path below the crate.
    pub path: String,
    pub module: String,
    pub signature: Signature,
}

/// How values of a type are made.
#[derive(Default)]
pub struct Made {
    /// The arguments of `new`; `None` if there is none.
    pub new: Option<Vec<Type>>,
    /// The setters with their arguments. Those without one clear a member.
    pub setters: Vec<(String, Option<Type>)>,
    /// The variants of an enum with what they hold.
    pub variants: Vec<(String, Option<Type>)>,
}

/// A field of a list.
pub struct ListField {
    /// The module of the filters of the list.
    pub module: String,
    pub name: String,
    pub value: Type,
    pub offers: Vec<String>,
}

impl Items {
    /// Reads the items of a crate.
    ///
    /// # Panics
    /// If a file does not parse.
    pub fn read(files: &FileSet) -> Self {
        let mut items = Self::default();
        for (path, text) in files.iter().filter(|(path, _)| path.starts_with("src/")) {
            let path = path.trim_start_matches("src/").trim_end_matches(".rs");
            let module = match path {
                "lib" => "",
                _ if path.starts_with("models/") => "models",
                other => other,
            };
            // The expansion has no bodies, and the operations have no other text.
            let plain = syn::parse_file(text).expect("what is generated parses");
            items.operations(&plain.items);
            let text = connect_review::expanded_file(text).expect("what is generated parses");
            let file = syn::parse_file(&text).expect("what is expanded parses");
            items.module(module, &file.items);
        }
        items
    }

    /// The module of the filters that the scope of a list is in.
    ///
    /// # Panics
    /// If the function returns no list.
    pub fn scope(function: &Function) -> String {
        let scope = match &function.signature.output {
            ReturnType::Type(_, ty) => inside(ty).into_iter().next(),
            ReturnType::Default => None,
        };
        let filters = match &scope {
            Some(Type::Path(path)) => path.path.segments.first(),
            _ => None,
        };
        let filters = filters.expect("a list has a scope");
        format!("{}::{}", function.module, filters.ident)
    }

    fn module(&mut self, module: &str, items: &[Item]) {
        let below = |name: &syn::Ident| match module {
            "" => name.to_string(),
            _ => format!("{module}::{name}"),
        };
        for item in items {
            match item {
                Item::Fn(it) if matches!(it.vis, Visibility::Public(_)) => {
                    self.functions.push(Function {
                        name: below(&it.sig.ident).replace("r#", ""),
                        path: below(&it.sig.ident),
                        module: module.to_owned(),
                        signature: it.sig.clone(),
                    });
                }
                Item::Enum(it) => {
                    let variants = it.variants.iter().map(|it| {
                        let held = it.fields.iter().next().map(|it| it.ty.clone());
                        (it.ident.to_string(), held)
                    });
                    self.made(module, &it.ident).variants = variants.collect();
                }
                Item::Impl(it) => self.implementation(module, it, items),
                Item::Mod(it) => {
                    if let Some((_, content)) = &it.content {
                        match it.ident == "offers" {
                            true => self.offers(module, content),
                            false => self.module(&below(&it.ident), content),
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn made(&mut self, module: &str, name: &syn::Ident) -> &mut Made {
        let key = (module.to_owned(), name.to_string());
        self.types.entry(key).or_default()
    }

    fn implementation(&mut self, module: &str, block: &ItemImpl, beside: &[Item]) {
        let Some(name) = last(&block.self_ty) else {
            return;
        };
        let Some((path, _)) = &block.trait_ else {
            for item in &block.items {
                if let ImplItem::Fn(method) = item {
                    self.method(module, &name, &method.sig);
                }
            }
            return;
        };
        match path
            .segments
            .last()
            .map(|it| it.ident.to_string())
            .as_deref()
        {
            Some("StableOrder") => {
                self.stable.insert(module.to_owned());
            }
            Some("FilterField") => {
                let value = block.items.iter().find_map(|it| match it {
                    ImplItem::Type(it) if it.ident == "Value" => Some(it.ty.clone()),
                    _ => None,
                });
                self.fields.push(ListField {
                    module: module.trim_end_matches("::field").to_owned(),
                    name: name.to_string(),
                    value: value.expect("a field has values"),
                    offers: Vec::new(),
                });
            }
            Some("ReadHeaders") => self.headers(module, &name, beside),
            _ => {}
        }
    }

    fn method(&mut self, module: &str, of: &syn::Ident, signature: &Signature) {
        let types = signature.inputs.iter().filter_map(|it| match it {
            syn::FnArg::Typed(typed) => Some((*typed.ty).clone()),
            syn::FnArg::Receiver(_) => None,
        });
        let mut types: Vec<Type> = types.collect();
        let returns_itself = match &signature.output {
            ReturnType::Type(_, ty) => last(ty).is_some_and(|it| it == "Self"),
            ReturnType::Default => false,
        };
        if !returns_itself {
            return;
        }
        let made = self.made(module, of);
        match (signature.receiver().is_some(), signature.ident == "new") {
            (false, true) => made.new = Some(types),
            (true, _) => made
                .setters
                .push((signature.ident.to_string(), types.pop())),
            (false, false) => {}
        }
    }

    /// The lookups that the fields of a list offer.
    fn offers(&mut self, module: &str, items: &[Item]) {
        for item in items {
            let Item::Impl(block) = item else { continue };
            let (Some((path, _)), Some(lookup)) = (&block.trait_, last(&block.self_ty)) else {
                continue;
            };
            let name = path
                .segments
                .last()
                .expect("a path has segments")
                .ident
                .to_string();
            let mut fields = self.fields.iter_mut();
            let field = fields.find(|it| it.module == module && it.name == name);
            field
                .expect("it is declared before")
                .offers
                .push(lookup.to_string());
        }
    }

    /// The headers of the function `get` are in the struct `GetHeaders`.
    fn headers(&mut self, module: &str, name: &syn::Ident, beside: &[Item]) {
        let fields = beside.iter().find_map(|it| match it {
            Item::Struct(it) if it.ident == *name => Some(&it.fields),
            _ => None,
        });
        let fields = fields
            .into_iter()
            .flatten()
            .filter_map(|it| it.ident.as_ref());
        let fields = fields.map(ToString::to_string).collect();
        let text = name.to_string();
        let mut function = String::new();
        for c in text.trim_end_matches("Headers").chars() {
            if c.is_uppercase() && !function.is_empty() {
                function.push('_');
            }
            function.extend(c.to_lowercase());
        }
        let path = format!("{NAME}::{module}::{name}");
        self.headers
            .insert(format!("{module}::{function}"), (path, fields));
    }

    /// Reads the operations of a file: each is made by `Operation::new`, with its name first and its pointer last.
    fn operations(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Mod(inner) => {
                    if let Some((_, content)) = &inner.content {
                        self.operations(content);
                    }
                }
                Item::Static(it) if last(&it.ty).is_some_and(|it| it == "Operation") => {
                    let mut expression = &*it.expr;
                    while let Expr::MethodCall(call) = expression {
                        expression = &call.receiver;
                    }
                    let Expr::Call(call) = expression else {
                        panic!("`{}` is made in another way", it.ident);
                    };
                    let texts =
                        [call.args.first(), call.args.last()].map(|it| it.and_then(literal));
                    let [Some(name), Some(pointer)] = texts else {
                        panic!("`{}` has no name or no pointer", it.ident);
                    };
                    self.pointers.insert(name, pointer);
                }
                _ => {}
            }
        }
    }
}

fn literal(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(it) => match &it.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// The types that a type is generic over.
pub fn inside(ty: &Type) -> Vec<Type> {
    let Type::Path(path) = ty else {
        return Vec::new();
    };
    match path.path.segments.last().map(|it| &it.arguments) {
        Some(PathArguments::AngleBracketed(of)) => {
            let types = of.args.iter().filter_map(|it| match it {
                GenericArgument::Type(ty) => Some(ty.clone()),
                _ => None,
            });
            types.collect()
        }
        _ => Vec::new(),
    }
}

/// The last name of the path of a type.
pub fn last(ty: &Type) -> Option<syn::Ident> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|it| it.ident.clone()),
        _ => None,
    }
}
