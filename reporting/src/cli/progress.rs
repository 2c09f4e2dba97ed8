//! Progress on standard error, if that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::output::Output;

/// A bar or a spinner, which disappears when it is dropped. Its message can have ids of the platform.
pub struct Progress {
    bar: ProgressBar,
    out: Output,
}

impl Progress {
    /// Shows that work of unknown length is going on.
    pub fn spinner(out: &Output, message: &str) -> Self {
        let bar = ProgressBar::with_draw_target(None, target(out));
        // By default it is a bar, which has no message.
        bar.set_style(ProgressStyle::default_spinner());
        bar.set_message(out.safe(message));
        if !bar.is_hidden() {
            bar.enable_steady_tick(std::time::Duration::from_millis(120));
        }
        Self {
            bar,
            out: out.clone(),
        }
    }

    /// Shows how much of something is done. `{pos}` and such are those of the template.
    fn bar(out: &Output, message: &str, template: &str) -> Self {
        // Hidden until it has its style and its message, each of which would draw it.
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        // The templates are constants of this file.
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(out.safe(message));
        bar.set_draw_target(target(out));
        Self {
            bar,
            out: out.clone(),
        }
    }

    /// Shows bytes.
    pub fn bytes(out: &Output, message: &str) -> Self {
        Self::bar(out, message, "{msg} [{bar:20}] {bytes}/{total_bytes}")
    }

    /// Shows rows.
    pub fn rows(out: &Output, message: &str) -> Self {
        Self::bar(out, message, "{msg} [{bar:20}] {pos}/{len}")
    }

    /// Changes the message.
    pub fn message(&self, message: &str) {
        self.bar.set_message(self.out.safe(message));
    }

    /// Shows how far it is, and how far it goes if that is known.
    pub fn at(&self, position: u64, total: Option<u64>) {
        if let Some(total) = total {
            self.bar.set_length(total);
        }
        self.bar.set_position(position);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Standard error, unless the run is quiet. If it is not a terminal, nothing is drawn.
fn target(out: &Output) -> ProgressDrawTarget {
    match out.is_quiet() {
        true => ProgressDrawTarget::hidden(),
        false => ProgressDrawTarget::stderr(),
    }
}
