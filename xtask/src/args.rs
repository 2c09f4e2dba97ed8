//! The arguments of the commands.

use std::path::PathBuf;

use clap::Args;
use connect_codegen::{Choice, Docs, Matcher};
use connect_codegen_cli::args::{ChoiceArgs, GroupBy, NamesArg, OutputArgs};
use connect_codegen_cli::target::RuntimeArgs;

use crate::slice::Slice;

/// The URL at which the vendor publishes the document.
pub const DEFAULT_SOURCE: &str = "https://apispec.connect.cloudblue.com/connect-openapi30.yml";

fn between(least: u64, most: u64) -> clap::builder::RangedU64ValueParser {
    clap::value_parser!(u64).range(least..=most)
}

/// The arguments of `fetch` and `update`.
#[derive(Debug, Args)]
pub struct FetchArgs {
    /// The source of the document: a URL or the path of a file
    #[arg(long, value_name = "URL|FILE", default_value = DEFAULT_SOURCE)]
    pub from: String,
    /// The slice to fetch: a folder of specs/ [default: all slices]
    #[arg(long, value_name = "NAME")]
    pub slice: Option<String>,
    /// A glob that selects paths of the slice: `*` matches any characters. Can be repeated [default:
    /// the prefixes in the slice's lock.toml]
    #[arg(long, value_name = "GLOB")]
    pub prefix: Vec<String>,
    /// Selects only operations of these paths that match: `method:get`, `GET /files*`, `tag:NAME` or
    /// `id:OPERATION_ID`. Can be repeated: one of them must match
    #[arg(long, value_name = "MATCH", value_parser = Matcher::parse, requires = "prefix")]
    pub only: Vec<Matcher>,
    /// Leaves out operations of these paths that match, in the forms of --only. Can be repeated
    #[arg(long, value_name = "MATCH", value_parser = Matcher::parse, requires = "prefix")]
    pub skip: Vec<Matcher>,
    /// Accepts a document in which the slice lost more than 20 % of its operations, components or filters, or has
    /// references that lead nowhere
    #[arg(long)]
    pub accept_losses: bool,
    /// The time limit of the download in seconds, redirects included
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = between(1, 86_400))]
    pub timeout: u64,
    /// The size limit of the document in MiB after decompression
    #[arg(long, value_name = "MIB", default_value_t = 32, value_parser = between(1, 4096))]
    pub max_size: u64,
}

impl FetchArgs {
    /// Returns which operations are selected.
    pub fn choice(&self) -> Choice {
        Choice {
            only: self.only.clone(),
            skip: self.skip.clone(),
        }
    }
}

