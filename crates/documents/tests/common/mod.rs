//! One document of each kind and variant, about people who do not exist.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it does not hold")]
#![allow(dead_code, reason = "each test binary uses its own part")]
#![allow(unreachable_pub, reason = "a module of several test binaries")]

use hoeder_documents::*;
use hoeder_vocab::CivilDate;

/// What the samples are about. Every free text can be put in by a test.
#[derive(Clone)]
pub struct World {
    pub name: String,
    pub zone: String,
    pub told: String,
    pub phone: String,
}

impl Default for World {
    fn default() -> Self {
        Self {
            name: "Annelies Vermeersch".into(),
            zone: "Politiezone Gent".into(),
            told: "Hij stond gisteravond opnieuw voor de deur en bleef roepen dat hij haar nooit zou laten gaan. \
                   De buren hoorden het ook.\nSinds de breuk in augustus stuurt hij elke nacht berichten, van \
                   telkens andere nummers."
                .into(),
            phone: "09 266 61 11".into(),
        }
    }
}

pub fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

pub fn prose(text: &str) -> Prose {
    Prose::new(text).unwrap()
}

pub fn day(text: &str) -> CivilDate {
    CivilDate::parse(text).unwrap()
}

/// Everything as long as it may be.
pub fn crowded() -> World {
    World {
        name: "Maria-Magdalena Wilhelmina Josephine de Bethune van den Broeck-Vandekerckhove "
            .repeat(2)
            .trim()
            .into(),
        zone: "Politiezone Hoofdstedelijke-en-Grensoverschrijdende-Samenwerking ".repeat(3).trim().into(),
        told:
            "Wat zij vertelde, vertelde zij lang en rustig, met alle namen en data die zij zich herinnerde. "
                .repeat(90),
        phone:
            "0800 12 345 (dag en nacht, ook op zon- en feestdagen), of via het onthaal van het commissariaat"
                .into(),
    }
}

impl World {
    pub fn zone_sender(&self) -> Sender {
        Sender {
            name: line(&self.zone),
            unit: Some(line("Team familiaal geweld")),
            address: Some(line("Antonia van Peelplein 1, 9000 Gent")),
            phone: Some(line(&self.phone)),
            place: line("Gent"),
        }
    }

    pub fn office_sender(&self) -> Sender {
        Sender {
            name: line("Parket Oost-Vlaanderen, afdeling Gent"),
            unit: Some(line("Sectie familie en jeugd")),
            address: Some(line("Opgeëistenlaan 401, 9000 Gent")),
            phone: None,
            place: line("Gent"),
        }
    }

    pub fn subject(&self) -> Subject {
        Subject {
            name: line(&self.name),
            born: Some(day("1985-07-30")),
            number: Some(NationalNumber::parse("85.07.30-033.28").unwrap()),
        }
    }

    pub fn contact_zone(&self) -> ZoneContact {
        ZoneContact { name: line(&self.zone), phone: line(&self.phone) }
    }

    pub fn officer(&self) -> Signatory {
        Signatory { name: line("Pieter De Smet"), capacity: line("hoofdinspecteur") }
    }

    pub fn magistrate(&self) -> Signatory {
        Signatory { name: line("Sofie Claes"), capacity: line("substituut-procureur des Konings") }
    }

    fn reference(&self) -> Line {
        line("GE-2026-0147")
    }

    pub fn hearing(&self) -> HearingAnnex {
        HearingAnnex {
            sender: self.zone_sender(),
            reference: self.reference(),
            official_report: line("GE.53.L5.012345/2026"),
            heard: self.subject(),
            heard_on: day("2026-11-20"),
            officer: self.officer(),
            interpreter: Some(line("Elif Yıldız")),
            facts: prose(&self.told),
            relation: prose("Zij waren elf jaar samen en hebben twee kinderen. Zij vertrok in augustus."),
            common_children: CommonChildren::Yes,
            wishes: Answer::Yes,
            no_contact: Answer::Yes,
            complaints: Answer::Yes,
            agreement: Answer::Yes,
            told_no_right: Answer::Yes,
            confidential: Answer::Yes,
            reader: Reader::Signs,
        }
    }

    pub fn agreement(&self, reader: Reader) -> UserAgreement {
        UserAgreement {
            sender: self.zone_sender(),
            reference: self.reference(),
            person: self.subject(),
            reader,
            ends_on: day("2027-08-22"),
            zone: self.contact_zone(),
            officer: self.officer(),
        }
    }

