//! `doctor --scanner` as a state: keys with their times in, lines to print out. It reads no terminal and no clock.

use super::found::{Found, named};
use crate::settings::{Change, ScannerSettings};
use crate::tui::key::Key;
use crate::tui::scanner::control;

/// So much silence ends what is one scan, in ticks; even slow radio scanners do not pause longer.
const SILENCE: u64 = 600;
/// And so much what is a single key.
const ALONE: u64 = 250;
/// Fewer keys are a person's.
const LEAST: usize = 3;
/// Scans that have to agree.
const SCANS: usize = 3;
/// What is kept of one scan, in keys.
const LONGEST: usize = 4_096;
/// What is shown of one scan, in characters.
const SHOWN: usize = 200;

/// What a step has to say.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// To be printed.
    pub lines: Vec<String>,
    /// Set where it is over.
    pub end: Option<End>,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// Somebody left; nothing is changed.
    Left,
    /// The scans were not the same; nothing is changed.
    Disagree,
    /// Everything is set as it has to be.
    Fine,
    /// These settings are to be written.
    Write(Vec<Change>),
}

/// One scan as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Heard {
    /// Control characters included.
    sent: String,
    /// Between its keys, in milliseconds; empty for a paste.
    gaps: Vec<u64>,
}

/// The trial under way.
#[derive(Debug)]
pub struct Trial {
    settings: ScannerSettings,
    file: String,
    burst: Vec<(Key, u64)>,
    scans: Vec<Heard>,
    /// What Enter would write.
    asked: Option<Vec<Change>>,
}

impl Trial {
    /// Begins, with the settings as they are and the name of their file.
    pub fn new(settings: ScannerSettings, file: String) -> Self {
        Self { settings, file, burst: Vec::new(), scans: Vec::new(), asked: None }
    }

    /// A key came.
    pub fn press(&mut self, key: Key, at: u64) {
        if self.burst.len() < LONGEST {
            self.burst.push((key, at));
        }
    }

    /// A text came at once: that is a scan as well.
    pub fn paste(&mut self, text: &str) -> Step {
        self.burst.clear();
        if text.trim().is_empty() {
            return Step::default();
        }
        self.heard(Heard { sent: text.chars().take(LONGEST).collect(), gaps: Vec::new() })
    }

    /// When there is something to say without a key, in ticks.
    pub fn deadline(&self) -> Option<u64> {
        let (_, last) = self.burst.last()?;
        Some(last + if self.burst.len() < LEAST { ALONE } else { SILENCE })
    }

    /// Time has passed.
    pub fn tick(&mut self, now: u64) -> Step {
        if self.deadline().is_none_or(|due| now < due) {
            return Step::default();
        }
        let burst = std::mem::take(&mut self.burst);
        if burst.len() < LEAST {
            return self.by_hand(&burst);
        }
        let gaps = burst.windows(2).map(|pair| pair[1].1.saturating_sub(pair[0].1)).collect();
        self.heard(Heard { sent: burst.iter().filter_map(|(key, _)| sent(*key)).collect(), gaps })
    }

    /// A single key is a person's: no scanner's Enter ever writes anything.
    fn by_hand(&mut self, keys: &[(Key, u64)]) -> Step {
        let end = match keys {
            [(Key::Esc | Key::Ctrl('c' | 'q') | Key::Char('q' | 'Q'), _), ..] => Some(End::Left),
            [(Key::Enter, _)] => self.asked.take().map(End::Write),
            _ => None,
        };
        let left = end == Some(End::Left);
        Step { lines: left.then(|| "Nothing was changed.".to_owned()).into_iter().collect(), end }
    }

    fn heard(&mut self, heard: Heard) -> Step {
        let say = |line: &str| Step { lines: vec![line.to_owned()], end: None };
        if self.asked.is_some() {
            return say("That was one scan more. Enter on the keyboard writes the settings, Esc leaves them.");
        }
        let number = self.scans.len() + 1;
        let line = format!("{number}: {}", describe(&heard));
        self.scans.push(heard);
        if number < SCANS {
            return say(&line);
        }
        let mut step = self.verdict();
        step.lines.splice(0..0, [line, String::new()]);
        step
    }

    /// What the scans say together.
    fn verdict(&mut self) -> Step {
        let scans = std::mem::take(&mut self.scans);
        if scans.iter().any(|scan| scan.sent != scans[0].sent) {
            let lines = vec![
                "The three scans are not the same, so nothing can be said of the scanner. Nothing was changed."
                    .to_owned(),
                "Scan one label three times, each time until it beeps; a worn label or a slow radio loses keys."
                    .to_owned(),
            ];
            return Step { lines, end: Some(End::Disagree) };
        }
        let gaps: Vec<u64> = scans.iter().flat_map(|scan| scan.gaps.iter().copied()).collect();
        let found = Found::of(&scans[0].sent, &gaps);
        let mut lines = found.sentences();
        let changes = found.changes(&self.settings);
        lines.push(String::new());
        if changes.is_empty() {
            lines.push(format!("Everything is set as it has to be in {}.", self.file));
            return Step { lines, end: Some(End::Fine) };
        }
        lines.push(format!("This would be set in {}:", self.file));
        lines.extend(changes.iter().map(|change| format!("  [{}] {} = {}", change.section, change.key, change.value)));
        lines.push("Press Enter to write it, or Esc to leave everything as it is.".to_owned());
        self.asked = Some(changes);
        Step { lines, end: None }
    }
}

