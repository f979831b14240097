//! What stands on the screen: states made by hand, drawn by the real view into a buffer.
mod paint;
mod scenes;
mod states;

#[test]
fn tmp() {
    let words = goeswith::words::Words::new("en");
    let n: usize = std::env::var("S").ok().and_then(|s| s.parse().ok()).unwrap_or(0);
    for (name, state) in scenes::all() {
        eprintln!("=== {name}\n{}", paint::picture(&state, &words, paint::SIZES[n]));
    }
}
