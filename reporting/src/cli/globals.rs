//! Options of all commands.

use clap::{Args, ColorChoice, ValueHint};
use connect_usage::config::DEFAULT_BASE_URL;

use super::key_file::KeyFile;

/// Options of all commands.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Options of all commands")]
pub struct Globals {
    /// Print the result as one JSON value on standard output, and errors as JSON on standard error
    #[arg(long, global = true, display_order = 100)]
    pub json: bool,

    /// Run with a fake of the platform in memory, which has a few objects: it needs no key and no network, and nothing is
    /// kept. The file name `demo` stands for a file of its own
    #[arg(long, global = true, display_order = 101)]
    pub fake: bool,

    /// The base URL of the API
    #[arg(
        long,
        global = true,
        value_name = "URL",
        display_order = 102,
        help = format!("The base URL of the API [default: $CONNECT_ENDPOINT, or {DEFAULT_BASE_URL}]")
    )]
    pub endpoint: Option<String>,

    /// Read the API key from a file instead of the environment variable CONNECT_API_KEY. A key is never an argument,
    /// which other users of the machine could read
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        value_hint = ValueHint::AnyPath,
        display_order = 103
    )]
    pub key_file: Option<KeyFile>,

    /// Print no progress and no notes, only results and errors
    #[arg(long, short, global = true, display_order = 104)]
    pub quiet: bool,

    /// When to use colours
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t = ColorChoice::Auto,
        value_name = "WHEN",
        display_order = 105
    )]
    pub color: ColorChoice,
}
