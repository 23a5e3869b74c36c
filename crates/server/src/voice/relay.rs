//! One outgoing stream fed by one source at a time: numbers and times go on where the last source left off.
//!
//! Gaps of a source stay gaps, so that a listener's player conceals what was lost and nothing else. Never here: packets.

use core::time::Duration;

/// Ticks of the clock of Opus (RFC 7587) in a millisecond.
const TICKS_PER_MS: u64 = 48;
/// Ticks of a packet of 20 ms: the least between the last of one source and the first of the next.
const PACKET_TICKS: u64 = 960;

/// What a packet is called on its way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name {
    /// Number, counted on over the overflow of 16 bits.
    pub(super) number: u64,
    /// Place in the clock of 48 kHz, counted on.
    pub(super) clock: u64,
}

#[derive(Debug, Clone, Copy)]
struct Source {
    id: u64,
    /// What is added to its numbers and its clock, wrapping.
    number: u64,
    clock: u64,
}

/// Where an outgoing stream stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Relay {
    source: Option<Source>,
    last: Option<(Name, Duration)>,
}

impl Relay {
    /// How a packet of a source is called on its way out, at a moment since any begin. `None` for one that is older than the
    /// first of its source: it has no place in the stream.
    pub(super) fn name(&mut self, id: u64, packet: Name, at: Duration) -> Option<Name> {
        let source = match self.source {
            Some(source) if source.id == id => source,
            Some(_) | None => self.turn_to(id, packet, at),
        };
        let number = packet.number.wrapping_add(source.number);
        let clock = packet.clock.wrapping_add(source.clock);
        // A wrapped sum is far above all that a call can count.
        if number > u64::MAX / 2 || clock > u64::MAX / 2 {
            return None;
        }
        let named = Name { number, clock };
        if self.last.is_none_or(|(last, _)| number > last.number) {
            self.last = Some((named, at));
        }
        Some(named)
    }

    fn turn_to(&mut self, id: u64, first: Name, at: Duration) -> Source {
        let begin = match self.last {
            // Numbers begin at 1, so that the packet before the first, come late, is named too.
            None => Name { number: 1, clock: PACKET_TICKS },
            Some((last, then)) => {
                let passed = u64::try_from(at.saturating_sub(then).as_millis()).unwrap_or(0) * TICKS_PER_MS;
                Name { number: last.number + 1, clock: last.clock + passed.max(PACKET_TICKS) }
            }
        };
        let source = Source {
            id,
            number: begin.number.wrapping_sub(first.number),
            clock: begin.clock.wrapping_sub(first.clock),
        };
        self.source = Some(source);
        source
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn name(number: u64, clock: u64) -> Name {
        Name { number, clock }
    }

    #[test]
    fn a_new_source_goes_on_after_the_last_with_the_time_that_passed() {
        let (mut relay, ms) = (Relay::default(), Duration::from_millis);
        assert_eq!(relay.name(1, name(500, 48_000), ms(0)), Some(name(1, 960)));
        assert_eq!(
            relay.name(1, name(502, 49_920), ms(40)),
            Some(name(3, 2_880)),
            "what is lost stays a gap"
        );
        assert_eq!(relay.name(1, name(501, 48_960), ms(41)), Some(name(2, 1_920)), "late, in its place");
        assert_eq!(relay.name(2, name(9, 7), ms(1_040)), Some(name(4, 2_880 + 48_000)));
        assert_eq!(relay.name(1, name(0, 0), ms(1_050)).map(|n| n.number), Some(5), "back again");
    }

    proptest! {
        #[test]
        fn numbers_of_a_stream_never_come_twice_and_its_clock_goes_with_them(
            turns in prop::collection::vec((0_u64..4, 0_u64..u64::MAX / 4, 0_u64..u64::MAX / 4, 1_u64..60), 1..12),
        ) {
            let (mut relay, mut at, mut last) = (Relay::default(), 0_u64, None::<Name>);
            let mut before = u64::MAX;
            for (source, number, clock, packets) in turns {
                if source == before {
                    continue;
                }
                before = source;
                for n in 0..packets {
                    at += 20;
                    let packet = name(number + n, clock + n * 960);
                    let out = relay.name(source, packet, Duration::from_millis(at)).unwrap();
                    if let Some(last) = last {
                        prop_assert_eq!(out.number, last.number + 1);
                        prop_assert!(out.clock > last.clock);
                    }
                    last = Some(out);
                }
            }
        }
    }
}
