//! One suite for all transports: the asynchronous and the blocking client behave the same over their default
//! transport and over a custom one (here one without sockets, for each of them).
//!
//! Each case is written once, and is a test for each transport: `http::uploads::…`. At the end the suite prints a
//! table of the outcomes. The custom transports are always tested, the others, reqwest among them, if their feature is enabled.

mod bodies;
mod case;
mod closing;
mod codings;
mod connections;
mod creating;
mod decoding;
#[cfg(feature = "directory")]
mod directory;
mod downloads;
mod errors;
#[cfg(unix)]
mod files;
mod net;
mod operations;
mod outcomes;
mod paging;
mod rates;
mod raw;
mod redirects;
mod requests;
mod retries;
mod settling;
#[path = "../support/mod.rs"]
mod support;
mod table;
mod telling;
mod threads;
mod timeouts;
mod uploads;
mod waiting;

use libtest_mimic::{Arguments, Trial};

use case::Case;
use net::{Net, Transport};
use table::Table;

/// How many cases run at a time, unless the command line sets it. Most of them wait most of the time.
const THREADS: usize = 8;

const SUBJECTS: &[(&str, &[Case])] = &[
    ("operations", operations::CASES),
    ("requests", requests::CASES),
    ("errors", errors::CASES),
    ("decoding", decoding::CASES),
    ("bodies", bodies::CASES),
    ("telling", telling::CASES),
    ("retries", retries::CASES),
    ("rates", rates::CASES),
    ("settling", settling::CASES),
    ("outcomes", outcomes::CASES),
    ("creating", creating::CASES),
    ("closing", closing::CASES),
    ("redirects", redirects::CASES),
    ("timeouts", timeouts::CASES),
    ("uploads", uploads::CASES),
    ("connections", connections::CASES),
    ("downloads", downloads::CASES),
    #[cfg(unix)]
    ("files", files::CASES),
    ("codings", codings::CASES),
    ("paging", paging::CASES),
    ("waiting", waiting::CASES),
    #[cfg(feature = "directory")]
    ("directory", directory::CASES),
    ("raw", raw::CASES),
];

fn main() {
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(THREADS);
    let table = Table::default();
    let mut trials = Vec::new();
    for transport in Transport::ALL {
        for (subject, cases) in SUBJECTS {
            for (case, run) in *cases {
                let cell = table.cell(subject, case, *transport);
                let name = format!("{}::{subject}::{case}", transport.name());
                trials.push(Trial::test(name, move || {
                    cell.fails();
                    run(&Net::of(*transport));
                    cell.passes();
                    Ok(())
                }));
            }
        }
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    if !arguments.list {
        println!("{table}");
    }
    conclusion.exit();
}
