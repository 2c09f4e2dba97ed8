//! Files and functions that are too long to read at a glance.

use proc_macro2::Span;
use syn::visit::{self, Visit};
use syn::{Block, Expr, ImplItemFn, ItemFn, Signature, Stmt, TraitItemFn};

use crate::{Finding, Tree};

/// Finds the Rust files with more than `limit` lines. The key is the path.
#[must_use]
pub fn long_files(tree: &Tree, limit: usize) -> Vec<Finding> {
    let lines = tree.rust().map(|(path, text)| (path, text.lines().count()));
    let long = lines.filter(|(_, lines)| *lines > limit);
    let finding = |(path, lines): (&str, usize)| Finding {
        key: path.to_owned(),
        message: format!("{path} has {lines} lines, more than {limit}"),
    };
    long.map(finding).collect()
}

/// Finds the functions with more than `limit` lines, from `fn` to the closing brace. The key is `PATH NAME`.
///
/// A function whose body is a table is not counted: a single `match` or array, each of whose arms or elements is one
/// expression that is no block, condition, loop or `match` of its own. It is read line by line, as a table is.
///
/// # Errors
/// If a file does not parse.
pub fn long_functions(tree: &Tree, limit: usize) -> Result<Vec<Finding>, String> {
    let mut found = Vec::new();
    for (path, text) in tree.rust() {
        let file = syn::parse_file(text).map_err(|error| format!("{path}: {error}"))?;
        let mut visitor = Visitor {
            path,
            limit,
            found: Vec::new(),
        };
        visitor.visit_file(&file);
        found.extend(visitor.found);
    }
    Ok(found)
}

struct Visitor<'t> {
    path: &'t str,
    limit: usize,
    found: Vec<Finding>,
}

impl Visitor<'_> {
    fn function(&mut self, signature: &Signature, body: &Block) {
        let line = |span: Span| span.start().line;
        let (first, last) = (
            line(signature.fn_token.span),
            line(body.brace_token.span.close()),
        );
        let lines = last - first + 1;
        if lines > self.limit && !is_table(body) {
            let (path, name) = (self.path, &signature.ident);
            self.found.push(Finding {
                key: format!("{path} {name}"),
                message: format!(
                    "{path}:{first}: `fn {name}` has {lines} lines, more than {}",
                    self.limit
                ),
            });
        }
    }
}

impl<'ast> Visit<'ast> for Visitor<'_> {
    fn visit_item_fn(&mut self, it: &'ast ItemFn) {
        self.function(&it.sig, &it.block);
        visit::visit_item_fn(self, it);
    }

    fn visit_impl_item_fn(&mut self, it: &'ast ImplItemFn) {
        self.function(&it.sig, &it.block);
        visit::visit_impl_item_fn(self, it);
    }

    fn visit_trait_item_fn(&mut self, it: &'ast TraitItemFn) {
        if let Some(body) = &it.default {
            self.function(&it.sig, body);
        }
        visit::visit_trait_item_fn(self, it);
    }
}

fn is_table(body: &Block) -> bool {
    let [Stmt::Expr(expression, None)] = body.stmts.as_slice() else {
        return false;
    };
    match without_reference(expression) {
        Expr::Match(it) => it.arms.iter().all(|arm| is_plain(&arm.body)),
        Expr::Array(it) => it.elems.iter().all(is_plain),
        _ => false,
    }
}

fn without_reference(expression: &Expr) -> &Expr {
    match expression {
        Expr::Reference(it) => without_reference(&it.expr),
        other => other,
    }
}

fn is_plain(expression: &Expr) -> bool {
    !matches!(
        expression,
        Expr::Async(_)
            | Expr::Block(_)
            | Expr::Closure(_)
            | Expr::ForLoop(_)
            | Expr::If(_)
            | Expr::Loop(_)
            | Expr::Match(_)
            | Expr::While(_)
    )
}
