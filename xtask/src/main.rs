//! The maintainers' door to this workspace: `cargo xtask fetch | generate | check | inventory`.
//!
//! Only this package touches the network and the disk; everything that decides *what* is generated
//! lives in `connect-codegen`. Each command is a module of its own; what they share is beside them:
//!
//! | module | subject |
//! |---|---|
//! | `cli` | the command line, and which command it calls |
//! | `fetch`, `generate`, `check`, `inventory` | one command each |
//! | `sources`, `download`, `lock` | reading: documents and overlays, HTTP, the lock file |
//! | `plan`, `target`, `write` | writing: what is to change, where to, all of it or nothing |
//! | `report`, `progress`, `exit` | what a person sees, and the exit status |

mod check;
mod cli;
mod download;
mod exit;
mod fetch;
mod generate;
mod inventory;
mod lock;
mod plan;
mod progress;
mod report;
mod sources;
mod target;
mod workspace;
mod write;

fn main() -> std::process::ExitCode {
    cli::main()
}
