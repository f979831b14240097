//! `goeswith completions SHELL`: the file that makes a shell complete our commands and options.

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::{Args, Failure, console};

/// Print the completions of a shell
///
/// For example, for bash: goeswith completions bash > ~/.local/share/bash-completion/completions/goeswith
#[derive(Debug, clap::Args)]
pub struct CompletionsArgs {
    /// Which shell
    shell: Shell,
}

/// Prints them.
pub fn run(args: &CompletionsArgs) -> Result<(), Failure> {
    let mut command = Args::command();
    let name = command.get_name().to_owned();
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut command, name, &mut text);
    console::code(&text)
}
