//! A folder of spreadsheets for a test, and the program run in it.

#![allow(dead_code)] // each test file uses a part of it

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A source in a throw-away folder.
pub struct Shop {
    folder: tempfile::TempDir,
}

/// What a run printed.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Shop {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// Writes a text file, with its folders.
    pub fn file(self, name: &str, text: &str) -> Self {
        self.write(name, text.as_bytes());
        self
    }

    /// Takes a file away.
    pub fn without(self, name: &str) -> Self {
        fs::remove_file(self.path().join(name)).unwrap();
        self
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.folder.path().join(name)).unwrap()
    }

    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    pub fn has(&self, name: &str) -> bool {
        self.folder.path().join(name).exists()
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The names in a folder, sorted.
    pub fn entries(&self, name: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path().join(name)).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Hidden files that a build left beside its output.
    pub fn left_over(&self) -> Vec<String> {
        self.entries(".").into_iter().filter(|name| name.starts_with('.')).collect()
    }

    /// Starts the program and does not wait for it.
    pub fn spawn(&self, args: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_goeswith"))
            .args(args)
            .current_dir(self.path())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    pub fn run(&self, args: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_goeswith")).args(args).current_dir(self.path()).output().unwrap();
        Run {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Run {
    /// The lines of data that are errors.
    pub fn errors(&self) -> Vec<&str> {
        self.stdout.lines().filter(|line| line.contains(": error: ")).collect()
    }
}
