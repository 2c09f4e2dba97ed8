//! Many runs over a network that fails at random, in the same places each time.

use connect_fake::faults::{Faults, Rates};
use connect_fake::{Platform, Side};
use example_reporting::report_all;

use crate::support::{rows, workbook};

#[tokio::test]
async fn each_report_is_submitted_exactly_once() {
    let rows = rows(3, &workbook("faults.xlsx"));
    let (mut injected, mut failed) = (0, 0);
    for seed in 0..200 {
        let faults = Faults::seeded(seed, Rates::evenly(400));
        let platform = Platform::builder().faults(&faults).in_memory();
        let client = platform.client(Side::Vendor).expect("a client");
        // As if the program were started again and again, until the network recovers.
        for run in 0..5 {
            if run == 4 {
                faults.stop();
            }
            let results = report_all(&client, &rows).await;
            failed += results.iter().filter(|(_, it)| it.is_err()).count();
            for (row, result) in results {
                assert!(result.is_ok() || run < 4, "{seed} {row:?} {result:?}");
            }
        }
        let calls = |operation| {
            let journal = platform.journal().into_iter();
            journal.filter(|it| it.operation == operation).count()
        };
        let files = platform.files();
        let statuses: Vec<_> = files.iter().filter_map(|it| platform.status(it)).collect();
        assert_eq!(statuses, ["pending"; 3], "seed {seed}");
        assert_eq!(calls("files::create"), 3, "seed {seed}");
        assert_eq!(calls("files::submit"), 3, "seed {seed}");
        injected += faults
            .log()
            .iter()
            .filter(|it| it.fault.kind().is_some())
            .count();
    }
    // Otherwise this test would show nothing.
    assert!(injected > 1000 && failed > 100, "{injected} {failed}");
}
