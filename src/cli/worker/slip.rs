//! The slip of a customer: put together here, printed on a thread of its own, so that no scan waits for paper.

use std::io::Write as _;
use std::path::PathBuf;
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
/// Between two looks at it.
const LOOK: Duration = Duration::from_millis(20);

/// A slip on its way to paper.
#[derive(Debug)]
pub struct Printing {
    text: String,
    command: Vec<String>,
    /// Where it is saved where no printer is named.
    file: PathBuf,
}

impl Worker {
    /// Makes the slip ready: what may be wanted later gets name, price and shelf from the catalog as it is now.
    pub fn slip(&self, slip: &message::Slip) -> Printing {
        let Some(catalog) = self.catalog() else { return self.printing(String::new()) };
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
        self.printing(text(&slip, &words, &shop.currency, self.settings.slip.width as usize))
    }

    fn printing(&self, text: String) -> Printing {
        let minute = clock::minute_of_day();
        let name = format!("goeswith slip {} {:02}-{:02}.txt", clock::today(), minute / 60, minute % 60);
        Printing { text, command: self.settings.slip.command.clone(), file: self.figures_at().papers.join(name) }
    }
}

impl Printing {
    /// Prints it, or saves it where no printer is named. Takes as long as the printer does, up to a limit.
    pub fn run(&self) -> Message {
        let done = match self.command.split_first() {
            Some((program, arguments)) => print(program, arguments, &self.text).map(|()| None),
            None => std::fs::write(&self.file, &self.text)
                .map(|()| Some(self.file.display().to_string()))
                .map_err(|error| format!("{}: {error}", self.file.display())),
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
