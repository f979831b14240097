//! What the program asks of the system, by `strace`: in which order, and what happens when a call fails or kills it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::program::Answer;
use super::run::Run;

/// Files of which nothing depends: what the last visit found, for `status`.
const ADVISORY: &[&str] = &["last-visit"];

/// Calls that change something on a disk.
pub const CHANGES: &[&str] = &[
    "write",
    "pwrite64",
    "writev",
    "pwritev",
    "copy_file_range",
    "sendfile",
    "fsync",
    "fdatasync",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "unlink",
    "unlinkat",
    "truncate",
    "ftruncate",
    "fallocate",
    "mkdir",
    "mkdirat",
    "rmdir",
];

/// Runs the program and lets `strace` meddle: `fsync,fdatasync:error=EIO:when=3`.
pub fn meddle(run: &mut Run, inject: &str, arguments: &[&str], input: &str) -> Answer {
    let inject = format!("inject={inject}");
    let calls = format!("trace={}", inject["inject=".len()..].split(':').next().unwrap_or_default());
    let command = run.through("strace", &["-f", "-qqq", "-o", "/dev/null", "-e", &calls, "-e", &inject], arguments);
    super::program::converse(command, input)
}

/// One system call that ended well, or not.
#[derive(Debug)]
pub struct Call {
    pub name: String,
    /// As `strace` shows them, with the paths of open files.
    pub arguments: String,
    pub succeeded: bool,
}

impl Call {
    /// The path behind an open file: `3</data/store.db>`.
    pub fn file(&self) -> Option<&str> {
        let (_, behind) = self.arguments.split_once('<')?;
        behind.split_once('>').map(|(path, _)| path)
    }

    /// The texts in quotes: paths of calls that take names.
    pub fn names(&self) -> Vec<&str> {
        self.arguments.split('"').skip(1).step_by(2).collect()
    }
}

/// Runs the program under a trace of all changes and returns them in the order in which they ended.
pub fn changes(run: &mut Run, inject: Option<&str>, arguments: &[&str], input: &str) -> (Answer, Vec<Call>) {
    let to = run.path("trace");
    let mut before = vec!["-f".to_owned(), "-y".to_owned(), "-qqq".to_owned(), "-s".to_owned(), "64".to_owned()];
    before.extend(["-o".to_owned(), to.display().to_string(), "-e".to_owned(), format!("trace={}", CHANGES.join(","))]);
    if let Some(inject) = inject {
        before.extend(["-e".to_owned(), format!("inject={inject}")]);
    }
    let before: Vec<&str> = before.iter().map(String::as_str).collect();
    let command = run.through("strace", &before, arguments);
    let answer = super::program::converse(command, input);
    let text = String::from_utf8_lossy(&std::fs::read(&to).unwrap()).into_owned();
    (answer, calls(&text))
}

/// Reads a trace. A call that another thread came in between of counts where it is resumed.
fn calls(text: &str) -> Vec<Call> {
    let mut begun: BTreeMap<&str, &str> = BTreeMap::new();
    let mut calls = Vec::new();
    for line in text.lines() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let rest = rest.trim_start();
        if let Some(start) = rest.strip_suffix(" <unfinished ...>") {
            begun.insert(thread, start);
            continue;
        }
        let whole = match rest.strip_prefix("<... ").and_then(|rest| rest.split_once(" resumed>")) {
            Some((_, end)) => format!("{}{end}", begun.remove(thread).unwrap_or_default()),
            None => rest.to_owned(),
        };
        let Some((name, rest)) = whole.split_once('(') else { continue };
        let Some((arguments, result)) = rest.rsplit_once(" = ") else { continue };
        calls.push(Call {
            name: name.to_owned(),
            arguments: arguments.to_owned(),
            succeeded: !result.starts_with('-') && !result.starts_with('?'),
        });
    }
    calls
}

/// How often each call is made by the thread that makes it most: as `when=` counts them.
pub fn points(run: &mut Run, arguments: &[&str], input: &str) -> Vec<(String, usize)> {
    let to = run.path("trace");
    let before = ["-f", "-qqq", "-o", &to.display().to_string(), "-e", &format!("trace={}", CHANGES.join(","))];
    let command = run.through("strace", &before, arguments);
    super::program::converse(command, input);
    let text = String::from_utf8_lossy(&std::fs::read(&to).unwrap()).into_owned();
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for line in text.lines() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let name = rest.trim_start().split('(').next().unwrap_or_default();
        if CHANGES.contains(&name) {
            *counts.entry((name.to_owned(), thread.to_owned())).or_default() += 1;
        }
    }
    let mut most: BTreeMap<String, usize> = BTreeMap::new();
    for ((name, _), count) in counts {
        let of = most.entry(name).or_default();
        *of = count.max(*of);
    }
    most.into_iter().flat_map(|(name, count)| (1..=count).map(move |at| (name.clone(), at))).collect()
}

/// Holds a trace against the order that survives a power cut: what is acknowledged was flushed before, and what is
/// renamed was flushed before, and its folder after. Returns what is out of order and how many acknowledgements and
/// renames there were.
pub fn order(calls: &[Call], data: &Path) -> (Vec<String>, usize, usize) {
    let data = data.display().to_string();
    let mut dirty: BTreeSet<String> = BTreeSet::new();
    let mut folders: BTreeSet<String> = BTreeSet::new();
    let (mut wrong, mut acknowledged, mut renamed) = (Vec::new(), 0, 0);
    for call in calls.iter().filter(|call| call.succeeded) {
        match call.name.as_str() {
            "write" | "writev" if call.arguments.contains("\"ACK ") => {
                acknowledged += call.arguments.matches("ACK ").count().max(1);
                let open: Vec<_> = dirty.iter().filter(|file| file.ends_with("-wal")).collect();
                if !open.is_empty() {
                    wrong.push(format!("acknowledged before the flush of {open:?}"));
                }
            }
            "write" | "pwrite64" | "writev" | "pwritev" | "ftruncate" | "fallocate" | "copy_file_range" => {
                let file = call.file().filter(|file| file.starts_with(&data));
                dirty.extend(file.map(ToOwned::to_owned));
            }
            "fsync" | "fdatasync" => {
                if let Some(file) = call.file() {
                    dirty.remove(file);
                    folders.remove(file);
                }
            }
            "rename" | "renameat" | "renameat2" => {
                let [from, to] = call.names()[..] else { continue };
                if !to.starts_with(&data) || ADVISORY.iter().any(|name| to.contains(name)) {
                    continue;
                }
                renamed += 1;
                let inside = format!("{from}/");
                let open: Vec<_> = dirty.iter().filter(|file| *file == from || file.starts_with(&inside)).collect();
                if !open.is_empty() {
                    wrong.push(format!("renamed before the flush of {open:?}"));
                }
                // Two renames in a row need the first one's folder on disk, or they may arrive in the other order.
                if !folders.is_empty() {
                    wrong.push(format!("renamed {to} before the flush of {folders:?}"));
                }
                folders.extend(Path::new(to).parent().map(|folder| folder.display().to_string()));
            }
            "unlink" | "unlinkat" => {
                for name in call.names() {
                    dirty.remove(name);
                }
            }
            _ => {}
        }
    }
    if !folders.is_empty() {
        wrong.push(format!("never flushed: {folders:?}"));
    }
    (wrong, acknowledged, renamed)
}
