//! A language of long words, made of the English file: every word of four letters and more gets a tail.

use goeswith::words::Words;

pub fn stretched() -> Words {
    let english = include_str!("../../assets/lang/en.ftl");
    let lines = english.lines().map(|line| {
        let Some((id, text)) = line.split_once(" = ").filter(|_| !line.starts_with(['#', ' ', '}'])) else {
            return line.to_owned();
        };
        let is_text = !id.starts_with("language") && !id.starts_with("number") && !text.contains("->");
        format!("{id} = {}", if is_text { longer(text) } else { text.to_owned() })
    });
    Words::from_file(&lines.collect::<Vec<_>>().join("\n"))
}

fn longer(text: &str) -> String {
    let mut depth = 0;
    let words = text.split(' ').map(|word| {
        depth += i32::from(word.starts_with('{'));
        let inside = depth > 0;
        depth -= i32::from(word.ends_with('}') || word.contains('}'));
        let stretch = !inside && word.len() > 3 && word.chars().all(char::is_alphabetic);
        if stretch {
            format!("{word}ungsvermerk")
        } else {
            word.to_owned()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}
