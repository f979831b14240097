//! The blocks of code in a document, and how a line of them is read.

/// A fenced block.
pub struct Block {
    /// What stands behind the fence.
    pub mark: String,
    /// The file that the paragraph above begins with, in code.
    pub name: Option<String>,
    /// The line of the fence.
    pub line: usize,
    /// The lines in it.
    pub text: String,
}

/// Every block of a document in order.
pub fn of(document: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut paragraph = String::new();
    let mut open: Option<Block> = None;
    let mut was_blank = true;
    for (at, line) in document.lines().enumerate() {
        match (open.take(), line.strip_prefix("```")) {
            (Some(block), Some(_)) => blocks.push(block),
            (Some(mut block), None) => {
                block.text += line;
                block.text.push('\n');
                open = Some(block);
            }
            (None, Some(mark)) => {
                open = Some(Block {
                    mark: mark.to_owned(),
                    name: file_named_first(&paragraph),
                    line: at + 1,
                    text: String::new(),
                });
            }
            (None, None) => {
                if was_blank && !line.is_empty() {
                    line.clone_into(&mut paragraph);
                }
                was_blank = line.is_empty();
            }
        }
    }
    blocks
}

fn file_named_first(paragraph: &str) -> Option<String> {
    let (name, _) = paragraph.strip_prefix('`')?.split_once('`')?;
    let ends = [".csv", ".toml", ".txt", ".key"];
    ends.iter().any(|end| name.ends_with(end)).then(|| name.to_owned())
}

/// What stands between backticks outside the blocks.
pub fn inline_code(document: &str) -> impl Iterator<Item = String> {
    let mut text = String::new();
    let mut is_open = false;
    for line in document.lines() {
        if line.starts_with("```") {
            is_open = !is_open;
        } else if !is_open {
            text += line;
            text.push('\n');
        }
    }
    let codes: Vec<String> = text.split('`').skip(1).step_by(2).map(|code| code.replace('\n', " ")).collect();
    codes.into_iter()
}

/// The words of a command line; double quotes keep blanks together.
pub fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_quoted = false;
    for c in command.trim().chars() {
        match (c, is_quoted) {
            ('"', _) => is_quoted = !is_quoted,
            (' ', false) => words.push(String::new()),
            _ => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a text is what was expected, where `...` stands for anything: within a line, or for any number of lines.
pub fn matches(expected: &str, text: &str) -> bool {
    let (expected, lines): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), text.lines().collect());
    lines_match(&expected, &lines)
}

fn lines_match(expected: &[&str], lines: &[&str]) -> bool {
    match expected.split_first() {
        None => lines.is_empty(),
        Some((&"...", rest)) => (0..=lines.len()).any(|skipped| lines_match(rest, &lines[skipped..])),
        Some((first, rest)) => {
            lines.split_first().is_some_and(|(line, others)| line_matches(first, line) && lines_match(rest, others))
        }
    }
}

fn line_matches(expected: &str, line: &str) -> bool {
    match expected.split_once("...") {
        None => expected == line,
        Some((start, rest)) => line.strip_prefix(start).is_some_and(|left| {
            left.char_indices().map(|(at, _)| at).chain([left.len()]).any(|at| line_matches(rest, &left[at..]))
        }),
    }
}

#[test]
fn three_dots_stand_for_anything_and_nothing_else_does() {
    assert!(matches("a\n", "a\n"));
    assert!(matches("built ... in ... s\n", "built 3 items in 0.1 s\n"));
    assert!(matches("a\n...\nz\n", "a\nb\nc\nz\n"));
    assert!(matches("sha ...\n", "sha \n"));
    assert!(!matches("a\n", "a\nb\n"));
    assert!(!matches("a...\n", "b\n"));
    assert!(!matches("a\n...\nz\n", "a\nb\n"));
}
