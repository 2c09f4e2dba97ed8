//! What git is asked: what stands in a revision, and what came before.

use std::io;
use std::path::PathBuf;
use std::process::{Command, Output};

use crate::exit::Error;
use crate::workspace::Workspace;

/// The repository that the workspace lies in.
#[derive(Debug)]
pub struct Git {
    root: PathBuf,
}

impl Git {
    /// The repository around a workspace. Whether there is one shows when it is asked.
    pub fn new(workspace: &Workspace) -> Self {
        Self {
            root: workspace.root().to_path_buf(),
        }
    }

    /// Whether a text names a commit.
    ///
    /// # Errors
    /// If git cannot be started.
    pub fn is_revision(&self, name: &str) -> Result<bool, Error> {
        let commit = format!("{name}^{{commit}}");
        let output = self.ask(&[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &commit,
        ])?;
        Ok(output.status.success())
    }

    /// A short name of a commit.
    ///
    /// # Errors
    /// If there is no such commit.
    pub fn short(&self, revision: &str) -> Result<String, Error> {
        self.answer(&["rev-parse", "--short", "--verify", revision])
    }

    /// Whether files below the root differ from what is committed last.
    ///
    /// # Errors
    /// If there is no repository with a commit.
    pub fn differs_from_head(&self, files: &[&str]) -> Result<bool, Error> {
        let mut arguments = vec!["diff", "--quiet", "HEAD", "--"];
        arguments.extend(files);
        let output = self.ask(&arguments)?;
        match output.status.code() {
            Some(0) => Ok(false),
            Some(1) => Ok(true),
            _ => Err(refused(&output)),
        }
    }

    /// The last commit that changed a file below the root.
    ///
    /// # Errors
    /// If there is no repository with a commit.
    pub fn last_commit_of(&self, file: &str) -> Result<Option<String>, Error> {
        let commit = self.answer(&["log", "-1", "--format=%H", "--", file])?;
        Ok((!commit.is_empty()).then_some(commit))
    }

    /// Whether a revision is there and has a file.
    ///
    /// # Errors
    /// If git cannot be started.
    pub fn has(&self, revision: &str, file: &str) -> Result<bool, Error> {
        let object = format!("{revision}:./{file}");
        Ok(self.ask(&["cat-file", "-e", &object])?.status.success())
    }

    /// What a file holds in a revision; nothing if it is not there.
    ///
    /// # Errors
    /// If git cannot be started, or does not give it.
    pub fn read(&self, revision: &str, file: &str) -> Result<Option<Vec<u8>>, Error> {
        if !self.has(revision, file)? {
            return Ok(None);
        }
        let output = self.ask(&["cat-file", "blob", &format!("{revision}:./{file}")])?;
        if output.status.success() {
            Ok(Some(output.stdout))
        } else {
            Err(refused(&output))
        }
    }

    /// The names of the files in a folder of a revision; none if there is no such folder.
    ///
    /// # Errors
    /// If git cannot be started.
    pub fn list(&self, revision: &str, folder: &str) -> Result<Vec<String>, Error> {
        let object = format!("{revision}:./{folder}");
        let output = self.ask(&["ls-tree", "--name-only", "-z", &object])?;
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

    /// What git prints, without the line feed at the end.
    fn answer(&self, arguments: &[&str]) -> Result<String, Error> {
        let output = self.ask(arguments)?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout)
                .trim_end()
                .to_owned())
        } else {
            Err(refused(&output))
        }
    }

    fn ask(&self, arguments: &[&str]) -> Result<Output, Error> {
        let started = Command::new("git")
            .arg("-C")
            .arg(&self.root)
            .args(arguments)
            .output();
        started.map_err(|error| Error::Usage {
            what: match error.kind() {
                io::ErrorKind::NotFound => "git is not installed".to_owned(),
                _ => format!("git cannot be started: {error}"),
            },
            help: "name two files to compare: that needs no git".to_owned(),
        })
    }
}

fn refused(output: &Output) -> Error {
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().next().unwrap_or("it gave no reason");
    Error::Usage {
        what: format!("git does not answer: {said}"),
        help: "run this in a clone with at least one commit, or name two files to compare"
            .to_owned(),
    }
}
