//! For whom a check of ICE is: the first half of its user name (RFC 8445, 7.2.2), read before anything is believed.
//!
//! So a stranger's check costs one look, however many connections there are. Never here: whether it is true (the library's).

/// Bytes of the head of a message of STUN (RFC 8489, 5).
const HEAD: usize = 20;
/// The attribute that holds the user name.
const USERNAME: u16 = 0x0006;

/// The name that we gave to the connection to which this goes; `None` when it is no check, or names nobody.
pub(super) fn called(packet: &[u8]) -> Option<&str> {
    // RFC 7983: the first byte of a message of STUN is 0 to 3.
    if packet.first().is_none_or(|first| *first > 3) {
        return None;
    }
    let mut rest = packet.get(HEAD..)?;
    loop {
        let (kind, after) = rest.split_first_chunk::<2>()?;
        let (length, after) = after.split_first_chunk::<2>()?;
        let length = usize::from(u16::from_be_bytes(*length));
        if u16::from_be_bytes(*kind) == USERNAME {
            let name = core::str::from_utf8(after.get(..length)?).ok()?;
            return name.split_once(':').map(|(ours, _)| ours);
        }
        rest = after.get(length.next_multiple_of(4)..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn attribute(kind: u16, value: &[u8]) -> Vec<u8> {
        let length = u16::try_from(value.len()).unwrap();
        let mut bytes = [kind.to_be_bytes(), length.to_be_bytes()].concat();
        bytes.extend_from_slice(value);
        bytes.resize(4 + value.len().next_multiple_of(4), 0);
        bytes
    }

    proptest! {
        #[test]
        fn the_name_is_found_behind_whatever_stands_before_it(
            before in prop::collection::vec((7_u16.., prop::collection::vec(any::<u8>(), 0..40)), 0..6),
            ours in "[a-zA-Z0-9+/]{4,32}",
            theirs in "[a-zA-Z0-9+/]{4,32}",
        ) {
            let mut packet = vec![0; HEAD];
            packet[1] = 1;
            packet.extend(before.iter().flat_map(|(kind, value)| attribute(*kind, value)));
            packet.extend(attribute(USERNAME, format!("{ours}:{theirs}").as_bytes()));
            prop_assert_eq!(called(&packet), Some(ours.as_str()));
        }

        #[test]
        fn whatever_comes_is_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            if let Some(name) = called(&bytes) {
                prop_assert!(!name.contains(':') && bytes[0] <= 3);
            }
        }
    }

    #[test]
    fn a_name_without_a_second_half_and_one_that_is_cut_name_nobody() {
        let head = [vec![0, 1], vec![0; HEAD - 2]].concat();
        assert_eq!(called(&[head.clone(), attribute(USERNAME, b"alone")].concat()), None);
        let whole = [head, attribute(USERNAME, b"ours:them")].concat();
        assert_eq!(called(&whole), Some("ours"));
        assert_eq!(called(&whole[..HEAD + 8]), None);
    }
}
