//! The program `connect-usage`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
