//! Stages of a pipeline: none imports a later one.

use crate::Finding;
use crate::imports::Imports;

/// The order of the modules of a crate.
#[derive(Debug, Clone, Copy)]
pub struct Order<'t> {
    /// The folder of the crate's sources, with a `/` at its end.
    pub sources: &'t str,
    /// The modules at the root of the crate, in layers. A layer may import those before it. The modules of one layer
    /// may import each other.
    pub layers: &'t [&'t [&'t str]],
}

impl Order<'_> {
    /// The layer of a file. The root of the crate is above all.
    fn layer(&self, file: &str) -> Option<usize> {
        let inner = file.strip_prefix(self.sources)?;
        let module = inner.split('/').next()?.trim_end_matches(".rs");
        if module == "lib" {
            return Some(self.layers.len());
        }
        self.layers.iter().position(|layer| layer.contains(&module))
    }
}

/// Finds imports of a later stage, and files that the order does not name. The key is `FROM TO`, or the file.
#[must_use]
pub fn out_of_order(imports: &Imports, order: Order<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (from, edges) in &imports.edges {
        let Some(layer) = order.layer(from) else {
            found.push(Finding {
                key: from.clone(),
                message: format!(
                    "{from} belongs to no stage; add its module to the table of stages"
                ),
            });
            continue;
        };
        for (to, lines) in edges {
            if order.layer(to).is_some_and(|to| to > layer) {
                found.push(Finding {
                    key: format!("{from} {to}"),
                    message: format!(
                        "{from} imports {to}, which is of a later stage\n    {}",
                        lines.join("\n    ")
                    ),
                });
            }
        }
    }
    found
}
