//! The slip of a customer: put together here, printed on a thread of its own, so that no scan waits for paper.

use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::{Worker, fault};
use crate::cli::{clock, face};
use crate::domain::Problem;
use crate::domain::problem::Code;
use crate::render::slip::{Slip, text};
use crate::tui::message::{self, Message};

/// A printer that has not taken the slip after so long is given up.
const PATIENCE: Duration = Duration::from_secs(15);
/// Slips of one minute that are saved at most.
const MOST: u32 = 100;
/// Between two looks at it.
const LOOK: Duration = Duration::from_millis(20);

/// A slip on its way to paper.
#[derive(Debug)]
pub struct Printing {
    text: String,
    command: Vec<String>,
    /// Where it is saved where no printer is named, without its end.
    file: PathBuf,
}

impl Worker {
    /// Makes the slip ready: what may be wanted later gets name, price and shelf from the catalog as it is now.
    /// Where no printer is named it is saved in the folder `papers`.
    pub fn slip(&self, slip: &message::Slip, papers: &Path) -> Printing {
        let Some(catalog) = self.catalog() else { return self.printing(String::new(), papers) };
        let item = |sku: &crate::domain::Sku| catalog.item_by_sku(sku.as_str()).ok().flatten();
        let shop = catalog.shop();
        let slip = Slip {
            shop: shop.name.clone(),
            day: clock::today().to_string(),
            bought: slip.bought.clone(),
            with_total: self.settings.screen.show_total,
            later: slip.later.iter().filter_map(item).map(|item| (item.name, item.price, item.stock.place)).collect(),
        };
        let words = face::words(&self.place.config_dir, &self.language);
        self.printing(text(&slip, &words, &shop.currency, self.settings.slip.width as usize), papers)
    }

    fn printing(&self, text: String, papers: &Path) -> Printing {
        let minute = clock::minute_of_day();
        let name = format!("goeswith slip {} {:02}-{:02}", clock::today(), minute / 60, minute % 60);
        Printing { text, command: self.settings.slip.command.clone(), file: papers.join(name) }
    }
}

impl Printing {
    /// Prints it, or saves it where no printer is named. Takes as long as the printer does, up to a limit.
    pub fn run(&self) -> Message {
        let done = match self.command.split_first() {
            Some((program, arguments)) => print(program, arguments, &self.text).map(|()| None),
            None => self.save().map(Some),
        };
        match done {
            Ok(saved) => Message::Slipped(saved),
            Err(why) => {
                let what = format!("The slip was not printed: {why}. You can keep selling.");
                Message::Fault(fault(&Problem::new(Code::SlipNotPrinted, &what)))
            }
        }
    }
}

impl Printing {
    /// Saves it beside those of the same minute; where it lies.
    fn save(&self) -> Result<String, String> {
        let mut number = 1;
        loop {
            let end = if number == 1 { ".txt".to_owned() } else { format!(" ({number}).txt") };
            let path = format!("{}{end}", self.file.display());
            match File::options().write(true).create_new(true).open(&path) {
                Ok(mut file) => {
                    let written = file.write_all(self.text.as_bytes());
                    return written.map(|()| path.clone()).map_err(|error| format!("{path}: {error}"));
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists && number < MOST => number += 1,
                Err(error) => return Err(format!("{path}: {error}")),
            }
        }
    }
}

/// Hands the text to a program on its standard input, without a shell.
fn print(program: &str, arguments: &[String], text: &str) -> Result<(), String> {
    let told = |error: std::io::Error| format!("{program}: {error}");
    let mut command = Command::new(program);
    let command = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(told)?;
    let (input, text) = (child.stdin.take(), text.to_owned());
    // One that does not read must not hold us either: the pipe ends with it.
    let writing = thread::Builder::new().name("slip".to_owned()).spawn(move || {
        if let Some(mut input) = input {
            let _ = input.write_all(text.as_bytes());
        }
    });
    writing.map_err(told)?;
    let begun = Instant::now();
    loop {
        match child.try_wait().map_err(told)? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(format!("{program}: {status}")),
            None if begun.elapsed() < PATIENCE => thread::sleep(LOOK),
            None => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("{program} did not end within {} s", PATIENCE.as_secs()));
            }
        }
    }
}
