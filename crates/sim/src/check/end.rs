//! The reckoning: once everything has healed, every promise must have been kept.

use crate::world::{Flow, World, broken};
use hoeder_engine::input::StoreHealth;
use hoeder_store::Log as _;
use hoeder_store::record::Hash;
use hoeder_vocab::Seq;
use hoeder_watch::alarm::{AlarmKind, Rung, Stage};

impl World<'_> {
    /// Every promise that needs time to be kept.
    pub(crate) fn reckon(&mut self) -> Flow {
        self.commit_now()?;
        self.stats.simulated_ms =
            u64::try_from(self.now.unix_ms().saturating_sub(self.start.unix_ms())).unwrap_or(0);
        let Some(shell) = &self.shell else {
            return broken("the engine starts again when the store is back", String::new());
        };
        if shell.writer.health() != StoreHealth::Up || !self.disk.spool.is_empty() {
            return broken("the spool is drained when the store is back (GN-05)", String::new());
        }
        if self.disk.spool.aside() > 0 {
            return broken("nothing that was acknowledged is set aside", String::new());
        }
        self.presses_got_through()?;
        self.alarms_were_heard()?;
        self.check_ins_were_kept()?;
        self.phones_are_well()?;
        self.measures_are_whole()?;
        self.compare()?;
        self.commit_now()?;
        self.chain_holds()
    }

    /// GN-05, AL-01: every press that a living phone had in flash is raised and held, after any crash.
    fn presses_got_through(&self) -> Flow {
        for phone in &self.phones {
            for alarm in &phone.owed {
                let case = self.checks.model.alarms.get(alarm);
                let of_stranger = phone.revoked
                    && self.checks.model.alarms.values().any(|case| case.claimed == phone.handset());
                match case {
                    // Closed while nothing was durable: then it is in the log by its end.
                    Some(case) if case.held || case.stage == Stage::Closed => {}
                    Some(_) if phone.revoked => {}
                    None if of_stranger => {}
                    Some(_) => return broken("every press is held in the end (GN-05)", format!("{alarm}")),
                    None => return broken("no press is lost (GN-05, AL-01)", format!("{alarm}")),
                }
            }
        }
        Ok(())
    }

    /// FL-06: every alarm was seen and taken, or everybody was called.
    fn alarms_were_heard(&self) -> Flow {
        for (id, case) in &self.checks.model.alarms {
            let heard = case.taken || case.rung == Rung::Everyone;
            if !heard || !(case.shown || case.taken) {
                return broken("every alarm is seen and taken in the end (FL-06)", format!("{id}: {case:?}"));
            }
            let known = self.phones.iter().any(|phone| phone.owed.contains(id));
            if case.kind == AlarmKind::Danger && known && !case.held && case.stage != Stage::Closed {
                return broken("every alarm is held in the end (GN-05)", format!("{id}"));
            }
        }
        Ok(())
    }

    /// FL-11: a phone that lives and has a network is heard, and says so to the person.
    fn phones_are_well(&self) -> Flow {
        for phone in self.phones.iter().filter(|phone| !phone.revoked) {
            let heard = self.checks.proofs.get(&phone.handset()).map(|proof| proof.heard_at.0);
            let lately = heard.is_some_and(|at| self.now.since(at).as_secs() <= 130);
            if !lately {
                return broken(
                    "a phone that lives is heard within two heartbeats (FL-10)",
                    format!("{} was heard at {heard:?}", phone.handset()),
                );
            }
            let waits = phone.synced.as_ref().or(phone.unsynced.as_ref()).and_then(|i| i.alarm.as_ref());
            if waits.is_some_and(|alarm| !alarm.held) {
                return broken(
                    "no press waits in a phone when all is well (GN-05)",
                    format!("{}", phone.handset()),
                );
            }
        }
        // AL-17: a test is never an alarm.
        for phone in &self.phones {
            let alarm = |test: &&hoeder_vocab::TestId| {
                self.checks.model.is_raised(hoeder_vocab::AlarmId::from_u128(test.as_u128()))
            };
            if let Some(test) = phone.tests.iter().find(alarm) {
                return broken("a self-test raises no alarm (AL-17, FL-05)", format!("{test}"));
            }
        }
        Ok(())
    }

    /// FL-31: the chain of the store verifies from the first record to the last.
    fn chain_holds(&mut self) -> Flow {
        let mut log = self.disk.log.clone();
        let records =
            log.read(Seq(1), u32::MAX).or_else(|error| broken("the log can be read", error.to_string()))?;
        if records.len() != self.checks.log.len() {
            return broken(
                "the store has every record (GN-05)",
                format!("{} of {}", records.len(), self.checks.log.len()),
            );
        }
        let mut before = Hash::ZERO;
        for record in &records {
            if record.prev_hash != before || !record.is_intact() {
                return broken("the chain verifies (FL-31)", format!("record {}", record.seq.0));
            }
            before = record.hash;
        }
        self.trace.line(self.now, || format!("the chain ends in {before}"));
        Ok(())
    }
}
