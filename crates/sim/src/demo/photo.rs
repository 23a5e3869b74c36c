//! A picture for the cards: a grey silhouette in front of a wall, drawn here and packed as PNG without compression.

/// Width and height, pixels: small enough for the 64 KiB of a card.
const WIDTH: u32 = 144;
const HEIGHT: u32 = 192;

/// The picture of an invented suspect; the number shifts its shape a little. At most 64 KiB.
#[must_use]
pub fn silhouette(number: u32) -> Vec<u8> {
    let mut rows = Vec::new();
    for y in 0..HEIGHT {
        // Each row of a PNG begins with its filter: none.
        rows.push(0);
        for x in 0..WIDTH {
            rows.push(shade(i64::from(x), i64::from(y), i64::from(number % 7)));
        }
    }
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::new();
    header.extend_from_slice(&WIDTH.to_be_bytes());
    header.extend_from_slice(&HEIGHT.to_be_bytes());
    // 8 bits, grey, deflate, no filter set, not interlaced.
    header.extend_from_slice(&[8, 0, 0, 0, 0]);
    chunk(&mut png, *b"IHDR", &header);
    chunk(&mut png, *b"IDAT", &stored(&rows));
    chunk(&mut png, *b"IEND", &[]);
    png
}

fn shade(x: i64, y: i64, shift: i64) -> u8 {
    let inside = |cx: i64, cy: i64, rx: i64, ry: i64| {
        let (dx, dy) = ((x - cx) * 1_000 / rx, (y - cy) * 1_000 / ry);
        dx * dx + dy * dy <= 1_000_000
    };
    let head = inside(72, 66 + shift, 26 + shift, 34);
    let neck = (60..84).contains(&x) && (90..120).contains(&y);
    let shoulders = inside(72, 186, 58 + shift, 74);
    if head || neck || shoulders {
        return 70;
    }
    if (x + y * 2) % 48 < 2 { 205 } else { 222 }
}

/// A zlib stream of stored blocks (RFC 1950, RFC 1951 3.2.4).
fn stored(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let blocks = data.chunks(65_535).count();
    for (n, block) in data.chunks(65_535).enumerate() {
        out.push(u8::from(n + 1 == blocks));
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&(!length).to_le_bytes());
        out.extend_from_slice(block);
    }
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in data {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    out.extend_from_slice(&((b << 16) | a).to_be_bytes());
    out
}

fn chunk(png: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    png.extend_from_slice(&u32::try_from(data.len()).unwrap_or(0).to_be_bytes());
    let mut crc = !0_u32;
    for byte in kind.iter().chain(data) {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
        }
    }
    png.extend_from_slice(&kind);
    png.extend_from_slice(data);
    png.extend_from_slice(&(!crc).to_be_bytes());
}
