use proptest::prelude::*;

use super::*;

fn told(pair: (u32, u32), counts: [u64; 4]) -> Told {
    let [asked, accepted, unasked, taken] = counts;
    let pools = Pools { link: None, categories: Some((1, 2)), kind: Some(LinkKind::Accessory) };
    Told { pair, pools, promise: 1.0, counts: Counts { asked, accepted, unasked, taken } }
}
