//! A screen as a picture for the guide: SVG, one `text` a run of cells with the same style.
//!
//! Every text is stretched to the width of its cells, so that any monospaced font keeps columns together. The sixteen named
//! colours are those of the page's own mode, light or dark, as a terminal's are those of its theme.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use ratatui::buffer::{Buffer, CellWidth as _};
use ratatui::style::{Color, Modifier};
use ratatui::text::Line;

/// A cell in hundredths of a pixel, so that no picture depends on how a fraction is written.
const CELL: (usize, usize) = (843, 1700);
/// From the edge to the first cell.
const EDGE: usize = 1000;
/// Colours 0 to 15 on a light ground, and on a dark one.
const LIGHT: [&str; 16] = [
    "#1b1d1f", "#a3262b", "#2f6b1f", "#7a5200", "#1f4fa0", "#7b2f86", "#00677a", "#5b6166", //
    "#5b6166", "#b3363b", "#3b7a2a", "#8a5d00", "#2b5fb8", "#8b3f96", "#00758a", "#1b1d1f",
];
const DARK: [&str; 16] = [
    "#15181b", "#f08a8a", "#9fd08a", "#e8c468", "#8ab4f0", "#d8a0e0", "#6fd3e3", "#c9cdd1", //
    "#9aa0a6", "#f5a5a5", "#b5e0a2", "#f2d58a", "#a5c7f7", "#e5b8ec", "#90e0ee", "#f2f4f6",
];

/// How a cell looks: classes of its letters and of the ground below, empty where that is the picture's own.
#[derive(Clone, Default, PartialEq, Eq)]
struct Look {
    letters: Vec<String>,
    ground: String,
}

/// The picture of a screen. `title` is said by screen readers.
pub fn picture(buffer: &Buffer, cursor: (u16, u16), title: &str) -> String {
    let area = buffer.area;
    let (width, height) = (usize::from(area.width) * CELL.0 + 2 * EDGE, usize::from(area.height) * CELL.1 + 2 * EDGE);
    let (mut grounds, mut letters, mut used) = (String::new(), String::new(), BTreeSet::new());
    for y in 0..area.height {
        for (start, end, look, text) in runs(buffer, y) {
            used.extend(look.letters.iter().cloned().chain([look.ground.clone()]).filter(|class| !class.is_empty()));
            let top = EDGE + usize::from(y) * CELL.1;
            let place = |x: usize, y: usize| format!("x=\"{}\" y=\"{}\"", px(EDGE + x * CELL.0), px(y));
            if !look.ground.is_empty() {
                let size = format!("width=\"{}\" height=\"{}\"", px((end - start) * CELL.0), px(CELL.1));
                writeln!(grounds, "<rect class=\"{}\" {} {size}/>", look.ground, place(start, top)).unwrap();
            }
            let class = look.letters.join(" ");
            let class = if class.is_empty() { class } else { format!(" class=\"{class}\"") };
            for (x, part) in parts(&text, start) {
                let length = px(Line::from(part).width() * CELL.0);
                let at = place(x, top + 1275);
                writeln!(letters, "<text{class} {at} textLength=\"{length}\">{}</text>", escaped(part)).unwrap();
            }
        }
    }
    let (x, y) = (EDGE - 120 + usize::from(cursor.0) * CELL.0, EDGE + usize::from(cursor.1) * CELL.1);
    let cursor = format!("<rect class=\"rf\" x=\"{}\" y=\"{}\" width=\"2\" height=\"{}\"/>", px(x), px(y), px(CELL.1));
    let style = style(&used);
    let size = format!("width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\"", px(width), px(height));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" {size} role=\"img\">\n<title>{}</title>\n<style>\n{style}</style>\n\
         <rect class=\"page\" width=\"100%\" height=\"100%\" rx=\"6\"/>\n{grounds}{letters}{cursor}\n</svg>\n",
        escaped(title)
    )
}

/// The runs of a row: first column, the one behind the last, look, text.
fn runs(buffer: &Buffer, y: u16) -> Vec<(usize, usize, Look, String)> {
    let mut runs: Vec<(usize, usize, Look, String)> = Vec::new();
    let mut x = 0;
    while x < buffer.area.width {
        let cell = &buffer[(x, y)];
        let (look, wide) = (look(cell.fg, cell.bg, cell.modifier), cell.symbol().cell_width().max(1));
        match runs.last_mut() {
            Some((_, end, before, text)) if *before == look => {
                *end += usize::from(wide);
                text.push_str(cell.symbol());
            }
            _ => runs.push((usize::from(x), usize::from(x + wide), look, cell.symbol().to_owned())),
        }
        x += wide;
    }
    runs
}

/// The parts of a text between two blanks or more, each with the column where it begins: so that words which stand apart
/// keep their columns whatever a viewer makes of blanks.
fn parts(text: &str, start: usize) -> Vec<(usize, &str)> {
    let (mut parts, mut x) = (Vec::new(), start);
    for part in text.split("  ") {
        let word = part.trim_start();
        if !word.is_empty() {
            parts.push((x + part.len() - word.len(), word.trim_end()));
        }
        x += Line::from(part).width() + 2;
    }
    parts
}

fn look(letters: Color, ground: Color, modifier: Modifier) -> Look {
    let (letters, ground) = (named(letters), named(ground));
    let (front, back) = if modifier.contains(Modifier::REVERSED) {
        (format!("f{}", ground.as_deref().unwrap_or("b")), format!("r{}", letters.as_deref().unwrap_or("f")))
    } else {
        (
            letters.map(|name| format!("f{name}")).unwrap_or_default(),
            ground.map(|n| format!("r{n}")).unwrap_or_default(),
        )
    };
    let marks = [(Modifier::BOLD, "bold"), (Modifier::UNDERLINED, "line"), (Modifier::DIM, "dim")];
    let marks = marks.into_iter().filter(|(mark, _)| modifier.contains(*mark)).map(|(_, class)| class.to_owned());
    Look { letters: [front].into_iter().filter(|class| !class.is_empty()).chain(marks).collect(), ground: back }
}

/// The number of a named colour; `None` for the terminal's own.
fn named(colour: Color) -> Option<String> {
    const ORDER: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    ORDER.iter().position(|known| *known == colour).map(|at| at.to_string())
}

fn style(used: &BTreeSet<String>) -> String {
    let colours = |page: (&str, &str), table: &[&str; 16]| {
        let (ground, letters) = page;
        let mut rules = format!("text,.rf{{fill:{letters}}}.page,.fb{{fill:{ground}}}");
        for class in used {
            if let Ok(at) = class[1..].parse::<usize>() {
                write!(rules, ".{class}{{fill:{}}}", table[at]).unwrap();
            }
        }
        rules
    };
    format!(
        "text{{font:14px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;}}rect{{shape-rendering:crispEdges}}\n\
         .bold{{font-weight:700}}.line{{text-decoration:underline}}.dim{{opacity:.7}}\n{}\n\
         @media (prefers-color-scheme:dark){{{}}}\n",
        colours(("#fcfcfa", "#1b1d1f"), &LIGHT),
        colours(("#15181b", "#e8eaec"), &DARK),
    )
}

/// Hundredths of a pixel as SVG writes them.
fn px(hundredths: usize) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
