//! `goeswith man`: the manual pages, made from the same words as `--help`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::CommandFactory as _;
use clap_mangen::Man;

use super::{Args, Exit, Failure, console};

/// Print the manual page, or write the page of every command into a directory
#[derive(Debug, clap::Args)]
pub struct ManArgs {
    /// Write goeswith.1, goeswith-sell.1 and so on here; the directory is made when missing
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// Prints or writes them.
pub fn run(args: &ManArgs) -> Result<(), Failure> {
    let mut command = Args::command();
    command.build();
    match &args.dir {
        None => {
            let mut page = Vec::new();
            Man::new(command).render(&mut page).map_err(|error| not_written(Path::new("-"), &error))?;
            console::text(&String::from_utf8_lossy(&page))
        }
        Some(dir) => {
            fs::create_dir_all(dir).map_err(|error| not_written(dir, &error))?;
            let pages = write(&command, "goeswith", dir)?;
            console::note(&format!("wrote {pages} pages into {}", dir.display()));
            Ok(())
        }
    }
}

/// Writes the page of a command and those of its subcommands, and counts them.
fn write(command: &clap::Command, name: &str, dir: &Path) -> Result<usize, Failure> {
    let path = dir.join(format!("{name}.1"));
    let mut page = Vec::new();
    Man::new(command.clone().disable_help_flag(true))
        .title(name.to_uppercase())
        .render(&mut page)
        .and_then(|()| fs::write(&path, &page))
        .map_err(|error| not_written(&path, &error))?;
    let mut pages = 1;
    // `help` says again what the other pages say.
    for child in command.get_subcommands().filter(|child| child.get_name() != "help") {
        pages += write(child, &format!("{name}-{}", child.get_name()), dir)?;
    }
    Ok(pages)
}

fn not_written(path: &Path, error: &io::Error) -> Failure {
    Failure::new(Exit::NotSaved, format!("manual page not written: {}: {error}", path.display()))
        .hinted("give a directory you may write to")
}