/// `9520134678018, Enter; 14 keys, 0 to 9 ms apart`.
fn describe(heard: &Heard) -> String {
    let shown: String = named(&heard.sent).chars().take(SHOWN).collect();
    let keys = heard.sent.chars().count();
    match (heard.gaps.iter().min(), heard.gaps.iter().max()) {
        (Some(least), Some(most)) => format!("{shown}; {keys} keys, {least} to {most} ms apart"),
        _ => format!("{shown}; {keys} characters at once"),
    }
}

/// What a scanner sent that arrives as this key.
fn sent(key: Key) -> Option<String> {
    let c = match key {
        Key::Char(c) => c,
        Key::Enter => '\r',
        Key::Tab => '\t',
        Key::Esc => '\u{1b}',
        Key::Alt(c) => return Some(format!("\u{1b}{c}")),
        key => control(key)?,
    };
    Some(c.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Value;
    use crate::tui::probe::label::EAN_13 as LABEL;

    fn trial() -> Trial {
        Trial::new(ScannerSettings::default(), "settings.toml".to_owned())
    }

    /// Scans, each `gap` a key, with enough silence behind; gives all lines and the end.
    fn scan(trial: &mut Trial, codes: &[&str], gap: u64, end: &[Key]) -> (String, Option<End>) {
        let (mut at, mut all, mut ended) = (0, Vec::new(), None);
        for code in codes {
            for key in code.chars().map(Key::Char).chain(end.iter().copied()) {
                trial.press(key, at);
                at += gap;
            }
            at += 1_000;
            let step = trial.tick(at);
            all.extend(step.lines);
            ended = ended.or(step.end);
        }
        (all.join("\n"), ended)
    }

    fn alone(trial: &mut Trial, key: Key) -> Option<End> {
        trial.press(key, 100_000);
        assert_eq!(trial.tick(100_100), Step::default());
        trial.tick(100_250).end
    }

    #[test]
    fn three_scans_say_what_would_be_set_and_only_enter_alone_writes_it() {
        let mut trial = trial();
        let (said, end) = scan(&mut trial, &[LABEL; 3], 30, &[Key::Enter, Key::Ctrl('j')]);
        assert_eq!(end, None);
        insta::assert_snapshot!(said);
        // One scan more, and its Enter writes nothing.
        assert_eq!(scan(&mut trial, &[LABEL], 8, &[Key::Enter]).1, None);
        assert_eq!(scan(&mut trial, &[""], 8, &[Key::Enter, Key::Ctrl('j')]).1, None);
        let Some(End::Write(changes)) = alone(&mut trial, Key::Enter) else { panic!("not written") };
        let keys: Vec<_> = changes.iter().map(|change| (change.key, change.value.clone())).collect();
        let suffix = Value::Text("\r\n".to_owned());
        assert_eq!(keys, [("gap_ms", Value::Number(90)), ("silence_ms", Value::Number(180)), ("suffix", suffix)]);
    }

    #[test]
    fn scans_that_differ_change_nothing() {
        let (said, end) = scan(&mut trial(), &[LABEL, LABEL, &LABEL[1..]], 8, &[Key::Enter]);
        assert_eq!(end, Some(End::Disagree));
        assert!(said.contains("not the same") && said.contains("Nothing was changed."), "{said}");
    }

    #[test]
    fn esc_q_and_ctrl_c_leave() {
        for key in [Key::Esc, Key::Char('q'), Key::Ctrl('c'), Key::Ctrl('q')] {
            assert_eq!(alone(&mut trial(), key), Some(End::Left), "{key}");
            let mut asked = trial();
            scan(&mut asked, &[LABEL; 3], 8, &[Key::Tab]);
            assert_eq!(alone(&mut asked, key), Some(End::Left), "{key}");
        }
        assert_eq!(alone(&mut trial(), Key::Enter), None);
        assert_eq!(alone(&mut trial(), Key::Char('x')), None);
    }

    #[test]
    fn what_is_set_already_is_the_end() {
        assert_eq!(scan(&mut trial(), &[LABEL; 3], 8, &[]).1, Some(End::Fine));
    }

    #[test]
    fn pastes_are_scans() {
        let mut trial = trial();
        let text = format!("{LABEL}\r");
        assert_eq!(trial.paste("\r\n"), Step::default());
        for _ in 0..2 {
            assert_eq!(trial.paste(&text).lines.len(), 1);
        }
        let said = trial.paste(&text).lines.join("\n");
        assert!(said.contains("comes at once") && said.contains(r#"suffix = "\r""#), "{said}");
    }

    #[test]
    fn control_keys_are_what_was_sent() {
        let keys = [Key::Ctrl('b'), Key::Alt('4'), Key::Char('2'), Key::Ctrl('5'), Key::Ctrl('c'), Key::Up];
        let sent: String = keys.into_iter().filter_map(sent).collect();
        assert_eq!(sent, "\u{2}\u{1b}42\u{1d}\u{3}");
    }
}
