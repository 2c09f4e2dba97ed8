//! A workspace in a temporary folder, and runs of the program in it.
#![allow(dead_code, reason = "each test file uses only some of it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A small document with three resources, one of them outside `/usage`.
pub const DOCUMENT: &str = "\
openapi: 3.0.2
info:
  title: Small
  version: '1.0'
paths:
  /usage/files:
    get:
      description: Prose that does not belong into a slice.
      responses:
        '200':
          description: Fine
          content:
            application/json:
              schema:
                type: array
                items:
                  $ref: '#/components/schemas/File'
  /usage/records/{id}:
    get:
      parameters:
      - name: id
        in: path
        required: true
        schema:
          type: string
      responses:
        '200':
          description: Fine
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Record'
  /products/{id}:
    get:
      parameters:
      - name: id
        in: path
        required: true
        schema:
          type: string
      responses:
        '200':
          description: Fine
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Product'
components:
  schemas:
    File:
      type: object
      properties:
        id:
          type: string
        name:
          type: string
    Record:
      type: object
      properties:
        id:
          type: string
    Product:
      type: object
      properties:
        id:
          type: string
";

/// How a run of the program ended.
#[derive(Debug)]
pub struct Run {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// Asserts the exit status, and shows the output if it differs.
    #[track_caller]
    pub fn ends_with(self, status: i32) -> Self {
        assert_eq!(
            self.status, status,
            "stdout:\n{}\nstderr:\n{}",
            self.stdout, self.stderr
        );
        self
    }

    /// Asserts that standard error contains each of `words`.
    #[track_caller]
    pub fn says(self, words: &[&str]) -> Self {
        for word in words {
            assert!(
                self.stderr.contains(word),
                "`{word}` is not in:\n{}",
                self.stderr
            );
        }
        self
    }

    /// Asserts that standard output contains each of `words`.
    #[track_caller]
    pub fn prints(self, words: &[&str]) -> Self {
        for word in words {
            assert!(
                self.stdout.contains(word),
                "`{word}` is not in:\n{}",
                self.stdout
            );
        }
        self
    }
}

/// A workspace of its own.
pub struct Root {
    folder: TempDir,
}

impl Root {
    /// A workspace with no specification yet.
    pub fn empty() -> Self {
        let root = Self {
            folder: TempDir::new().unwrap(),
        };
        root.write("specs/README.md", "kept\n");
        root.write(
            "runtime/Cargo.toml",
            "[package]\nname = \"connect-runtime\"\n",
        );
        root.write(
            "generated/usage/Cargo.toml",
            "[package]\nname = \"connect-usage-api\"\n",
        );
        root
    }

    /// A workspace whose slice was fetched from [`DOCUMENT`].
    pub fn fetched() -> Self {
        let root = Self::empty();
        root.write("document.yml", DOCUMENT);
        root.start("usage", "/usage*", &root.at("document.yml"))
            .ends_with(0);
        root
    }

    /// A workspace that is up to date with [`DOCUMENT`].
    pub fn generated() -> Self {
        let root = Self::fetched();
        root.run(&["generate"]).ends_with(0);
        root
    }

    /// A workspace with two slices of [`DOCUMENT`], both up to date: `usage` and `directory`.
    pub fn with_two_slices() -> Self {
        let root = Self::fetched();
        root.start("directory", "/products*", &root.at("document.yml"))
            .ends_with(0);
        root.run(&["generate"]).ends_with(0);
        root
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The path of something below the root, as an argument.
    pub fn at(&self, below: &str) -> String {
        self.path().join(below).to_str().unwrap().to_owned()
    }

    pub fn write(&self, below: &str, text: &str) {
        let path = self.path().join(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn read(&self, below: &str) -> String {
        fs::read_to_string(self.path().join(below)).unwrap()
    }

    pub fn exists(&self, below: &str) -> bool {
        self.path().join(below).exists()
    }

    /// Every file below a folder with its bytes, temporary ones included.
    pub fn snapshot(&self, below: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        snapshot(&self.path().join(below))
    }

    /// The program's command with the arguments, on this workspace.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("--root").arg(self.path()).args(args);
        self.isolated(command, self.path())
    }

    /// Runs the program in a folder, without `--root`.
    pub fn run_in(&self, folder: &Path, args: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(args);
        outcome(&mut self.isolated(command, folder))
    }

    /// Isolates a command from the settings of the machine.
    fn isolated(&self, mut command: Command, folder: &Path) -> Command {
        command.current_dir(folder).stdin(Stdio::null());
        // The machine's proxy settings must not affect the tests.
        for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
            command
                .env_remove(name)
                .env_remove(name.to_ascii_lowercase());
        }
        command
    }

    pub fn run(&self, args: &[&str]) -> Run {
        outcome(&mut self.command(args))
    }

    /// Fetches a slice under a prefix, whether or not there is one of this name.
    pub fn start(&self, slice: &str, prefix: &str, from: &str) -> Run {
        self.run(&[
            "fetch", "--slice", slice, "--prefix", prefix, "--from", from,
        ])
    }

    /// Runs a command that must fail, and asserts that `specs/` is unchanged.
    #[track_caller]
    pub fn fails(&self, status: i32, args: &[&str]) -> Run {
        let before = self.snapshot("specs");
        let run = self.run(args).ends_with(status);
        assert_eq!(self.snapshot("specs"), before, "specs/ changed");
        run
    }
}

fn outcome(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        status: output.status.code().expect("an exit status"),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Every file below a folder with its bytes, by its path in the folder.
pub fn snapshot(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(
                    path.strip_prefix(folder).unwrap().to_path_buf(),
                    fs::read(&path).unwrap(),
                );
            }
        }
    }
    files
}
