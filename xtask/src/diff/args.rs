//! The arguments of `diff`.

use clap::Args;
use connect_codegen_cli::args::NamingArgs;
use connect_codegen_cli::diff::Format;

/// The arguments of `diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// What to compare.
    #[command(flatten)]
    pub compared: Compared,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// What to compare.
#[derive(Debug, Args, Default)]
pub struct Compared {
    /// The slice to compare: a folder of specs/ [default: all slices]
    #[arg(long, value_name = "NAME")]
    pub slice: Option<String>,
    /// The old contract: a file or a git revision [default: HEAD, or without changes since HEAD,
    /// the slice before its last commit]
    #[arg(value_name = "OLD")]
    pub old: Option<String>,
    /// The new contract: a file or a git revision [default: the working copy of specs/]
    #[arg(value_name = "NEW")]
    pub new: Option<String>,
    /// An overlay, or a folder of overlays, to apply to both contracts instead of their own. Can be
    /// repeated
    #[arg(long, value_name = "FILE|DIR", conflicts_with = "no_overlay")]
    pub overlay: Vec<std::path::PathBuf>,
    /// Apply no overlays
    #[arg(long)]
    pub no_overlay: bool,
    /// A glob of the paths to compare: `*` matches any text, every other character itself. Can be
    /// repeated
    #[arg(long, value_name = "GLOB")]
    pub prefix: Vec<String>,
    /// How operations are named.
    #[command(flatten)]
    pub naming: NamingArgs,
}
