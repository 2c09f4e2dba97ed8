//! How often each fault happens, and the random numbers of a seed.

use std::time::Duration;

use super::fault::{Coding, Fault, Kind, RetryAfter};
use crate::random::Random;

/// What no integer can be: one beyond 64 bits, a fraction, a string.
const UNREADABLE: [&str; 3] = ["18446744073709551616", "1.5", r#""some""#];

/// How often each fault happens, per thousand requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rates {
    rates: Vec<(Kind, u16)>,
    pause: Duration,
}

impl Rates {
    /// No faults.
    pub fn none() -> Self {
        Self {
            rates: Vec::new(),
            pause: Duration::from_millis(5),
        }
    }

    /// This rate in total, divided equally among all kinds. The remainder of the division is not used.
    pub fn evenly(per_mille: u16) -> Self {
        let each = usize::from(per_mille) / Kind::ALL.len();
        // At most 1000 divided by their number, for any argument.
        let each = each.min(1000 / Kind::ALL.len()) as u16;
        let rates = Kind::ALL.map(|kind| (kind, each));
        Self {
            rates: rates.into(),
            ..Self::none()
        }
    }

    /// Sets the rate of one kind. The rates are counted up to a sum of 1000; kinds that were set beyond that
    /// sum never happen.
    #[must_use]
    pub fn with(mut self, kind: Kind, per_mille: u16) -> Self {
        match self.rates.iter_mut().find(|(it, _)| *it == kind) {
            Some((_, rate)) => *rate = per_mille,
            None => self.rates.push((kind, per_mille)),
        }
        self
    }

    /// Sets the unit of all delays: a response is delayed by up to ten units, connections are refused for up
    /// to ten, a trickle pauses for up to one. The default is 5 ms.
    #[must_use]
    pub fn pause(mut self, pause: Duration) -> Self {
        self.pause = pause;
        self
    }

    /// The fault of the request of this number.
    pub(crate) fn draw(&self, seed: u64, number: u64) -> Fault {
        let mut random = Random::numbered(seed, number);
        let mut left = random.below(1000);
        for (kind, rate) in &self.rates {
            let rate = u64::from(*rate);
            if left < rate {
                return self.fault(*kind, &mut random);
            }
            left -= rate;
        }
        Fault::None
    }

    fn fault(&self, kind: Kind, random: &mut Random) -> Fault {
        match kind {
            Kind::Refuse => Fault::Refuse {
                lasting: self.time(random, 10),
            },
            Kind::ResetBeforeReading => Fault::ResetBeforeReading,
            Kind::ResetWhileReading => Fault::ResetWhileReading {
                // Small and large numbers are equally likely.
                after: random.next() >> (44 + random.below(20)),
            },
            Kind::RefuseEarly => Fault::RefuseEarly {
                status: [401, 413][random.below(2) as usize],
            },
            Kind::ResetUnprocessed => Fault::ResetUnprocessed,
            Kind::ResetProcessed => Fault::ResetProcessed,
            Kind::Close => Fault::Close {
                processed: random.coin(),
            },
            Kind::HangUp => Fault::HangUp,
            Kind::Inform => Fault::Inform {
                count: 1 + random.below(3) as u16,
            },
            Kind::Late => Fault::Late {
                by: self.time(random, 10),
            },
            Kind::Cut => Fault::Cut {
                at: random.per_mille(),
            },
            Kind::CutByReset => Fault::CutByReset {
                at: random.per_mille(),
            },
            Kind::TooLong => Fault::TooLong {
                by: 1 + random.below(1000),
            },
            Kind::TooShort => Fault::TooShort {
                by: 1 + random.below(10),
            },
            Kind::TooManyRequests => Fault::TooManyRequests {
                retry_after: retry_after(random),
            },
            Kind::Unavailable => Fault::Unavailable {
                retry_after: retry_after(random),
            },
            Kind::ServerError => Fault::ServerError {
                status: [500, 502, 504][random.below(3) as usize],
                processed: random.coin(),
            },
            Kind::Garbage => Fault::Garbage,
            Kind::GarbageBody => Fault::GarbageBody,
            Kind::RedirectElsewhere => Fault::RedirectElsewhere {
                status: redirect(random),
            },
            Kind::RedirectPlain => Fault::RedirectPlain {
                status: redirect(random),
            },
            Kind::Stall => Fault::Stall {
                at: random.per_mille(),
            },
            Kind::PutOff => Fault::PutOff {
                seconds: [[0, 1], [1, 0]][random.below(2) as usize],
            },
            Kind::SeeOther => Fault::SeeOther {
                status: [302, 303][random.below(2) as usize],
            },
            Kind::Coded => Fault::Coded {
                coding: [Coding::Unknown, Coding::Gzip, Coding::GzipCut][random.below(3) as usize],
            },
            Kind::Unreadable => Fault::Unreadable {
                // One row of the first four at least.
                rows: random.next() | 1 << random.below(4),
                value: UNREADABLE[random.below(3) as usize],
            },
            Kind::Trickle => Fault::Trickle {
                pieces: 2 + random.below(8) as u16,
                pause: self.time(random, 1),
            },
        }
    }

    /// Up to `most` pauses, in steps of a thousandth.
    fn time(&self, random: &mut Random, most: u32) -> Duration {
        self.pause * most * u32::from(random.per_mille()) / 1000
    }
}

/// A pause of zero seconds, or no header: longer pauses would only slow every run down.
fn retry_after(random: &mut Random) -> Option<RetryAfter> {
    match random.below(3) {
        0 => None,
        1 => Some(RetryAfter::Seconds(0)),
        _ => Some(RetryAfter::Date(0)),
    }
}

fn redirect(random: &mut Random) -> u16 {
    [301, 302, 303, 307, 308][random.below(5) as usize]
}
