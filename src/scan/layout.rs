//! Scanners type the keys of an American keyboard. Where the computer believes in another one, or Caps Lock is on, other
//! characters arrive: this file turns them back.
//!
//! A repair is sure only where check digits prove it ([`proven`]). [`readings`] gives the others, for a look-up that
//! found nothing; whoever uses one says so.

use super::{Kind, Scanned, Symbology, as_sent};

/// Longer text is no code that somebody's keyboard garbled.
const LONGEST: usize = 200;

/// The keys of an American keyboard in four rows, without and with Shift.
const US: [&str; 2] =
    ["`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./", "~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?"];

/// The names of the layouts, as the settings have them.
const NAMES: [&str; 15] = ["us", "fr", "be", "de", "ch", "gb", "es", "it", "pt", "se", "dk", "no", "cz", "hu", "tr"];

/// What the same keys give elsewhere; NUL for dead keys.
static LAYOUTS: [[&str; 2]; 15] = [
    US,
    // French
    ["²&é\"'(-è_çà)=azertyuiop\0$*qsdfghjklmùwxcvbn,;:!", "\x001234567890°+AZERTYUIOP\0£µQSDFGHJKLM%WXCVBN?./§"],
    // Belgian, and French on a Mac as far as digits go
    ["²&é\"'(§è!çà)-azertyuiop\0$µqsdfghjklmùwxcvbn,;:=", "³1234567890°_AZERTYUIOP\0*£QSDFGHJKLM%WXCVBN?./+"],
    // German, Austrian
    ["\x001234567890ß\0qwertzuiopü+#asdfghjklöäyxcvbnm,.-", "°!\"§$%&/()=?\0QWERTZUIOPÜ*'ASDFGHJKLÖÄYXCVBNM;:_"],
    // Swiss
    ["§1234567890'\0qwertzuiopü\0$asdfghjklöäyxcvbnm,.-", "°+\"*ç%&/()=?\0QWERTZUIOPè!£ASDFGHJKLéàYXCVBNM;:_"],
    // British
    ["`1234567890-=qwertyuiop[]#asdfghjkl;'zxcvbnm,./", "¬!\"£$%^&*()_+QWERTYUIOP{}~ASDFGHJKL:@ZXCVBNM<>?"],
    // Spanish
    ["º1234567890'¡qwertyuiop\0+çasdfghjklñ\0zxcvbnm,.-", "ª!\"·$%&/()=?¿QWERTYUIOP\0*ÇASDFGHJKLÑ\0ZXCVBNM;:_"],
    // Italian
    ["\\1234567890'ìqwertyuiopè+ùasdfghjklòàzxcvbnm,.-", "|!\"£$%&/()=?^QWERTYUIOPé*§ASDFGHJKLç°ZXCVBNM;:_"],
    // Portuguese
    ["\\1234567890'«qwertyuiop+\0\0asdfghjklçºzxcvbnm,.-", "|!\"#$%&/()=?»QWERTYUIOP*\0\0ASDFGHJKLÇªZXCVBNM;:_"],
    // Swedish, Finnish
    ["§1234567890+\0qwertyuiopå\0'asdfghjklöäzxcvbnm,.-", "½!\"#¤%&/()=?\0QWERTYUIOPÅ\0*ASDFGHJKLÖÄZXCVBNM;:_"],
    // Danish
    ["½1234567890+\0qwertyuiopå\0'asdfghjklæøzxcvbnm,.-", "§!\"#¤%&/()=?\0QWERTYUIOPÅ\0*ASDFGHJKLÆØZXCVBNM;:_"],
    // Norwegian
    ["|1234567890+\\qwertyuiopå\0'asdfghjkløæzxcvbnm,.-", "§!\"#¤%&/()=?\0QWERTYUIOPÅ\0*ASDFGHJKLØÆZXCVBNM;:_"],
    // Czech
    [";+ěščřžýáíé=\0qwertzuiopú)\0asdfghjklů§yxcvbnm,.-", "\x001234567890%\0QWERTZUIOP/('ASDFGHJKL\"!YXCVBNM?:_"],
    // Hungarian
    ["0123456789öüóqwertzuiopőúűasdfghjkléáyxcvbnm,.-", "§'\"+!%/=()ÖÜÓQWERTZUIOPŐÚŰASDFGHJKLÉÁYXCVBNM?:_"],
    // Turkish
    ["\"1234567890*-qwertyuıopğü,asdfghjklşizxcvbnmöç.", "é!'\0+%&/()=?_QWERTYUIOPĞÜ;ASDFGHJKLŞİZXCVBNMÖÇ:"],
];

/// What Caps Lock does while the scanner types.
#[derive(Clone, Copy, PartialEq)]
enum Caps {
    Off,
    /// Letters change their case.
    Letters,
    /// Every key changes its level, digits too: Caps Lock of French keyboards, Shift Lock of old ones.
    Keys,
}