    pub fn grant(&self) -> GrantNotice {
        GrantNotice {
            sender: self.zone_sender(),
            reference: self.reference(),
            person: self.subject(),
            decided_on: day("2026-11-22"),
            magistrate: self.magistrate(),
            ends_on: day("2027-08-22"),
            zone: self.contact_zone(),
        }
    }

    pub fn refusal(&self, addressee: RefusalAddressee) -> RefusalNotice {
        RefusalNotice {
            sender: self.zone_sender(),
            reference: self.reference(),
            addressee,
            decided_on: day("2026-11-22"),
            magistrate: self.magistrate(),
            zone: self.contact_zone(),
        }
    }

    pub fn refused_person(&self) -> RefusalAddressee {
        RefusalAddressee::Person {
            person: self.subject(),
            reasons: Some(prose(&self.told)),
            advice: vec![prose("Laat de sloten vervangen; de diefstalpreventieadviseur komt gratis langs.")],
        }
    }

    pub fn marginal(&self, ground: EarlyEndGround) -> MarginalNote {
        MarginalNote {
            sender: self.office_sender(),
            reference: self.reference(),
            zone: line(&self.zone),
            person: self.subject(),
            official_report: Some(line("GE.53.L5.012345/2026")),
            ground,
            reassessed_on: Some(day("2027-02-01")),
            motivation: prose(&self.told),
            ends_on: day("2027-02-15"),
            magistrate: self.magistrate(),
        }
    }

    pub fn referral(&self, offer: Offer) -> VictimReceptionReferral {
        VictimReceptionReferral {
            sender: self.office_sender(),
            reference: self.reference(),
            service: line("Dienst slachtofferonthaal Gent"),
            offer,
            person: self.subject(),
            contact: Contact {
                address: Some(line("Kerkstraat 12 bus 3, 9050 Gentbrugge")),
                phone: Some(line("0475 12 34 56")),
                email: Some(line("annelies.v@example.org")),
                language: Language::Dutch,
                safe_contact: Some(prose("Bel alleen tussen 9 en 12 uur. Spreek niets in.")),
            },
            official_report: line("GE.53.L5.012345/2026"),
            granted_on: day("2026-11-22"),
            ends_on: day("2027-08-22"),
            magistrate: self.magistrate(),
        }
    }

    pub fn extension(&self, recipient: Recipient, reason: ExtensionReason) -> ExtensionNotice {
        ExtensionNotice {
            sender: self.office_sender(),
            reference: self.reference(),
            recipient,
            person: self.subject(),
            reason,
            on: day("2027-03-04"),
            previous_end: day("2027-08-22"),
            new_end: day("2028-05-22"),
            zone: self.contact_zone(),
            magistrate: self.magistrate(),
        }
    }

    pub fn end(&self, recipient: Recipient, ending: Ending) -> EndNotice {
        EndNotice {
            sender: self.office_sender(),
            reference: self.reference(),
            recipient,
            person: self.subject(),
            ending,
            ends_on: day("2028-05-22"),
            handover: Some(Handover {
                on: day("2028-05-22"),
                place: line("commissariaat Ekkergem, om 14 uur"),
            }),
            supervised_until: Some(day("2028-08-22")),
            zone: self.contact_zone(),
            magistrate: self.magistrate(),
        }
    }

    pub fn receipt(&self, movement: Movement) -> DeviceReceipt {
        let item = |kind, number: &str| Item {
            kind,
            number: line(number),
            serial: Some(line("SN-4F21-99A0-7731")),
            condition: Some(line("goed, lichte kras op de achterkant")),
        };
        DeviceReceipt {
            sender: self.zone_sender(),
            reference: self.reference(),
            person: self.subject(),
            movement,
            on: day("2026-11-22"),
            items: vec![
                item(ItemKind::Button, "GE-K-0042"),
                item(ItemKind::Phone, "GE-T-0017"),
                item(ItemKind::Accessory, "GE-T-0017-L"),
            ],
            reader: Reader::Signs,
            officer: self.officer(),
        }
    }

    pub fn instructions(&self, discretion: Discretion) -> Instructions {
        Instructions {
            sender: self.zone_sender(),
            zone: self.contact_zone(),
            gesture: match discretion {
                Discretion::NotesInFront => PressGesture::Hold,
                Discretion::Plain => PressGesture::HoldOrTwice,
            },
            vibrations: match discretion {
                Discretion::NotesInFront => Vibrations::Off,
                Discretion::Plain => Vibrations::On,
            },
            discretion,
        }
    }

