//! Reads files and history with git.

use std::io;
use std::path::PathBuf;
use std::process::{Command, Output};

use connect_codegen_cli::exit::Error;

use crate::workspace::Workspace;

/// The repository of the workspace.
#[derive(Debug)]
pub struct Git {
    root: PathBuf,
}

impl Git {
    /// Returns the repository of a workspace. If there is none, its methods fail.
    pub fn new(workspace: &Workspace) -> Self {
        Self {
            root: workspace.root().to_path_buf(),
        }
    }

    /// Returns whether a string names a commit.
    ///
    /// # Errors
    /// Returns an error if git cannot be run.
    pub fn is_revision(&self, name: &str) -> Result<bool, Error> {
        let commit = format!("{name}^{{commit}}");
        let output = self.run(&[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &commit,
        ])?;
        Ok(output.status.success())
    }

    /// Returns the short name of a commit.
    ///
    /// # Errors
    /// Returns an error if there is no such commit.
    pub fn short(&self, revision: &str) -> Result<String, Error> {
        self.output(&["rev-parse", "--short", "--verify", revision])
    }

    /// Returns whether files differ from HEAD.
    ///
    /// # Errors
    /// Returns an error if there is no repository with a commit.
    pub fn differs_from_head(&self, files: &[&str]) -> Result<bool, Error> {
        let mut arguments = vec!["diff", "--quiet", "HEAD", "--"];
        arguments.extend(files);
        let output = self.run(&arguments)?;
        match output.status.code() {
            Some(0) => Ok(false),
            Some(1) => Ok(true),
            _ => Err(failed(&output)),
        }
    }

    /// The last commit that changed a file below the root.
    ///
    /// # Errors
    /// Returns an error if there is no repository with a commit.
    pub fn last_commit_of(&self, file: &str) -> Result<Option<String>, Error> {
        let commit = self.output(&["log", "-1", "--format=%H", "--", file])?;
        Ok((!commit.is_empty()).then_some(commit))
    }

    /// Returns whether a revision exists and has a file.
    ///
    /// # Errors
    /// Returns an error if git cannot be run.
    pub fn has(&self, revision: &str, file: &str) -> Result<bool, Error> {
        let object = format!("{revision}:./{file}");
        Ok(self.run(&["cat-file", "-e", &object])?.status.success())
    }

    /// Returns the content of a file in a revision; `None` if it is missing.
    ///
    /// # Errors
    /// Returns an error if git cannot be run, or reading the file fails.
    pub fn read(&self, revision: &str, file: &str) -> Result<Option<Vec<u8>>, Error> {
        if !self.has(revision, file)? {
            return Ok(None);
        }
        let output = self.run(&["cat-file", "blob", &format!("{revision}:./{file}")])?;
        if output.status.success() {
            Ok(Some(output.stdout))
        } else {
            Err(failed(&output))
        }
    }

    /// Returns the names of the files in a folder of a revision; empty if there is no such folder.
    ///
    /// # Errors
    /// Returns an error if git cannot be run.
    pub fn list(&self, revision: &str, folder: &str) -> Result<Vec<String>, Error> {
        let object = format!("{revision}:./{folder}");
        let output = self.run(&["ls-tree", "--name-only", "-z", &object])?;
        if !output.status.success() {
            return Ok(Vec::new());
        }
        let text = String::from_utf8_lossy(&output.stdout);
        Ok(text
            .split('\0')
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect())
    }

    /// Returns the output of git, without trailing white space.
    fn output(&self, arguments: &[&str]) -> Result<String, Error> {
        let output = self.run(arguments)?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout)
                .trim_end()
                .to_owned())
        } else {
            Err(failed(&output))
        }
    }

    fn run(&self, arguments: &[&str]) -> Result<Output, Error> {
        let started = Command::new("git")
            .arg("-C")
            .arg(&self.root)
            .args(arguments)
            .output();
        started.map_err(|error| Error::Usage {
            what: match error.kind() {
                io::ErrorKind::NotFound => "git is not installed".to_owned(),
                _ => format!("cannot run git: {error}"),
            },
            help: "pass two files to compare, which does not need git".to_owned(),
        })
    }
}

fn failed(output: &Output) -> Error {
    let message = String::from_utf8_lossy(&output.stderr);
    let message = message.lines().next().unwrap_or("no message");
    Error::Usage {
        what: format!("git failed: {message}"),
        help: "run the command in a clone with at least one commit, or pass two files to compare"
            .to_owned(),
    }
}
