//! What stands on the screen: states made by hand, drawn by the real view into a buffer.
//!
//! Each scene is one snapshot with all its pictures, so that a change is seen in every size and language at once.

#![allow(clippy::unwrap_used)] // a helper that cannot go on fails the test that called it

mod any_size;
mod hostile;
mod menu;
mod paint;
mod scenes;
mod states;
mod styles;
mod words;

use std::fmt::Write;

use goeswith::tui::State;
use goeswith::words::Words;
use paint::{SIZES, picture};

fn in_plain_english(name: &str, state: &State) -> String {
    let words = Words::new("en");
    let mut all = String::new();
    for size in SIZES {
        writeln!(all, "{name}, plain, {}x{}\n{}", size.0, size.1, picture(state, &words, size)).unwrap();
    }
    all
}

fn pictures(name: &str, mut state: State) -> String {
    let plain = in_plain_english(name, &state);
    state.face.looks.plain = false;
    let normal = picture(&state, &Words::new("en"), (80, 24));
    let french = picture(&state, &Words::new("fr"), (80, 24));
    format!("{plain}{name}, drawn frames, 80x24\n{normal}\n{name}, French, 80x24\n{french}")
}

fn check(scenes: Vec<(&'static str, State)>) {
    for (name, state) in scenes {
        insta::assert_snapshot!(name, pictures(name, state));
    }
}

#[test]
fn the_sale_in_each_state_of_its_list() {
    check(scenes::list_states());
}

#[test]
fn the_other_screens() {
    check(scenes::screens());
}

/// Beside a till's own program: the till is listened to and keeps the keyboard.
#[test]
fn the_corner_window_beside_a_till() {
    let (english, french) = (Words::new("en"), Words::new("fr"));
    let mut all = String::new();
    for (name, state) in scenes::beside_a_till() {
        for size in [(60, 16), (80, 16)] {
            writeln!(all, "{name}, {}x{}\n{}", size.0, size.1, picture(&state, &english, size)).unwrap();
        }
        writeln!(all, "{name}, French, 60x16\n{}", picture(&state, &french, (60, 16))).unwrap();
    }
    insta::assert_snapshot!("corner", all);
}

#[test]
fn what_lies_over_a_screen() {
    check(scenes::overlays());
}

#[test]
fn long_words_are_cut_and_keep_what_matters() {
    let words = words::stretched();
    let mut all = String::new();
    for (name, state) in scenes::all() {
        if ["sale", "details_add_on", "details_item"].contains(&name) {
            writeln!(all, "{name}\n{}", picture(&state, &words, (80, 24))).unwrap();
        }
    }
    insta::assert_snapshot!("long_words", all);
}

#[test]
fn windows_below_the_least_size() {
    let words = Words::new("en");
    let mut all = String::new();
    for size in [(59, 24), (80, 15), (40, 8), (30, 6), (20, 4), (12, 3), (5, 2), (1, 1)] {
        writeln!(all, "{}x{}\n{}", size.0, size.1, picture(&states::sale(), &words, size)).unwrap();
    }
    let (_, search) = scenes::overlays().remove(0);
    write!(all, "search, 50x12\n{}", picture(&search, &words, (50, 12))).unwrap();
    insta::assert_snapshot!("small", all);
}

/// Picture S1 of the design, with the two things it shows otherwise: the cursor is real, and two are the last.
#[test]
fn the_sale_is_the_picture_it_was_designed_as() {
    let drawn = paint::text(&paint::screen(&states::sale(), &Words::new("en"), (80, 24)).0);
    let designed = "
 GOESWITH  Till 3                                         Catalog 21 Nov  14:32
+- Scan, or type a name -------------------------------------------------------+
| >                                                                            |
+------------------------------------------------------------------------------+
 Exterior wood stain, oak, 2.5 L                   31.99 EUR  14 left  Aisle 7B
 In the box: stirring stick.   Better: Pro wood stain 2.5 L, 49.99.         Tab
-- Goes with it: ask the marked one --------------------------------------------
>1 [ ] Stain brush 100 mm                           7.49 EUR  22 left  Aisle 7C
       ASK  What are you putting it on with?
       SAY  A soft brush this wide does a fence panel in one pass, no
            lap marks.
       WHY  62 of 100 who bought this stain also bought a brush.
 2 [ ] Wood cleaner 1 L                             9.99 EUR   LAST 2  Aisle 7B
       ASK  Has it been outside over winter?
 3 [+] Masking tape 50 m   took it                  4.25 EUR  60 left  Aisle 7A
-- This sale -------------------------------------------------------------------
 1  Exterior wood stain, oak, 2.5 L                                       31.99
 1  Masking tape 50 m      to fetch, Aisle 7A                              4.25


 2 items, 1 add-on                                     List prices        36.24
--------------------------------------------------------------------------------
 Took: Masking tape 50 m.   F6 takes it back.
+ Took it   - No thanks   / Details   F6 Undo   F9 Finish   ? Help
";
    assert_eq!(format!("\n{drawn}"), designed);
}