/// The command `fetch`.
#[derive(Debug, Args)]
pub struct FetchCommand {
    /// The source and the slices.
    #[command(flatten)]
    pub fetch: FetchArgs,
    /// The output format.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// The input of a command; `specs/` by default.
#[derive(Debug, Default, Args)]
pub struct InputArgs {
    /// The slice to read: a folder of specs/ [default: all slices]
    #[arg(long, value_name = "NAME", conflicts_with = "spec")]
    pub slice: Option<String>,
    /// An OpenAPI document (3.0, 3.1 or 3.2) to read instead of a slice's contract.yml; only the overlays of
    /// --overlay are applied to it
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,
    /// An overlay, or a folder of overlays (*.yml: corrections, names, behaviour, docs, then the
    /// others by name), to apply instead of those of the slice. Can be repeated
    #[arg(long, value_name = "FILE|DIR", conflicts_with = "no_overlay")]
    pub overlay: Vec<PathBuf>,
    /// Apply no overlays
    #[arg(long)]
    pub no_overlay: bool,
    /// Which operations.
    #[command(flatten)]
    pub chosen: ChoiceArgs,
    /// What documentation is made of: `document`, the prose of the document, made safe to show, and the overlays;
    /// `overlay`, the overlays alone [default: `document` for --spec without overlays, otherwise `overlay`]
    #[arg(long, value_name = "SOURCE", value_parser = ["document", "overlay"])]
    pub docs: Option<String>,
    /// Makes each warning an error, such as that something cannot be generated and is skipped. Always
    /// on for the slices in specs/
    #[arg(long)]
    pub strict: bool,
}

/// The arguments of `generate`.
#[derive(Debug, Args)]
pub struct GenerateArgs {
    /// The input.
    #[command(flatten)]
    pub input: InputArgs,
    /// The folder of the crate to write, created if missing [default: the slice's folder in
    /// generated/, if no option above except --slice is given]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The dependency of a new manifest on the runtime.
    #[command(flatten)]
    pub runtime: RuntimeArgs,
    /// The output format.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// The arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The input.
    #[command(flatten)]
    pub input: InputArgs,
    /// The folder of a crate that `generate --out` wrote; nothing is written [default: the slice's
    /// folder in generated/, if no option above except --slice is given]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The output format.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// The arguments of `inventory`.
#[derive(Debug, Args)]
pub struct InventoryArgs {
    /// The input.
    #[command(flatten)]
    pub input: InputArgs,
    /// The output format.
    #[command(flatten)]
    pub output: OutputArgs,
}

impl InputArgs {
    /// Returns what documentation is made of.
    pub fn docs(&self) -> Docs {
        match self.docs.as_deref() {
            Some("document") => Docs::Document,
            Some(_) => Docs::Overlay,
            None if self.spec.is_some() && self.overlay.is_empty() => Docs::Document,
            None => Docs::Overlay,
        }
    }

    /// Returns the names of the given options.
    pub fn given(&self) -> Vec<&'static str> {
        let given = [
            ("--spec", self.spec.is_some()),
            ("--overlay", !self.overlay.is_empty()),
            ("--no-overlay", self.no_overlay),
            ("--prefix", !self.chosen.prefix.is_empty()),
            ("--only", !self.chosen.only.is_empty()),
            ("--skip", !self.chosen.skip.is_empty()),
            ("--names", self.chosen.naming.names != NamesArg::default()),
            (
                "--group-by",
                self.chosen.naming.group_by != GroupBy::default(),
            ),
            ("--docs", self.docs.is_some()),
        ];
        given
            .into_iter()
            .filter(|(_, given)| *given)
            .map(|(option, _)| option)
            .collect()
    }
}

impl CheckArgs {
    /// Returns the `generate` command that updates the checked crate, for a shell.
    pub fn fix_command(&self, slice: Option<&Slice>) -> String {
        let mut words = vec!["cargo xtask generate".to_owned()];
        let mut option = |name: &str, value: &str| words.push(format!("{name} {}", quoted(value)));
        if let Some(slice) = slice {
            option("--slice", slice.name());
        }
        if let Some(spec) = &self.input.spec {
            option("--spec", &spec.display().to_string());
        }
        for overlay in &self.input.overlay {
            option("--overlay", &overlay.display().to_string());
        }
        for prefix in &self.input.chosen.prefix {
            option("--prefix", prefix);
        }
        for only in &self.input.chosen.only {
            option("--only", &only.to_string());
        }
        for skip in &self.input.chosen.skip {
            option("--skip", &skip.to_string());
        }
        if self.input.chosen.naming.names == NamesArg::OperationId {
            option("--names", "operation-id");
        }
        if self.input.chosen.naming.group_by == GroupBy::Tag {
            option("--group-by", "tag");
        }
        if let Some(docs) = &self.input.docs {
            option("--docs", docs);
        }
        if let Some(out) = &self.out {
            option("--out", &out.display().to_string());
        }
        if self.input.strict {
            words.push("--strict".to_owned());
        }
        if self.input.no_overlay {
            words.push("--no-overlay".to_owned());
        }
        words.join(" ")
    }
}

/// Quotes a word for a POSIX shell.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}
