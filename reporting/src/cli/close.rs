//! `close`: closes chunks that were billed.

use clap::Args;
use connect_usage::models::{ChunkStatus, CloseChunk};
use connect_usage::{Client, OpenEnum as _, chunks};

use super::exit::{Failure, Verdict};
use super::outcomes::{self, Outcome};
use super::progress::Progress;
use super::session::Session;

/// The examples of `--help`.
pub const HELP: &str = "\
Closing cannot be undone. A chunk that was closed before is left as it is, so
the command can be run twice.

Examples:
  connect-usage close UFC-2029-01-0001-0001-001 --billing-id INV-42
  connect-usage close UFC-2029-01-0001-0001-001 \\
      --billing-id INV-42 --note 'invoice of January'";

/// The arguments of `close`.
#[derive(Debug, Args)]
pub struct CloseArgs {
    /// The chunks, which must be ready
    #[arg(value_name = "CHUNK", required = true)]
    chunks: Vec<String>,

    /// The id of the bill in your own system
    #[arg(long, value_name = "ID")]
    billing_id: String,

    /// A note about the bill
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

/// Runs the command. A chunk that cannot be closed does not stop the others.
///
/// # Errors
/// If a call fails, and there is no other chunk.
pub async fn run(args: &CloseArgs, session: &Session) -> Result<Verdict, Failure> {
    let client = session.client()?;
    let mut outcomes = Vec::new();
    for id in &args.chunks {
        let progress = Progress::spinner(&session.out, &format!("closing {id}"));
        let result = close(&client, id, args).await;
        let outcome = outcomes::of_several(result, (id, &args.chunks))?;
        drop(progress);
        if outcome.name == "closed" {
            session.happened(format!("{id} was closed with {}", args.billing_id));
        }
        outcomes.push(outcome);
    }
    outcomes::print("chunks", &outcomes, session)
}

async fn close(client: &Client, id: &str, args: &CloseArgs) -> Result<Outcome, Failure> {
    let mut chunk = client.send(chunks::get(id)).await?;
    let known = chunk
        .status
        .as_ref()
        .and_then(|it| it.known_ignoring_case());
    let (name, verdict, text) = match known {
        Some(ChunkStatus::Ready) => {
            let mut body = CloseChunk::new(&args.billing_id);
            body.external_billing_note.clone_from(&args.note);
            chunk = client.send(chunks::close(id, body)).await?;
            let text = format!("closed with {}", args.billing_id);
            ("closed", Verdict::Done, text)
        }
        Some(ChunkStatus::Closed) => {
            let text = "was closed before, and keeps the bill that it has";
            ("already_closed", Verdict::Done, text.to_owned())
        }
        Some(ChunkStatus::Draft) => {
            let text = "not closed: the platform is still at work; run it again later";
            ("unfinished", Verdict::Unfinished, text.to_owned())
        }
        _ => ("not_closed", Verdict::Failed, "not closed".to_owned()),
    };
    let status = chunk.status.as_ref().map_or("-", |it| it.as_str());
    Ok(Outcome {
        status: status.to_owned(),
        id: chunk.id,
        name,
        verdict,
        text,
    })
}
