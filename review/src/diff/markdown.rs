//! A comparison as Markdown, for a pull request.

use super::model::{Change, Class, Comparison, Contract, Spot};
use super::text::{describe, position, title};

/// Returns the comparison as Markdown: the advice, a table of what callers notice, then all
/// changes.
pub fn comparison(comparison: &Comparison, current: Option<&str>) -> String {
    let mut out = format!(
        "## The contract: {} → {}\n\n**{}**\n\n{} breaking, {} additions, {} without effect on callers.\n",
        version(&comparison.old),
        version(&comparison.new),
        comparison.advice().sentence(current),
        comparison.count(Class::Breaking),
        comparison.count(Class::Addition),
        comparison.count(Class::None),
    );
    for class in [Class::Breaking, Class::Addition, Class::None] {
        let changes: Vec<&Change> = comparison
            .changes
            .iter()
            .filter(|change| change.class == class)
            .collect();
        if changes.is_empty() {
            continue;
        }
        out.push_str(&format!("\n### {}\n\n", title(class)));
        for change in changes {
            out.push_str(&self::change(change));
        }
    }
    out.push_str(&remarks(comparison));
    out
}

fn version(contract: &Contract) -> String {
    format!("{} ({})", code(&contract.name), contract.api_version)
}

fn change(change: &Change) -> String {
    let mut out = format!("- **{}**: {}", change.kind, change.subject);
    let spots = [("was at", &change.old), ("at", &change.new)];
    for (word, spot) in spots {
        if let Some(spot) = spot {
            out.push_str(&format!("\\\n  {word} {}", spot_code(spot)));
        }
    }
    out.push_str(&format!(
        "\\\n  Wire: {}\\\n  Rust: {}\n",
        change.wire, change.rust
    ));
    for effect in &change.effects {
        out.push_str(&format!(
            "  - {} {}\n",
            effect.how.as_str(),
            code(&describe(effect))
        ));
    }
    out
}

fn spot_code(spot: &Spot) -> String {
    code(&position(spot))
}

fn remarks(comparison: &Comparison) -> String {
    let mut out = String::new();
    if !comparison.followed.is_empty() {
        out.push_str("\n### Renamed keys\n\n");
        for (old, new) in &comparison.followed {
            out.push_str(&format!("- {} is {}\n", code(old), code(new)));
        }
    }
    if !comparison.unfit.is_empty() {
        out.push_str("\n### Overlay actions that do not fit\n\n");
        for unfit in &comparison.unfit {
            let span = unfit.span.as_ref().map_or(String::new(), |span| {
                format!("{} ", code(&span.to_string()))
            });
            out.push_str(&format!(
                "- {span}on {}: {}\n",
                code(&unfit.document),
                unfit.reason
            ));
        }
    }
    out
}

/// Formats any text as a code span.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}
