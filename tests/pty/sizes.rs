//! Windows of any size, changed at any time.

use crate::counter::{Counter, PROGRAM, code, line};
use crate::sales::finish;
use crate::screen::{Window, key, pause};

const SIZES: [(u16, u16); 10] =
    [(80, 24), (1, 1), (120, 36), (10, 3), (60, 16), (59, 16), (200, 60), (60, 15), (2, 40), (132, 2)];

#[test]
fn two_hundred_sizes_during_scans_change_nothing_but_the_picture() {
    let counter = Counter::new();
    let mut window = counter.sell();
    window.wait_for("Scan the first item");
    let mut scanned = 0;
    for _ in 0..20 {
        let (front, back) = code::CUP.split_at(6);
        for (place, (columns, rows)) in (0..).zip(SIZES) {
            match place {
                3 => window.send(front),
                4 => window.send(&format!("{back}\r")),
                7 => window.send(&format!("{}\r", code::HOSE)),
                _ => {}
            }
            window.resize(columns, rows);
        }
        window.resize(80, 24);
        scanned += 2;
        window.wait_for(&format!(" {scanned} items"));
        window.wait_for("? Help");
    }
    finish(&mut window);
    assert_eq!(counter.sales(), [[line("CUP", 20), line("HOSE", 20)]]);
}

#[test]
fn a_window_of_ten_by_three_sells_and_quits() {
    let counter = Counter::new();
    let mut window = counter.sell_in((10, 3));
    window.wait_for("0.00");
    window.send(&format!("{}\r", code::CUP));
    window.wait_for("3.80");
    window.send(key::CTRL_Q);
    assert!(window.wait_for_end().success());
    let mut window = counter.sell();
    window.wait_for("1 item ");
    finish(&mut window);
    assert_eq!(counter.sales(), [[line("CUP", 1)]]);
}

#[test]
fn the_sample_shop_sells_in_a_corner_of_the_screen() {
    let counter = Counter::empty();
    let mut window = Window::open(counter.in_window(PROGRAM, &["--demo"]), (60, 16));
    window.wait_for("SAMPLE SHOP");
    window.send("9520000001070\r");
    window.wait_for("White wall paint");
    window.wait_for("1 [ ]");
    for shown in ["SAY", "24.99", "1 item", "? Help"] {
        window.wait_for(shown);
    }
    pause();
    window.send("+");
    window.wait_for("Took:");
    finish(&mut window);
    window.send(key::CTRL_Q);
    assert!(window.wait_for_end().success());
}
