//! `chunks`: the parts of accepted reports that a hub is to bill.

use std::path::{Path, PathBuf};

use clap::Args;
use connect_usage::models::{Chunk, ChunkStatus};
use connect_usage::{Client, OpenEnum as _, chunks};
use serde_json::{Value, json};

use super::exit::{Failure, Kind, Verdict};
use super::options::known_values;
use super::progress::Progress;
use super::session::Session;
use super::table::Table;
use super::text::{count, is_id};

/// The examples of `--help`.
pub const HELP: &str = "\
A chunk that is in the folder already is not downloaded again, so the command
can be run twice.

Examples:
  connect-usage chunks
  connect-usage chunks --hub HB-0000-0001 --download inbox
  connect-usage chunks --status closed
  connect-usage --fake chunks --download inbox";

/// The arguments of `chunks`.
#[derive(Debug, Args)]
pub struct ChunksArgs {
    /// Only chunks of this hub
    #[arg(long, value_name = "HB-…")]
    hub: Option<String>,

    /// Only chunks with this status
    #[arg(
        long,
        value_name = "STATUS",
        default_value = "ready",
        value_parser = known_values::<ChunkStatus>(),
        ignore_case = true
    )]
    status: String,

    /// Download the workbooks to this folder, as ID.xlsx
    #[arg(long, value_name = "FOLDER")]
    download: Option<PathBuf>,
}

/// A chunk and its file.
struct Row {
    chunk: Chunk,
    file: Option<PathBuf>,
    is_new: bool,
}

/// Runs the command.
///
/// # Errors
/// If the chunks cannot be listed or downloaded.
pub async fn run(args: &ChunksArgs, session: &Session) -> Result<Verdict, Failure> {
    use chunks::filter::{BINDING_HUB_ID, STATUS};
    let client = session.client()?;
    let mut list = chunks::list().filter(STATUS.eq(ChunkStatus::from(args.status.to_lowercase())));
    if let Some(hub) = &args.hub {
        list = list.filter(BINDING_HUB_ID.eq(hub));
    }
    let progress = Progress::spinner(&session.out, "reading chunks");
    let chunks: Vec<Chunk> = client.stream(list.require_stable_total()).collect().await?;
    drop(progress);
    let mut rows = Vec::new();
    for chunk in chunks {
        let row = match &args.download {
            Some(folder) => download(&client, chunk, folder, session).await?,
            None => Row {
                chunk,
                file: None,
                is_new: false,
            },
        };
        rows.push(row);
    }
    print(&rows, &args.status, args.download.as_deref(), session)?;
    Ok(Verdict::Done)
}

/// Downloads a chunk, unless its file exists. A file is complete, or not there.
async fn download(
    client: &Client,
    chunk: Chunk,
    folder: &Path,
    session: &Session,
) -> Result<Row, Failure> {
    let id = &chunk.id;
    if !is_id(id) {
        let message = format!("the id `{id}` cannot be the name of a file");
        return Err(Failure::new(Kind::Failed, message));
    }
    let created = std::fs::create_dir_all(folder);
    created.map_err(|error| Failure::write(folder, &error))?;
    let file = folder.join(format!("{id}.xlsx"));
    let is_new = !file.exists();
    if is_new {
        let progress = Progress::bytes(&session.out, &format!("downloading {id}"));
        let download = client.download(chunks::download(id));
        let download = download.on_progress(|received, total| progress.at(received, total));
        download.to_file(&file).await?;
        drop(progress);
        session.happened(format!("{} was downloaded", file.display()));
    }
    Ok(Row {
        chunk,
        file: Some(file),
        is_new,
    })
}

fn print(
    rows: &[Row],
    status: &str,
    folder: Option<&Path>,
    session: &Session,
) -> Result<(), Failure> {
    let values: Vec<Value> = rows.iter().map(value).collect();
    let mut table = Table::new(["CHUNK", "STATUS", "HUB", "REPORT"], 4);
    for Row { chunk, .. } in rows {
        let hub = hub(chunk).unwrap_or("-");
        let report = chunk.usagefile.as_ref().and_then(|it| it.id.as_deref());
        let status = chunk.status.as_ref().map_or("-", |it| it.as_str());
        table.row([&chunk.id, status, hub, report.unwrap_or("-")]);
    }
    let new = rows.iter().filter(|it| it.is_new).count();
    let count = count(rows.len() as u64, &format!("{status} chunk"));
    let mut more = vec![match folder {
        Some(folder) => format!(
            "{count}: {new} downloaded to {}, {} there before, each as ID.xlsx",
            folder.display(),
            rows.len() - new
        ),
        None => count,
    }];
    let outdated = rows.iter().filter(|it| it.chunk.outdated == Some(true));
    more.extend(outdated.map(|it| {
        format!(
            "warning: {} is outdated: generate it again before it is billed",
            it.chunk.id
        )
    }));
    let value = json!({"chunks": values});
    session.out.table(&value, &table, more)
}

fn hub(chunk: &Chunk) -> Option<&str> {
    let hub = chunk.binding.as_ref()?.hub.as_ref()?;
    hub.id.as_deref()
}

fn value(row: &Row) -> Value {
    let chunk = &row.chunk;
    let report = chunk.usagefile.as_ref();
    json!({
        "id": chunk.id,
        "status": chunk.status.as_ref().map(|it| it.as_str()),
        "external_id": chunk.external_id,
        "hub": hub(chunk),
        "report": report.and_then(|it| it.id.as_deref()),
        "outdated": chunk.outdated,
        "file": row.file,
        "downloaded": row.is_new,
    })
}