/// What comes through as it is: programs that type for a phone's scanner get letters right and the rest wrong.
#[derive(Clone, Copy, PartialEq)]
enum Kept {
    Nothing,
    Letters,
}

/// One way in which text may have been garbled.
#[derive(Clone, Copy)]
struct Way {
    layout: &'static [&'static str; 2],
    caps: Caps,
    kept: Kept,
}

impl Way {
    /// All of them, likeliest first.
    fn all() -> impl Iterator<Item = Self> {
        let ways = [
            (Caps::Letters, Kept::Nothing, &LAYOUTS[..1]),
            (Caps::Off, Kept::Nothing, &LAYOUTS[1..]),
            (Caps::Keys, Kept::Nothing, &LAYOUTS[..]),
            (Caps::Letters, Kept::Nothing, &LAYOUTS[1..]),
            (Caps::Off, Kept::Letters, &LAYOUTS[1..]),
        ];
        ways.into_iter().flat_map(|(caps, kept, layouts)| layouts.iter().map(move |layout| Self { layout, caps, kept }))
    }

    /// The American character of a key.
    fn typed(self, c: char) -> Option<char> {
        let turned = match self.caps {
            Caps::Off => false,
            Caps::Letters => c.is_alphabetic(),
            Caps::Keys => true,
        };
        match key(self.layout, c) {
            _ if self.kept == Kept::Letters && c.is_ascii_alphabetic() => Some(c),
            Some((at, shifted)) => US[usize::from(shifted != turned)].chars().nth(at),
            // Blanks and separators come through every layout.
            None => (c == ' ' || c.is_control()).then_some(c),
        }
    }

    /// The text in American keys, where every character has a key on this layout.
    fn read(self, text: &str) -> Option<String> {
        text.chars().map(|c| self.typed(c)).collect()
    }
}

/// The reading of garbled text that check digits prove: a GTIN, or GS1 data with one. `None` where there is none, and
/// where two layouts prove two different items.
pub fn proven(text: &str, symbology: Option<Symbology>) -> Option<Scanned> {
    let text = super::text::without_controls(text);
    let text = super::text::unframed(&text);
    let first = text.chars().next().filter(|_| can_be_garbled(text))?;
    // Only these begin what can be proven; most text is done with here.
    let begins = |way: &Way| way.typed(first).is_some_and(|c| c.is_ascii_digit() || matches!(c, ']' | '(' | 'h' | 'H'));
    let readings = Way::all().filter(begins).filter_map(|way| way.read(text)).filter(|reading| reading != text);
    let mut items = readings.filter_map(|reading| item_of(&reading, symbology));
    let likeliest = items.next()?;
    // Two layouts that both come out right prove nothing: the catalog decides.
    items.all(|other| other.gtin14 == likeliest.gtin14).then_some(likeliest)
}

/// The item that the check digits of a reading prove.
fn item_of(reading: &str, symbology: Option<Symbology>) -> Option<Scanned> {
    // A bare ISBN-10 or UPC-E proves too little, and a phone's number is no item.
    let digits = matches!(reading.len(), 8 | 12..=14) && reading.bytes().all(|byte| byte.is_ascii_digit());
    let marked = ["]", "01", "(01)", "http://", "https://", "HTTP://", "HTTPS://"];
    if !digits && !marked.iter().any(|mark| reading.starts_with(mark)) {
        return None;
    }
    let scanned = as_sent(reading, symbology.filter(|_| !reading.starts_with(']')));
    let exact = digits && scanned.gtin14.is_some_and(|gtin| gtin.to_string().ends_with(reading));
    let item = matches!(scanned.kind, Kind::Gtin | Kind::Rcn);
    (item && (exact || !digits)).then_some(scanned)
}

/// What the text may have been before a keyboard changed it, likeliest first: in capitals, in small letters, case turned
/// round, then the layouts, then the layouts with Caps Lock. Without the text itself, without doubles; empty for long text
/// and for mere digits, which no keyboard makes of anything else. Where the `layout` of this computer is known by its
/// name, only that one is turned back; `auto` and names without a table leave all of them.
pub fn readings(text: &str, layout: &str) -> Vec<String> {
    if !can_be_garbled(text) {
        return Vec::new();
    }
    let folded = [text.to_uppercase(), text.to_lowercase()];
    let mut found: Vec<String> = Vec::new();
    let known = NAMES.iter().position(|name| *name == layout).map(|at| &LAYOUTS[at]);
    let ways = Way::all().filter(|way| known.is_none_or(|known| std::ptr::eq(way.layout, known)));
    for reading in folded.into_iter().chain(ways.filter_map(|way| way.read(text))) {
        if reading != text && !found.contains(&reading) {
            found.push(reading);
        }
    }
    found
}

