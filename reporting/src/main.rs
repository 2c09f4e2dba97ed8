//! The program `connect-usage`.

mod cli;
// A private module of the library, which the program shares.
mod disk;

fn main() -> std::process::ExitCode {
    cli::main()
}
