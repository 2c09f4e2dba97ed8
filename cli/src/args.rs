//! The arguments that commands share.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use connect_codegen::{Choice, Docs, FunctionNames, Input, Matcher, ModuleNames, Naming};

use crate::exit::Error;
use crate::report::{Format, Report};
use crate::sources::{self, Named, Sources};

/// The output format.
#[derive(Debug, Args)]
pub struct OutputArgs {
    /// The output format: `text` for people; `json` for programs, with the result as one document on
    /// standard output, and diagnostics on standard error, one object per line
    #[arg(
        long,
        value_enum,
        default_value_t,
        value_name = "FORMAT",
        display_order = 90
    )]
    pub format: Format,
}

/// What functions are named after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum NamesArg {
    /// The method and the path
    #[default]
    Route,
    /// The operationId; without one, the method and the path
    OperationId,
}

/// What the modules of functions are named after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum GroupBy {
    /// The path
    #[default]
    Path,
    /// The first tag; without one, the path
    Tag,
}

/// Which operations of a document are read, and how they are named.
#[derive(Debug, Clone, Default, Args)]
pub struct ChoiceArgs {
    /// A glob that selects paths: `*` matches any characters. Can be repeated [default: all paths]
    #[arg(long, value_name = "GLOB")]
    pub prefix: Vec<String>,
    /// Reads only operations that match: a path glob (`/files*`), a method and a path (`GET /files*`),
    /// `method:get`, `tag:NAME` or `id:OPERATION_ID`. Can be repeated: one of them must match
    #[arg(long, value_name = "MATCH", value_parser = Matcher::parse)]
    pub only: Vec<Matcher>,
    /// Leaves out operations that match, in the forms of --only. Can be repeated
    #[arg(long, value_name = "MATCH", value_parser = Matcher::parse)]
    pub skip: Vec<Matcher>,
    /// How they are named.
    #[command(flatten)]
    pub naming: NamingArgs,
}

/// How operations are named.
#[derive(Debug, Clone, Default, Args)]
pub struct NamingArgs {
    /// What functions are named after, if no overlay names them
    #[arg(long, value_enum, default_value_t, value_name = "RULE")]
    pub names: NamesArg,
    /// What the modules of functions are named after, if no overlay names them
    #[arg(long, value_enum, default_value_t, value_name = "RULE")]
    pub group_by: GroupBy,
}

impl ChoiceArgs {
    /// Returns which operations are chosen.
    pub fn choice(&self) -> Choice {
        Choice {
            only: self.only.clone(),
            skip: self.skip.clone(),
        }
    }
}

impl NamingArgs {
    /// Returns how operations are named.
    pub fn naming(&self) -> Naming {
        Naming {
            functions: match self.names {
                NamesArg::Route => FunctionNames::Route,
                NamesArg::OperationId => FunctionNames::OperationId,
            },
            modules: match self.group_by {
                GroupBy::Path => ModuleNames::Path,
                GroupBy::Tag => ModuleNames::Tag,
            },
        }
    }
}

/// The input of a command: a document and its overlays.
#[derive(Debug, Args)]
pub struct InputArgs {
    /// The OpenAPI document (3.0, 3.1 or 3.2; YAML or JSON). The files that it refers to are read if they are in its
    /// folder or below it
    #[arg(long, value_name = "FILE")]
    pub spec: PathBuf,
    /// An overlay, or a folder of overlays (*.yml: corrections, names, behaviour, docs, then the
    /// others by name), to apply. Can be repeated: they are applied in this order
    #[arg(long, value_name = "FILE|DIR")]
    pub overlay: Vec<PathBuf>,
    /// Which operations.
    #[command(flatten)]
    pub chosen: ChoiceArgs,
    /// Makes each warning an error, such as that something cannot be generated and is skipped
    #[arg(long)]
    pub strict: bool,
}

impl InputArgs {
    /// Reads the input. Documentation is made of the prose of the document, too.
    ///
    /// # Errors
    /// Returns an error if a file is missing or cannot be read, or is not UTF-8.
    pub fn read(&self, report: &mut Report) -> Result<Input, Error> {
        report.stage("read");
        let overlays = sources::overlays(&self.overlay)?;
        let sources = Sources::read(&Named::as_typed(&self.spec), &overlays, report)?;
        Ok(Input {
            document: sources.document,
            files: sources.files,
            overlays: sources.overlays,
            prefixes: self.chosen.prefix.clone(),
            choice: self.chosen.choice(),
            naming: self.chosen.naming.naming(),
            docs: Docs::Document,
            strict: self.strict,
            ..Input::default()
        })
    }
}
