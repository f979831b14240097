//! A data directory in a place where sales are not safe: on another computer, or in a folder that a program copies.

use std::fs;

use super::run::Run;
use super::{Fault, Need, trace};

pub const FAULTS: [Fault; 1] = [Fault {
    id: "B18",
    what: "data directory on a network or in a synced folder",
    unit: "places",
    units: [8, 8, 8],
    per_run: 8,
    never: &["kept on a network", "not named", "kept from selling"],
    needs: &[Need::Strace],
    run: places,
}];

/// What the system calls a file system of another computer: NFS, CIFS, SMB 2, AFS, Ceph (linux/magic.h), as 64 bits in
/// memory.
const NETWORKS: [u64; 5] = [0x6969, 0xFF53_4D42, 0xFE53_4D42, 0x5346_414F, 0x00C3_6400];

/// What copying programs leave in their folder.
const MARKS: [&str; 3] = [".stfolder", ".dropbox", ".nextcloudsync.log"];

fn places(run: &mut Run) {
    run.install_lot_0();
    let (_, lines) = run.next_sales(1);
    assert_eq!(run.run(&["record"], &lines).code, Some(0));
    let stored = run.stored();
    for network in NETWORKS {
        // As it stands in memory: the lowest byte first.
        let bytes = format!("{:016x}", network.swap_bytes());
        let (_, lines) = run.next_sales(1);
        for (arguments, input) in
            [(["record"].as_slice(), lines.as_str()), (&["suggest", "SKU-1"], ""), (&["status"], "")]
        {
            let answer = trace::meddle(run, &format!("statfs:poke_exit=@arg2={bytes}"), arguments, input);
            run.hold_to_the_rules(&answer, "on a network");
            run.bad("kept on a network", answer.acknowledged().len(), || answer.brief());
            let named = answer.code == Some(4) && answer.err.contains("on the network");
            run.bad("not named", usize::from(!named), || format!("{network:x}: {}", answer.brief()));
        }
    }
    assert_eq!(run.stored(), stored, "nothing came in from the network");
    for mark in MARKS {
        let at = run.path(mark);
        fs::write(&at, "").unwrap();
        let status = run.run(&["status"], "");
        let named = status.text().contains("GW-506") || status.err.contains("GW-506");
        run.bad("not named", usize::from(!named), || format!("{mark}: {}", status.brief()));
        let (_, lines) = run.next_sales(1);
        let sale = run.run(&["record"], &lines);
        let kept_from_selling = sale.code != Some(0) || sale.acknowledged().len() != 1;
        run.bad("kept from selling", usize::from(kept_from_selling), || sale.brief());
        fs::remove_file(at).unwrap();
    }
}
