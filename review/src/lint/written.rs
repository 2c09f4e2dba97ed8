//! Overlays as text, with comments between the actions.

use super::action::Action;

/// Actions that belong together.
pub struct Section {
    /// What a reader should know of them.
    pub comment: &'static str,
    /// The actions.
    pub actions: Vec<Action>,
    /// Lines that are no actions yet, without the sign of a comment.
    pub open: Vec<String>,
}

/// Writes an overlay. A section without content is left out.
pub fn overlay(title: &str, sections: &[Section]) -> String {
    let has_actions = sections.iter().any(|it| !it.actions.is_empty());
    let actions = if has_actions {
        "actions:"
    } else {
        "actions: []"
    };
    let mut text = format!("overlay: 1.0.0\ninfo: {{title: {title}, version: 1.0.0}}\n{actions}\n");
    for section in sections {
        if section.actions.is_empty() && section.open.is_empty() {
            continue;
        }
        text.push_str(&format!("\n# {}\n", section.comment));
        for action in &section.actions {
            text.push_str(&action.to_yaml());
        }
        for line in &section.open {
            text.push_str(&format!("# {line}\n"));
        }
    }
    text
}
