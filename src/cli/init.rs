//! `goeswith init my-shop`: a first source, without a question.

use std::path::PathBuf;

use super::{Exit, Failure, Globals, console};
use crate::catalog::fresh::Error;
use crate::catalog::template;

/// Write a small, commented source to begin with
///
/// Tables of items, links and sentences as an example to write over, the shop's rules with what each means, and a README for
/// who keeps them. It has no finding and can be built at once. The folder is made where it is missing; one that holds
/// anything is refused.
#[derive(Debug, clap::Args)]
pub struct InitArgs {
    /// The folder; the shop is named after it
    #[arg(value_name = "SOURCE")]
    source: PathBuf,
}

/// Writes.
pub fn run(args: &InitArgs, globals: &Globals) -> Result<(), Failure> {
    let files = template::write(&args.source)?;
    if globals.json {
        console::json(&serde_json::json!({ "source": args.source.to_string_lossy(), "files": files }))?;
    } else {
        files.iter().try_for_each(|file| console::out(&args.source.join(file).to_string_lossy()))?;
    }
    let folder = args.source.display();
    console::note(&format!(
        "open the tables in a spreadsheet and write over them; then\n  goeswith catalog check {folder}\n  \
         goeswith catalog build {folder} -o shop.db\n  goeswith --catalog shop.db"
    ));
    Ok(())
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let message = format!("nothing was written: {error}");
        match error {
            Error::Taken { .. } => Self::new(Exit::Data, message).hinted("name a folder that is new or empty"),
            Error::NotSaved { .. } => Self::new(Exit::NotSaved, message).hinted("check the rights of the folder"),
        }
    }
}
