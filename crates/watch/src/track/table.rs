//! From an id to the number of its place: open addressing over 128-bit keys, the same on every machine.
//!
//! Ids are resolved once per report; at a million carriers a tree would cost twenty steps. Never here: what is kept there.

/// Places by id. At most half full, so a search ends soon.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    /// Key and number of a place; a number of `EMPTY` is a free slot.
    slots: Vec<(u128, u32)>,
    used: usize,
}

const EMPTY: u32 = u32::MAX;

impl Table {
    /// The number kept under a key.
    #[inline]
    pub(super) fn get(&self, key: u128) -> Option<u32> {
        let at = self.find(key)?;
        self.slots.get(at).and_then(|slot| (slot.1 != EMPTY).then_some(slot.1))
    }

    /// Keeps a number under a key, instead of what was there.
    pub(super) fn put(&mut self, key: u128, number: u32) {
        if self.slots.len() < (self.used + 1) * 2 {
            self.grow();
        }
        let Some(at) = self.find(key) else { return };
        if let Some(slot) = self.slots.get_mut(at) {
            self.used += usize::from(slot.1 == EMPTY);
            *slot = (key, number);
        }
    }

    /// Forgets a key. What lies behind it moves up, so that no search stops early.
    pub(super) fn remove(&mut self, key: u128) {
        let Some(mut hole) = self.find(key) else { return };
        if self.slots.get(hole).is_none_or(|slot| slot.1 == EMPTY) {
            return;
        }
        let mask = self.slots.len() - 1;
        let mut next = (hole + 1) & mask;
        while let Some(&(other, number)) = self.slots.get(next) {
            if number == EMPTY {
                break;
            }
            let home = self.home(other);
            if (next.wrapping_sub(home) & mask) >= (next.wrapping_sub(hole) & mask) {
                if let Some(slot) = self.slots.get_mut(hole) {
                    *slot = (other, number);
                }
                hole = next;
            }
            next = (next + 1) & mask;
        }
        if let Some(slot) = self.slots.get_mut(hole) {
            *slot = (0, EMPTY);
        }
        self.used -= 1;
    }

    /// Bytes that it takes.
    pub(super) const fn bytes(&self) -> usize {
        self.slots.capacity() * size_of::<(u128, u32)>()
    }

    /// The slot of a key: where it is, or where it would go. `None` only while there are no slots.
    #[inline]
    fn find(&self, key: u128) -> Option<usize> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = self.home(key);
        loop {
            let slot = self.slots.get(at)?;
            if slot.1 == EMPTY || slot.0 == key {
                return Some(at);
            }
            at = (at + 1) & mask;
        }
    }

    #[inline]
    fn home(&self, key: u128) -> usize {
        let folded = u64::try_from((key >> 64) ^ (key & u128::from(u64::MAX))).unwrap_or(0);
        let mixed = folded.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mixed = mixed ^ (mixed >> 32);
        usize::try_from(mixed).unwrap_or(0) & (self.slots.len() - 1)
    }

    fn grow(&mut self) {
        let larger = (self.slots.len() * 2).max(16);
        let old = core::mem::replace(&mut self.slots, vec![(0, EMPTY); larger]);
        self.used = 0;
        for (key, number) in old {
            if number != EMPTY {
                self.put(key, number);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn it_keeps_what_a_map_keeps(acts in prop::collection::vec((0..60_u128, prop::option::of(0..1_000_u32)), 0..300)) {
            let (mut table, mut map) = (Table::default(), BTreeMap::new());
            for (key, act) in acts {
                let key = key << 64;
                match act {
                    Some(number) => { table.put(key, number); map.insert(key, number); }
                    None => { table.remove(key); map.remove(&key); }
                }
                for key in (0..60).map(|key| key << 64) {
                    prop_assert_eq!(table.get(key), map.get(&key).copied());
                }
            }
        }
    }
}
