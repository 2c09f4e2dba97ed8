//! A comparison as Markdown, for a pull request.

use super::inline::{code, sentence};
use super::model::{Change, Class, Comparison, Contract, Place, Spot};
use super::text::{describe, kinds, position, title};

/// Returns the comparison as Markdown: the advice, a summary by class, then all changes.
pub fn comparison(comparison: &Comparison, current: Option<&str>) -> String {
    let mut out = format!(
        "## The contract: {} → {}\n\n**{}**\n\n",
        version(&comparison.old),
        version(&comparison.new),
        sentence(&comparison.advice().sentence(current)),
    );
    out.push_str("| Class | Changes | Kinds |\n|---|---:|---|\n");
    for class in Class::SHOWN {
        let kinds = kinds(comparison, class).join(", ");
        let count = comparison.count(class);
        out.push_str(&format!("| {} | {count} | {kinds} |\n", title(class)));
    }
    for class in Class::SHOWN {
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
    format!("{} ({})", code(&contract.name), contract.version_span())
}

fn change(change: &Change) -> String {
    let mut out = format!("- **{}**: {}", change.kind, sentence(&change.subject));
    for place in &change.places {
        out.push_str(&self::place(place, change.places.len() > 1));
    }
    out.push_str(&format!(
        "\\\n  Wire: {}\\\n  Rust: {}\n",
        sentence(&change.wire),
        sentence(&change.rust)
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

/// Formats a place on one line, with its owner if there are several places.
fn place(place: &Place, is_one_of_several: bool) -> String {
    let owner = place.of.as_ref().filter(|_| is_one_of_several);
    let owner = owner.map_or(String::new(), |of| format!(" of {}", code(of)));
    let spots = [("was at", &place.old), ("at", &place.new)];
    let spots: Vec<String> = spots
        .iter()
        .filter_map(|(word, spot)| Some(format!("{word} {}", spot_code(spot.as_ref()?))))
        .collect();
    match spots.is_empty() {
        true => String::new(),
        false => format!("\\\n  {}{owner}", spots.join(", ")),
    }
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
                sentence(&unfit.reason)
            ));
        }
    }
    out
}
