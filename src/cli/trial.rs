//! `goeswith doctor --keys` and `--scanner`: what is tried by hand at the counter itself.

use std::io::IsTerminal as _;
use std::time::Instant;

use super::place::{self, Place};
use super::{Exit, Failure, Globals, console, face};
use crate::settings::{self, LookName, resolve_look};
use crate::tui::probe::{self, End, Trial, scanner::Paint};

/// What each key sends here.
pub fn keys(globals: &Globals) -> Result<(), Failure> {
    in_a_terminal("keys can only be tried in a terminal", "with the keyboard")?;
    let (keymap, problems) = face::keymap(&Place::settings_only(globals)?);
    problems.iter().for_each(place::say);
    probe::run(&keymap, &mut std::io::stdout()).map_err(|error| gone(&error))
}

/// How the scanner sends, and the settings that fit it.
pub fn scanner(globals: &Globals) -> Result<(), Failure> {
    in_a_terminal("a scanner can only be tried in a terminal", "with the scanner")?;
    let config_dir = Place::settings_only(globals)?;
    let (settings, problems) = settings::read(&config_dir);
    problems.iter().for_each(place::say);
    let file = config_dir.join(settings::FILE);
    let look = resolve_look(settings.screen.look, place::locale().as_deref());
    let no_color = std::env::var("NO_COLOR").is_ok_and(|value| !value.is_empty());
    let paint = Paint { blocks: look == LookName::Normal, colours: !no_color };
    let trial = Trial::new(settings.scanner, file.display().to_string());
    let started = Instant::now();
    let ticks = move || u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    match probe::scanner::run(trial, paint, ticks, &mut std::io::stdout()).map_err(|error| gone(&error))? {
        End::Left | End::Fine => Ok(()),
        End::Disagree => Err(Failure::new(Exit::Data, "the three scans are not the same")
            .hinted("run it again with one label; `goeswith doctor --keys` shows each key by itself")),
        End::Write(changes) => {
            settings::change(&config_dir, &changes)
                .map_err(|error| Failure::new(Exit::Data, format!("the settings could not be written: {error}")))?;
            let keys: Vec<String> = changes.iter().map(|change| format!("{} = {}", change.key, change.value)).collect();
            console::out(&format!("Written to {}: {}.", file.display(), keys.join(", ")))?;
            console::out("A sale screen that is open takes it over with F8, \"Read settings again\".")
        }
    }
}

fn in_a_terminal(what: &str, with: &str) -> Result<(), Failure> {
    if is_terminal() {
        return Ok(());
    }
    Err(Failure::new(Exit::Usage, what).hinted(format!("start it in the window and {with} that sell")))
}

/// True where there are keys and a picture.
pub fn is_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

fn gone(error: &std::io::Error) -> Failure {
    Failure::new(Exit::Data, format!("the terminal went away: {error}"))
}
