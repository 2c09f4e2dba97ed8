//! The durations of the stages, for `--timings`.

use std::fmt;
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

/// The stages of a run, in order.
#[derive(Debug, Default)]
pub struct Timings {
    done: Vec<(&'static str, Duration)>,
    running: Option<(&'static str, Instant)>,
}

impl Timings {
    /// Starts a stage and ends the one before. A stage that is started again is continued.
    pub fn start(&mut self, name: &'static str) {
        self.stop();
        self.running = Some((name, Instant::now()));
    }

    /// Ends the current stage, if any.
    pub fn stop(&mut self) {
        let Some((name, started)) = self.running.take() else {
            return;
        };
        let time = started.elapsed();
        match self.done.iter_mut().find(|(known, _)| *known == name) {
            Some((_, total)) => *total += time,
            None => self.done.push((name, time)),
        }
    }

    /// Returns the durations for `--format json`: `{"kind": "timings", "milliseconds": {"load": 1.5}}`.
    pub fn json(&self) -> Value {
        let stages = self.done.iter();
        let stages = stages.map(|(name, time)| ((*name).to_owned(), milliseconds(*time).into()));
        json!({ "kind": "timings", "milliseconds": stages.collect::<Map<_, _>>() })
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// One line per stage in milliseconds, and the sum.
impl fmt::Display for Timings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |f: &mut fmt::Formatter<'_>, name: &str, time: Duration| {
            write!(f, "{name:<9} {:>9.2} ms", milliseconds(time))
        };
        for (name, time) in &self.done {
            line(f, name, *time)?;
            writeln!(f)?;
        }
        line(f, "all", self.done.iter().map(|(_, time)| *time).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_are_listed_once_and_in_order() {
        let mut timings = Timings::default();
        for name in ["read", "load", "read"] {
            timings.start(name);
        }
        timings.stop();
        timings.stop();
        let text = timings.to_string();
        let names: Vec<&str> = text.lines().map(|line| line[..9].trim_end()).collect();
        assert_eq!(names, ["read", "load", "all"]);
        assert!(text.lines().all(|line| line.ends_with(" ms")), "{text}");
    }
}
