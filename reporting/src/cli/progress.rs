//! Progress on standard error, if that is a terminal.

use std::borrow::Cow;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::output::Output;

/// A bar or a spinner, which disappears when it is dropped.
pub struct Progress(ProgressBar);

impl Progress {
    /// Shows that work of unknown length is going on.
    pub fn spinner(out: Output, message: impl Into<Cow<'static, str>>) -> Self {
        let bar = ProgressBar::with_draw_target(None, target(out));
        bar.set_message(message);
        if !bar.is_hidden() {
            bar.enable_steady_tick(std::time::Duration::from_millis(120));
        }
        Self(bar)
    }

    /// Shows how much of something is done. `{pos}` and such are those of the template.
    fn bar(out: Output, message: impl Into<Cow<'static, str>>, template: &str) -> Self {
        // Hidden until it has its style and its message, each of which would draw it.
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        // The templates are constants of this file.
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(message);
        bar.set_draw_target(target(out));
        Self(bar)
    }

    /// Shows bytes.
    pub fn bytes(out: Output, message: impl Into<Cow<'static, str>>) -> Self {
        Self::bar(out, message, "{msg} [{bar:20}] {bytes}/{total_bytes}")
    }

    /// Shows rows.
    pub fn rows(out: Output, message: impl Into<Cow<'static, str>>) -> Self {
        Self::bar(out, message, "{msg} [{bar:20}] {pos}/{len}")
    }

    /// Changes the message.
    pub fn message(&self, message: impl Into<Cow<'static, str>>) {
        self.0.set_message(message);
    }

    /// Shows how far it is, and how far it goes if that is known.
    pub fn at(&self, position: u64, total: Option<u64>) {
        if let Some(total) = total {
            self.0.set_length(total);
        }
        self.0.set_position(position);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// Standard error, unless the run is quiet. If it is not a terminal, nothing is drawn.
fn target(out: Output) -> ProgressDrawTarget {
    match out.is_quiet() {
        true => ProgressDrawTarget::hidden(),
        false => ProgressDrawTarget::stderr(),
    }
}
