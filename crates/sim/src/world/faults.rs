//! What goes wrong, and when: drawn from the seed before the world begins.
//!
//! Never here: what must hold all the same (`check`).

use super::happening::{Act, DeskAct, Fault, Happening, Tail, Upward, later};
use super::phones::Net;
use super::{Flow, World};
use hoeder_beacon::{MessageNo, Path};
use hoeder_engine::input::{Input, RosterOrder};
use hoeder_store::faulty::LogFault;
use hoeder_vocab::handset::{Press, Trigger, Uplink};
use hoeder_vocab::{AlarmId, FixedAt, HandsetId};
use hoeder_wire::SigningKey;
use hoeder_wire::handset::seal_uplink;

impl World<'_> {
    /// Plans everything that goes wrong, and everything that people do, until the world heals.
    pub(crate) fn plan_troubles(&mut self, length_ms: u64) {
        let troubles = self.chance.between(4, 12);
        for _ in 0..troubles {
            let at = self.chance.between(5_000, length_ms.saturating_sub(5_000));
            self.plan_trouble(at);
        }
        for n in 0..self.phones.len() {
            self.plan_phone_day(n, length_ms);
            self.plan_timer(n, length_ms);
        }
        for n in 0..self.desks.len() {
            if self.chance.one_in(3) {
                let at = self.chance.between(1_000, length_ms);
                self.plan_fault_or(at, Happening::Desk(n, 0, DeskAct::Disconnect));
                let back = at + self.chance.between(500, 90_000);
                self.plan_fault_or(back, Happening::Desk(n, 0, DeskAct::Connect));
            }
        }
        self.plan_ear_troubles(length_ms);
        for n in 1..=3 {
            self.plan_fault_or(length_ms * n / 4, Happening::Compare);
            self.plan_fault_or(length_ms * n / 4 + 1, Happening::Fault(Fault::Snapshot));
        }
    }

    fn tail(&mut self) -> Tail {
        if self.chance.one_in(2) { Tail::Kept } else { Tail::Lost }
    }

    pub(super) fn plan_fault_or(&mut self, at_ms: u64, happening: Happening) {
        let at = later(self.now, at_ms);
        self.queue.plan(at, happening);
    }

    fn plan_fault(&mut self, at_ms: u64, fault: Fault) {
        self.plan_fault_or(at_ms, Happening::Fault(fault));
    }

    fn plan_trouble(&mut self, at: u64) {
        let unsynced = self.tail();
        let long = self.chance.between(1_500, 70_000);
        let few = u32::try_from(self.chance.between(1, 4)).unwrap_or(1);
        match self.chance.below(14) {
            0 => {
                self.plan_fault(at, Fault::StoreDown);
                self.plan_fault(at + long, Fault::StoreUp);
            }
            1 => {
                // Neither store nor spool works.
                self.plan_fault(at, Fault::StoreDown);
                self.plan_fault(at, Fault::SpoolFails(few * 8));
                self.plan_fault(at + long, Fault::StoreUp);
            }
            2 => self.plan_fault(at, Fault::CommitFails(few)),
            3 => self.plan_fault(at, Fault::AnswerLost(few)),
            4 => {
                self.plan_fault(at, Fault::StoreDown);
                self.plan_fault(at, Fault::SpoolDoesNotSync(few));
                self.plan_fault(at + long / 4, Fault::Crash { unsynced });
                self.plan_fault(at + long, Fault::StoreUp);
            }
            5 => {
                self.plan_fault(at, Fault::SpoolFull);
                self.plan_fault(at, Fault::StoreDown);
                self.plan_fault(at + long, Fault::SpoolHasRoom);
                self.plan_fault(at + long, Fault::StoreUp);
            }
            6 | 7 => self.plan_fault(at, Fault::Crash { unsynced }),
            8 => self.plan_fault(at, Fault::CrashInCommit),
            9 => self.plan_fault(at, Fault::Restart),
            10 => {
                self.plan_fault(at, Fault::NetworkBad);
                self.plan_fault(at + long, Fault::NetworkGood);
            }
            11 | 12 => self.plan_fault(at, Fault::Stranger),
            _ => {
                let phones = self.phones.len();
                if let Some(n) = self.chance.index(phones).filter(|_| self.chance.one_in(4)) {
                    self.plan_fault(at, Fault::Revoke(n));
                }
            }
        }
    }

    fn plan_act(&mut self, at_ms: u64, n: usize, act: Act) {
        self.plan_fault_or(at_ms, Happening::PhoneAct(n, act));
    }

    /// A safety timer that ends before the world is healed for long, and what becomes of the phone meanwhile.
    fn plan_timer(&mut self, n: usize, length_ms: u64) {
        if self.chance.one_in(2) {
            return;
        }
        let at = self.chance.between(8_000, length_ms);
        let ms = self.chance.between(20_000, 300_000).min(length_ms.saturating_sub(at) + 20_000);
        self.plan_act(at, n, Act::SetTimer { ms });
        match self.chance.below(4) {
            0 => {
                let checks_in = at + self.chance.between(1_000, ms + 70_000);
                self.plan_act(checks_in, n, Act::CheckIn);
            }
            1 => {
                // The phone dies with its timer running, and stays so until all heals.
                let dies = (at + self.chance.between(0, 10_000)).min(length_ms.saturating_sub(1));
                let unsynced = self.tail();
                self.plan_act(dies, n, Act::Dies { unsynced });
            }
            2 => {
                let moves = at + self.chance.between(1_000, ms);
                let ms = self.chance.between(20_000, 100_000).min(length_ms.saturating_sub(moves) + 20_000);
                self.plan_act(moves, n, Act::SetTimer { ms });
            }
            _ => {}
        }
    }

    /// One person's part: a press or two, words, a test, a phone that dies, paths that come and go, a wrong clock.
    fn plan_phone_day(&mut self, n: usize, length_ms: u64) {
        let presses = self.chance.below(3);
        for _ in 0..presses {
            let at = self.chance.between(3_000, length_ms);
            let screen = self.chance.one_in(3);
            self.plan_act(at, n, if screen { Act::HoldScreen } else { Act::PressButton });
            if self.chance.one_in(3) {
                let again = at + self.chance.between(2_100, 60_000);
                self.plan_act(again, n, Act::PressButton);
            }
            if self.chance.one_in(3) {
                let duress = self.chance.one_in(3);
                let said = at + self.chance.between(3_000, 150_000);
                self.plan_act(said, n, Act::Word { duress });
            }
            for _ in 0..self.chance.below(3) {
                let duress = self.chance.one_in(6);
                let said = at + self.chance.between(2_000, 200_000);
                self.plan_act(said, n, Act::Say { duress });
                let yes = self.chance.one_in(2);
                self.plan_act(said + 9_000, n, Act::Reply { yes });
            }
            if self.chance.one_in(5) {
                // The phone dies at the worst moment.
                let dies = at + self.chance.between(0, 4_000);
                let unsynced = self.tail();
                self.plan_act(dies, n, Act::Dies { unsynced });
                let wakes = dies + self.chance.between(2_000, 120_000);
                self.plan_act(wakes, n, Act::Wakes);
            }
        }
        if self.chance.one_in(3) {
            let at = self.chance.between(1_000, length_ms);
            self.plan_act(at, n, Act::SelfTest);
        }
        if self.chance.one_in(4) {
            let at = self.chance.between(1_000, length_ms);
            self.plan_act(at, n, Act::TapTwice);
        }
        self.plan_phone_troubles(n, length_ms);
    }

    fn plan_phone_troubles(&mut self, n: usize, length_ms: u64) {
        for path in [Path::Wifi, Path::Cellular] {
            for _ in 0..self.chance.below(4) {
                let at = self.chance.between(0, length_ms);
                self.plan_act(at, n, Act::PathDown(path));
                let up = at + self.chance.between(300, 80_000);
                self.plan_act(up, n, Act::PathUp(path));
            }
        }
        if self.chance.one_in(3) {
            let hours = i64::try_from(self.chance.below(9)).unwrap_or(0) - 4;
            let at = self.chance.between(0, length_ms);
            self.plan_act(at, n, Act::ClockSet { to_ms: hours * 3_600_000 });
        }
        if self.chance.one_in(6) {
            // Long enough to be missed.
            let at = self.chance.between(0, length_ms / 2);
            let unsynced = self.tail();
            self.plan_act(at, n, Act::Dies { unsynced });
            self.plan_act(length_ms, n, Act::Wakes);
        }
        if self.chance.one_in(4) {
            let at = self.chance.between(0, length_ms);
            let charge = u8::try_from(self.chance.below(101)).unwrap_or(50);
            self.plan_act(at, n, Act::Battery(charge));
            self.plan_act(at / 2, n, Act::ButtonLost);
            self.plan_act(at / 2 + 20_000, n, Act::ButtonBack);
        }
    }

    pub(crate) fn fault(&mut self, fault: Fault) -> Flow {
        match fault {
            Fault::StoreDown => self.disk.faults.set(LogFault::Down),
            Fault::StoreUp => self.disk.faults.set(LogFault::None),
            Fault::CommitFails(times) => self.disk.faults.set(LogFault::BeforeCommit(times)),
            Fault::AnswerLost(times) => self.disk.faults.set(LogFault::AfterCommit(times)),
            Fault::SpoolFails(times) => self.disk.spool.fail_next(times),
            Fault::SpoolDoesNotSync(times) => self.disk.spool.sync_fails_next(times),
            Fault::SpoolFull => self.disk.spool.limit(Some(600)),
            Fault::SpoolHasRoom => self.disk.spool.limit(None),
            Fault::Crash { unsynced } => self.crash(unsynced),
            Fault::CrashInCommit => {
                self.disk.faults.set(LogFault::AfterCommit(1));
                self.disk.spool.fail_next(1);
                self.commit_now()?;
                self.disk.spool.fail_next(0);
                self.disk.faults.set(LogFault::None);
                self.crash(Tail::Lost);
            }
            Fault::Restart => return self.restart(),
            Fault::Start => return self.start_cell(),
            Fault::Snapshot => return self.snapshot(),
            Fault::NetworkBad => self.net = Net { lost: 400, doubled: 200, damaged: 80, slowest_ms: 9_000 },
            Fault::NetworkGood => self.net = Net { lost: 60, doubled: 60, damaged: 0, slowest_ms: 1_500 },
            Fault::Stranger => return self.stranger(),
            Fault::Revoke(n) => return self.revoke(n),
        }
        Ok(())
    }

    /// Somebody without a key: an unknown handset, a known one with a wrong key, or noise.
    fn stranger(&mut self) -> Flow {
        let known = self.phones.first().map(super::phone::Phone::handset);
        let unknown = HandsetId::from_u128(self.chance.id());
        let handset = known.filter(|_| self.chance.one_in(2)).unwrap_or(unknown);
        let key = SigningKey::from_seed(&self.chance.key());
        let uplink = Uplink::Press(Press {
            alarm: AlarmId::from_u128(self.chance.id()),
            pressed_at: FixedAt(self.now),
            trigger: Trigger::Screen,
            fix: None,
            battery: None,
            repeats: 0,
        });
        let mut bytes = seal_uplink(&key, handset, self.chance.between(1, 9_000), &uplink);
        if self.chance.one_in(4) {
            bytes.truncate(bytes.len() / 2);
        }
        self.stats.strangers += 1;
        // A phone that does not exist: its answer goes nowhere.
        let upward =
            Upward { phone: usize::MAX, life: 0, path: Path::Internet, message: MessageNo(0), bytes };
        self.upward(upward)
    }

    fn revoke(&mut self, n: usize) -> Flow {
        if self.shell.is_none() {
            return Ok(());
        }
        let Some(phone) = self.phones.get_mut(n) else { return Ok(()) };
        phone.revoked = true;
        let (handset, by) = (phone.handset(), crate::demo::officer_of(phone.carrier.zone));
        let request = self.request();
        let order = RosterOrder::RevokeHandset { handset };
        self.ask_cell(request, super::Pending::Nobody, Input::Order { request, by, order: order.into() })
    }
}
