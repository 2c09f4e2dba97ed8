//! The maintainers' commands of this workspace: `cargo xtask update | fetch | diff | generate | check | …`.
//!
//! Only this package accesses the network and the disk; `connect-codegen` decides what is generated.
//! Each command is a module; the other modules are shared:
//!
//! | module | subject |
//! |---|---|
//! | `cli` | the command line |
//! | `update`, `fetch`, `diff`, `generate`, `check`, `changelog`, `inventory`, `lint`, `explain` | one command each |
//! | `workspace`, `slice`, `facade` | the workspace, its slices, and the façade that re-exports a slice |
//! | `sources`, `download`, `lock`, `git` | reading: documents and overlays, HTTP, the lock file, revisions |
//! | `plan`, `target`, `write` | writing: the changes, the crate, and all files or none |
//! | `report`, `progress`, `exit` | the output, and the exit status |

mod args;
mod changelog;
mod check;
mod cli;
mod diff;
mod download;
mod exit;
mod explain;
mod facade;
mod fetch;
mod generate;
mod git;
mod inventory;
mod lint;
mod lock;
mod plan;
mod progress;
mod report;
mod slice;
mod sources;
mod target;
mod timings;
mod update;
mod wording;
mod workspace;
mod write;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::main()
}
