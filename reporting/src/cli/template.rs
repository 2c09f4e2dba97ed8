//! `template`: the usage template of a product.

use std::path::PathBuf;

use clap::Args;
use connect_usage::products;
use serde_json::json;

use super::exit::{Failure, Kind, Verdict};
use super::progress::Progress;
use super::save::Save;
use super::session::Session;
use super::text::is_id;

/// The examples of `--help`.
pub const HELP: &str = "\
Examples:
  connect-usage template PRD-000-000-001
  connect-usage template PRD-000-000-001 --output january.xlsx
  connect-usage --fake template PRD-100-000-001 --output demo.xlsx";

/// The arguments of `template`.
#[derive(Debug, Args)]
pub struct TemplateArgs {
    /// The product
    #[arg(value_name = "PRODUCT")]
    product: String,

    /// Where to write it [default: PRODUCT-template.xlsx, unless that exists]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// If there is no template, or it cannot be written.
pub async fn run(args: &TemplateArgs, session: &Session) -> Result<Verdict, Failure> {
    let path = match &args.output {
        Some(path) => path.clone(),
        None => default_path(&args.product)?,
    };
    let client = session.client()?;
    let template = client.send(products::template(&args.product)).await?;
    let Some(url) = &template.template_link else {
        let message = format!("the platform has no template for {}", args.product);
        return Err(Failure::new(Kind::Failed, message)
            .help("check that the product reports usage; the columns are in the README"));
    };
    let progress = Progress::bytes(&session.out, "downloading");
    let download = client.download(url);
    let download = download.on_progress(|received, total| progress.at(received, total));
    let content = download.bytes().await?.bytes;
    drop(progress);
    Save::all(&path, &content)?;
    let value = json!({"product": args.product, "output": path, "bytes": content.len()});
    session
        .out
        .result(&value, [format!("{} was written", path.display())])?;
    Ok(Verdict::Done)
}

/// A path of the product's id, which may hold anything else than a file name.
fn default_path(product: &str) -> Result<PathBuf, Failure> {
    if !is_id(product) {
        return Err(Failure::usage(
            "expected the id of a product, such as PRD-000-000-001",
        ));
    }
    let path = PathBuf::from(format!("{product}-template.xlsx"));
    match path.exists() {
        true => Err(Failure::usage(format!("{} exists", path.display()))
            .known("nothing was written")
            .help("it may be filled in: move it, or name another file with --output")),
        false => Ok(path),
    }
}
