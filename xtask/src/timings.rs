//! How long each stage of a run took: what `--timings` shows.

use std::fmt;
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

/// The stages of a run, in their order.
#[derive(Debug, Default)]
pub struct Timings {
    done: Vec<(&'static str, Duration)>,
    running: Option<(&'static str, Instant)>,
}

impl Timings {
    /// Starts a stage, which ends the one before. One that was there already goes on.
    pub fn start(&mut self, name: &'static str) {
        self.stop();
        self.running = Some((name, Instant::now()));
    }

    /// Ends the stage that runs, if one does.
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

    /// The same for programs: `{"kind": "timings", "milliseconds": {"load": 1.5}}`.
    pub fn json(&self) -> Value {
        let stages = self.done.iter();
        let stages = stages.map(|(name, time)| ((*name).to_owned(), milliseconds(*time).into()));
        json!({ "kind": "timings", "milliseconds": stages.collect::<Map<_, _>>() })
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// One line a stage, in milliseconds, and their sum.
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
    fn stages_stand_in_their_order_and_once() {
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
