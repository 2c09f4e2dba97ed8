//! The maintainers' door to this workspace: `cargo xtask update | fetch | diff | generate | check | …`.
//!
//! Only this package touches the network and the disk; everything that decides *what* is generated
//! lives in `connect-codegen`. Each command is a module of its own; what they share is beside them:
//!
//! | module | subject |
//! |---|---|
//! | `cli` | the command line, and which command it calls |
//! | `update`, `fetch`, `diff`, `generate`, `check`, `changelog`, `inventory`, `lint`, `explain` | one command each |
//! | `workspace`, `slice`, `facade` | what they work on: the workspace, its slices, and what re-exports one |
//! | `sources`, `download`, `lock`, `git` | reading: documents and overlays, HTTP, the lock file, revisions |
//! | `plan`, `target`, `write` | writing: what is to change, where to, all of it or nothing |
//! | `report`, `progress`, `exit` | what a person sees, and the exit status |

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
mod workspace;
mod write;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::main()
}