    pub fn registration(&self) -> RegistrationLines {
        RegistrationLines {
            sender: self.office_sender(),
            reference: self.reference(),
            person: self.subject(),
            zone: self.contact_zone(),
            ends_on: day("2028-05-22"),
            mach: MachLine {
                line: line("verlenging stalkingalarm beslist op 04/03/2027"),
                replaces: Some(line("stalkingalarm beslist op 22/11/2026")),
            },
            ang: vec![
                prose(
                    "Mobiel stalkingalarm toegekend op 22/11/2026, verlengd op 04/03/2027, einde 22/05/2028.",
                ),
                prose("Contactverbod ten aanzien van de beschermde persoon, minstens tot 22/05/2028."),
            ],
        }
    }

    pub fn revisit(&self) -> RevisitAnnex {
        RevisitAnnex {
            sender: self.zone_sender(),
            official_report: line("GE.53.L5.012399/2026"),
            person: self.subject(),
            visited_on: day("2026-12-15"),
            place: VisitPlace::Residence,
            findings: prose(&self.told),
            new_facts: NewFacts::Reported { official_report: line("GE.53.L5.012400/2026") },
            help: Some(prose("Er werd gewezen op slachtofferbejegening en op het CAW.")),
            officer: self.officer(),
        }
    }

    pub fn judge(&self, asked_by: AskedBy) -> JudgeLetter {
        JudgeLetter {
            sender: self.office_sender(),
            reference: self.reference(),
            judge: line("Onderzoeksrechter Ann Lievens, Gent"),
            investigation: Some(line("2026/114")),
            person: self.subject(),
            asked_by,
            granted_on: day("2026-11-22"),
            ends_on: day("2027-08-22"),
            magistrate: self.magistrate(),
        }
    }

    /// All kinds and variants, each with a name for its file.
    pub fn all(&self) -> Vec<(String, Document)> {
        let child = || Reader::Under16 {
            explained_on: day("2026-11-22"),
            trusted_adult: Some(line("Greet Vermeersch, grootmoeder")),
        };
        let third = RefusalAddressee::ThirdParty { name: line("Greet Vermeersch") };
        let service = || Recipient::VictimReception(line("Dienst slachtofferonthaal Gent"));
        let mut all: Vec<(String, Document)> = [
            ("hearing", Document::HearingAnnex(self.hearing())),
            ("agreement", Document::UserAgreement(self.agreement(Reader::Signs))),
            ("agreement-under-16", Document::UserAgreement(self.agreement(child()))),
            ("grant", Document::GrantNotice(self.grant())),
            ("refusal", Document::RefusalNotice(self.refusal(self.refused_person()))),
            ("refusal-third-party", Document::RefusalNotice(self.refusal(third))),
            ("receipt-out", Document::DeviceReceipt(self.receipt(Movement::HandOut))),
            ("receipt-back", Document::DeviceReceipt(self.receipt(Movement::Return))),
            ("instructions", Document::Instructions(self.instructions(Discretion::Plain))),
            ("instructions-discreet", Document::Instructions(self.instructions(Discretion::NotesInFront))),
            ("registration", Document::RegistrationLines(self.registration())),
            ("revisit", Document::RevisitAnnex(self.revisit())),
            ("judge", Document::JudgeLetter(self.judge(AskedBy::Another))),
            ("judge-asked", Document::JudgeLetter(self.judge(AskedBy::TheJudge))),
        ]
        .map(|(name, document)| (name.to_owned(), document))
        .into();
        for ground in EarlyEndGround::ALL {
            all.push((format!("marginal-{ground:?}"), Document::MarginalNote(self.marginal(ground))));
            all.push((
                format!("end-{ground:?}"),
                Document::EndNotice(self.end(Recipient::Person, Ending::Early(ground))),
            ));
        }
        all.push(("end".into(), Document::EndNotice(self.end(Recipient::Person, Ending::Planned))));
        all.push(("end-service".into(), Document::EndNotice(self.end(service(), Ending::Planned))));
        let early = Ending::Early(EarlyEndGround::PersonsRequest);
        all.push(("end-service-early".into(), Document::EndNotice(self.end(service(), early))));
        for offer in [Offer::First, Offer::AlreadySeized, Offer::Second] {
            all.push((
                format!("referral-{offer:?}"),
                Document::VictimReceptionReferral(self.referral(offer)),
            ));
        }
        for reason in [ExtensionReason::Alarm, ExtensionReason::NewFact, ExtensionReason::Evaluation] {
            let person = self.extension(Recipient::Person, reason);
            all.push((format!("extension-{reason:?}"), Document::ExtensionNotice(person)));
            let told = self.extension(service(), reason);
            all.push((format!("extension-service-{reason:?}"), Document::ExtensionNotice(told)));
        }
        all
    }
}
