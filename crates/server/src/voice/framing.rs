//! Packets over TCP, each after its length in two bytes (RFC 4571), as ICE over TCP has them (RFC 6544).
//!
//! Never here: sockets.

/// A longer packet is none of ours: the connection that sends one is closed.
pub(super) const MAX_FRAME: usize = 2_048;

/// A frame is longer than [`MAX_FRAME`].
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLong;

/// Takes bytes as they come and gives packets.
#[derive(Debug, Default)]
pub(super) struct Frames {
    bytes: Vec<u8>,
}

impl Frames {
    /// Adds what was read.
    pub(super) fn push(&mut self, read: &[u8]) {
        self.bytes.extend_from_slice(read);
    }

    /// The next whole packet; `None` until more is read. An empty one is passed over.
    ///
    /// # Errors
    /// [`TooLong`]: nothing after it can be trusted.
    pub(super) fn next(&mut self) -> Result<Option<Vec<u8>>, TooLong> {
        loop {
            let Some((head, rest)) = self.bytes.split_first_chunk::<2>() else { return Ok(None) };
            let length = usize::from(u16::from_be_bytes(*head));
            if length > MAX_FRAME {
                return Err(TooLong);
            }
            let Some(packet) = rest.get(..length).map(<[u8]>::to_vec) else { return Ok(None) };
            self.bytes.drain(..2 + length);
            if !packet.is_empty() {
                return Ok(Some(packet));
            }
        }
    }
}

/// A packet with its length before it; `None` when it is too long for a frame.
pub(super) fn framed(packet: &[u8]) -> Option<Vec<u8>> {
    let length = u16::try_from(packet.len()).ok().filter(|_| packet.len() <= MAX_FRAME)?;
    let mut frame = Vec::with_capacity(2 + packet.len());
    frame.extend_from_slice(&length.to_be_bytes());
    frame.extend_from_slice(packet);
    Some(frame)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_frame_that_is_too_long_ends_it() {
        let mut frames = Frames::default();
        frames.push(&[0x08, 0x01, 0]);
        assert_eq!(frames.next(), Err(TooLong));
        assert_eq!(framed(&[0; MAX_FRAME + 1]), None);
    }

    proptest! {
        #[test]
        fn packets_come_out_as_they_went_in_however_they_are_cut(
            packets in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..300), 0..12),
            cut in 1_usize..64,
        ) {
            let stream: Vec<u8> = packets.iter().flat_map(|packet| framed(packet).unwrap()).collect();
            let (mut frames, mut out) = (Frames::default(), Vec::new());
            for piece in stream.chunks(cut) {
                frames.push(piece);
                while let Some(packet) = frames.next().unwrap() {
                    out.push(packet);
                }
            }
            prop_assert_eq!(out, packets);
        }

        #[test]
        fn whatever_comes_is_taken_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..5_000)) {
            let mut frames = Frames::default();
            frames.push(&bytes);
            while let Ok(Some(packet)) = frames.next() {
                prop_assert!(!packet.is_empty() && packet.len() <= MAX_FRAME);
            }
        }
    }
}