fn can_be_garbled(text: &str) -> bool {
    text.len() <= LONGEST && !text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The key of a character and whether Shift was down. A capital that no key has is Caps Lock's: its small letter counts.
fn key(layout: &[&str; 2], c: char) -> Option<(usize, bool)> {
    let find = |c: char| {
        let on = |level: usize| layout[level].chars().position(|known| known == c && c != '\0');
        on(0).map(|at| (at, false)).or_else(|| on(1).map(|at| (at, true)))
    };
    find(c).or_else(|| c.to_lowercase().next().filter(|small| *small != c).and_then(find))
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, scan};
    use super::*;

    #[test]
    fn every_layout_has_every_key() {
        for [plain, shifted] in LAYOUTS {
            assert_eq!((plain.chars().count(), shifted.chars().count()), (47, 47), "{plain}");
        }
    }

    #[test]
    fn digits_come_back_where_the_check_digit_holds() {
        let table = [
            ("'àà-\"!&\"\"\"ç\"&", Kind::Reject, ""),
            ("'àà-\"_&\"\"\"ç\"&", Kind::Gtin, "04006381333931"),
            ("'àà§\"!&\"\"\"ç\"&", Kind::Gtin, "04006381333931"),
            ("$))^#*!###(#!", Kind::Gtin, "04006381333931"),
            ("$==&§(!§§§)§!", Kind::Gtin, "04006381333931"),
            ("č++žš", Kind::Reject, ""),
            ("ééžšá", Kind::Reject, ""),
            ("čéé", Kind::Reject, ""),
            ("čééžšá+šššíš+", Kind::Gtin, "04006381333931"),
            ("4öö6381333931", Kind::Gtin, "04006381333931"),
            ("éàààààààààààéé", Kind::Reject, ""),
            ("éààààààààààà_", Kind::Rcn, "02000000000008"),
        ];
        for (input, kind, key) in table {
            let scanned = scan(input, None);
            if kind == Kind::Reject {
                assert_eq!((scanned.kind, scanned.repaired), (Kind::Sku, false), "{input}");
                continue;
            }
            assert_eq!((scanned.kind, scanned.repaired), (kind, true), "{input}");
            assert_eq!(scanned.gtin14.map(|gtin| gtin.to_string()).as_deref(), Some(key), "{input}");
        }
    }

    #[test]
    fn what_two_layouts_prove_is_left_to_the_catalog() {
        // Shifted on American keys 7101579159915, on German ones 6191568158815.
        let scanned = scan("&!)!%&(!%((!%", None);
        assert_eq!((scanned.kind, scanned.gtin14), (Kind::Sku, None));
        let readings = readings("&!)!%&(!%((!%", "auto");
        assert!(["7101579159915", "6191568158815"].iter().all(|code| readings.iter().any(|reading| reading == code)));
    }

    #[test]
    fn marked_data_comes_back_too() {
        for input in ["$Eà'àà-\"_&\"\"\"ç\"&", "+E04006381333931", "]c10104006381333931", "à&à'àà-\"_&\"\"\"ç\"&&àL&"]
        {
            let scanned = scan(input, None);
            assert_eq!((scanned.kind, scanned.repaired), (Kind::Gtin, true), "{input}");
        }
    }

    #[test]
    fn other_codes_stay_as_they_came() {
        for input in ["HA&&é", "àà'HA\"NIDBVD", "prn-200", "PRNß200", "00-+", "'àà-\"_&\"\"\"ç\"é"] {
            let scanned = scan(input, None);
            assert_eq!((scanned.kind, scanned.text.as_deref()), (Kind::Sku, Some(input)), "{input}");
        }
    }

    #[test]
    fn readings_bring_letters_and_hyphens_back() {
        let table = [
            ("prn-200", "PRN-200"),
            ("PRN)éàà", "PRN-200"),
            ("PRNß200", "PRN-200"),
            ("PRN'200", "PRN-200"),
            ("HQ&&é", "HA112"),
            ("HA&&é", "HA112"),
            ("00wmyp2y8v3e", "00WMYP2Y8V3E"),
            ("00z,yp2y8v3e", "00WMYP2Y8V3E"),
            ("ààZ?YPéY!V\"E", "00WMYP2Y8V3E"),
        ];
        for (typed, meant) in table {
            assert!(readings(typed, "auto").iter().any(|reading| reading == meant), "{typed}");
        }
        assert!(readings(&"x".repeat(10_000), "auto").is_empty());
        // A known layout alone is turned back.
        assert!(
            readings("QB)&", "fr").contains(&"AB-1".to_owned()) && !readings("QB)&", "de").contains(&"AB-1".to_owned())
        );
    }
}
