//! CRC-16/ARC: polynomial 0xA001 reflected, beginning at 0. Never here: what it covers.

const fn table() -> [u16; 256] {
    let mut table = [0_u16; 256];
    let mut index = 0_u16;
    while index < 256 {
        let mut value = index;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { (value >> 1) ^ 0xa001 } else { value >> 1 };
            bit += 1;
        }
        #[expect(clippy::indexing_slicing, reason = "index runs from 0 to 255")]
        {
            table[index as usize] = value;
        }
        index += 1;
    }
    table
}

static TABLE: [u16; 256] = table();

/// Of these bytes.
pub(super) fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc: u16, byte| {
        let [_, low] = crc.to_be_bytes();
        TABLE.get(usize::from(low ^ byte)).copied().unwrap_or_default() ^ (crc >> 8)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_of_the_catalogue_is_met() {
        assert_eq!(crc16(b"123456789"), 0xbb3d);
    }
}
