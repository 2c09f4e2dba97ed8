//! The maintainers' commands of this workspace: `cargo xtask update | fetch | diff | generate | check | …`.
//!
//! Only this package and `connect-codegen-cli` access the disk, and only this one the network; `connect-codegen` decides what is generated.
//! Each command is a module; the other modules are shared:
//!
//! | module | subject |
//! |---|---|
//! | `cli` | the command line |
//! | `update`, `fetch`, `diff`, `generate`, `check`, `changelog`, `inventory`, `lint`, `explain` | one command each |
//! | `workspace`, `slice`, `facade` | the workspace, its slices, and the façade that re-exports a slice |
//! | `sources`, `download`, `lock`, `git` | reading: documents and overlays, HTTP, the lock file, revisions |
//! | `plan`, `target` | what is written: the changes, and the crate |
//!
//! What other programs need as well (reports, writing all files or none, commands on one document) is in
//! `connect-codegen-cli`.

mod args;
mod changelog;
mod check;
mod cli;
mod diff;
mod download;
mod explain;
mod facade;
mod fetch;
mod generate;
mod git;
mod inventory;
mod lint;
mod lock;
mod plan;
mod slice;
mod sources;
mod target;
mod update;
mod workspace;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::main()
}
