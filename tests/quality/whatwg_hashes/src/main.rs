//! Prints the rows of the table in tests/unit/test_encodings.c: for each encoding and each set of byte sequences
//! the XXH3 hash of what encoding_rs makes of all of them. An independent reading of the Encoding Standard.
//! Run: cargo run --release

use encoding_rs::Encoding;
use xxhash_rust::xxh3::Xxh3;

const NAMES: &[&str] = &[
    "utf-8", "ibm866", "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7",
    "iso-8859-8", "iso-8859-8-i", "iso-8859-10", "iso-8859-13", "iso-8859-14", "iso-8859-15", "iso-8859-16",
    "koi8-r", "koi8-u", "macintosh", "windows-874", "windows-1250", "windows-1251", "windows-1252",
    "windows-1253", "windows-1254", "windows-1255", "windows-1256", "windows-1257", "windows-1258",
    "x-mac-cyrillic", "gbk", "gb18030", "big5", "euc-jp", "iso-2022-jp", "shift_jis", "euc-kr", "replacement",
    "utf-16be", "utf-16le", "x-user-defined",
];

struct Reference {
    encoding: &'static Encoding,
    hash: Xxh3,
}

impl Reference {
    /// Decodes one sequence without looking at marks; each text is ended by a NUL in the hash.
    fn add(&mut self, bytes: &[u8]) {
        let (text, _) = self.encoding.decode_without_bom_handling(bytes);
        // A mark at the beginning is dropped by the C side, as by the standard's "decode".
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
        self.hash.update(text.as_bytes());
        self.hash.update(&[0]);
    }
}

/// All sequences of `n` bytes after `prefix`, with `suffix`.
fn all(r: &mut Reference, prefix: &[u8], n: u32, suffix: &[u8]) {
    for i in 0..256u32.pow(n) {
        let mut bytes = prefix.to_vec();
        for k in (0..n).rev() {
            bytes.push((i >> (8 * k)) as u8);
        }
        bytes.extend_from_slice(suffix);
        r.add(&bytes);
    }
}

fn four_byte_gb18030(r: &mut Reference) {
    for a in 0x81..=0xFEu8 {
        for b in 0x30..=0x39u8 {
            for c in 0x81..=0xFEu8 {
                for d in 0x30..=0x39u8 {
                    r.add(&[a, b, c, d]);
                }
            }
        }
    }
}

fn row(name: &str, set: &str, run: impl Fn(&mut Reference)) {
    let encoding = Encoding::for_label(name.as_bytes()).expect(name);
    let mut r = Reference { encoding, hash: Xxh3::new() };
    run(&mut r);
    println!("    {{\"{}\", {}, 0x{:016X}}},", name, set, r.hash.digest());
}

fn main() {
    for name in NAMES {
        row(name, "ONE_AND_TWO", |r| {
            all(r, b"", 1, b"");
            all(r, b"", 2, b"");
            all(r, b"", 2, b"A");
        });
    }
    row("euc-jp", "THREE_AFTER_8F", |r| all(r, b"\x8F", 2, b""));
    row("utf-8", "THREE", |r| all(r, b"", 3, b""));
    row("gb18030", "FOUR_GB18030", four_byte_gb18030);
    row("gb18030", "BROKEN_GB18030", |r| {
        all(r, b"\x81\x30", 2, b"A");
        all(r, b"\x84\x31", 1, b"");
    });
    row("iso-2022-jp", "ISO_2022_JP", |r| {
        for shift in [&b"\x1B$B"[..], b"\x1B$@", b"\x1B(J", b"\x1B(I", b"\x1B(B", b"\x1B$B\x1B(J", b"x\x1B(Iy"] {
            all(r, shift, 2, b"");
            all(r, shift, 1, b"\x1B(BA");
        }
        all(r, b"\x1B", 2, b"A");
    });
    row("utf-16le", "UTF_16_PAIRS", |r| {
        for high in [0xD7u8, 0xD8, 0xDB, 0xDC, 0xDF, 0xE0] {
            for low in 0..=0xFFu8 {
                r.add(&[0x41, 0, 0x12, high, 0x34, low]);
                r.add(&[0x41, 0, 0x12, high, 0x34]);
            }
        }
    });
}
