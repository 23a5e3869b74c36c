//! The recorder with real files; in place of engine and writer somebody who makes keys and hears.

use super::figures::Figures;
use super::host::{GivenKey, Host, KeyAnswer, KeyAsk, Wanted};
use super::lane::{Lane, RecordWork};
use super::look::{Term, name_what_is_unnamed};
use super::one::PATIENT;
use super::thread::Worker;
use super::{Packet, RecordingSettings, Recordings};
use core::time::Duration;
use crossbeam_channel::{Receiver, Sender, unbounded};
use hoeder_engine::entry::Subject;
use hoeder_engine::voice::{RecordingFacts, RecordingStage, VoiceNews};
use hoeder_store::recordings::{
    Loaded, RecordingKey, RecordingStep, RecordingSteps, key_file, put_key, sound_file, wrapped_key,
};
use hoeder_vocab::{AlarmId, PersonId, UtcMillis};
use hoeder_watch::voice::{RecordingFault, Segment};
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use tokio::sync::oneshot;

const ALARM: AlarmId = AlarmId::from_u128(0xA1);
const START: UtcMillis = UtcMillis::from_unix_ms(1_795_000_000_000);

fn at(ms: u64) -> UtcMillis {
    START.plus(Duration::from_millis(ms))
}

fn packet(n: u64) -> Packet {
    let mut opus = vec![31 << 3];
    opus.resize(80, u8::try_from(n % 251).unwrap());
    Packet { received_at: at(20 * n), clock: 960 * n, opus }
}

fn sound_key() -> RecordingKey {
    RecordingKey::from_bytes([9; 32].into())
}

/// Makes one key for all, and notes what it is told.
struct Others {
    told: Sender<(AlarmId, VoiceNews)>,
    asked: Mutex<Vec<KeyAsk>>,
    answers: AtomicBool,
    listens: AtomicBool,
    known: Mutex<Vec<RecordingFacts>>,
}

impl Host for Others {
    fn ask_key(&self, ask: KeyAsk) {
        if self.answers.load(Ordering::Relaxed) {
            let made = ask.wrapped.is_none().then(|| vec![5; 72]);
            let given = Some(GivenKey { key: sound_key(), made, named: 0 });
            ask.answer.send(KeyAnswer { alarm: ask.alarm, given }).unwrap();
        } else {
            self.asked.lock().unwrap().push(ask);
        }
    }
    fn open_key(&self, _wanted: Wanted) -> oneshot::Receiver<Option<RecordingKey>> {
        let (answer, answered) = oneshot::channel();
        drop(answer.send(Some(sound_key())));
        answered
    }
    fn recording(&self, alarm: AlarmId) -> oneshot::Receiver<Option<RecordingFacts>> {
        let (answer, answered) = oneshot::channel();
        let known = self.known.lock().unwrap().iter().copied().find(|facts| facts.alarm == alarm);
        assert!(answer.send(known).is_ok());
        answered
    }
    fn tell(&self, alarm: AlarmId, news: VoiceNews) -> bool {
        self.listens.load(Ordering::Relaxed) && self.told.send((alarm, news)).is_ok()
    }
    fn recordings(&self) -> Option<Vec<RecordingFacts>> {
        Some(self.known.lock().unwrap().clone())
    }
}

struct Bench {
    folder: TempDir,
    others: Arc<Others>,
    told: Receiver<(AlarmId, VoiceNews)>,
    figures: Arc<Figures>,
    lane: Lane,
    worker: Worker,
}

fn bench() -> Bench {
    let (told, heard) = unbounded();
    let others = Arc::new(Others {
        told,
        asked: Mutex::default(),
        answers: AtomicBool::new(true),
        listens: AtomicBool::new(true),
        known: Mutex::default(),
    });
    let figures = Arc::<Figures>::default();
    let folder = tempfile::tempdir().unwrap();
    let (lane, ends) = Lane::new(1_000, Arc::clone(&figures));
    let host: Arc<dyn Host> = Arc::clone(&others) as Arc<dyn Host>;
    let worker = Worker::new(folder.path().to_path_buf(), ends, host, Arc::clone(&figures));
    Bench { folder, others, told: heard, figures, lane, worker }
}

impl Bench {
    /// These packets come; each second passes for the recorder too.
    fn packets(&mut self, numbers: impl IntoIterator<Item = u64>) {
        for n in numbers {
            self.lane.packet(ALARM, packet(n));
            self.turn(at(20 * n));
            if n % 50 == 0 {
                self.worker.tick(at(20 * n));
            }
        }
    }
    /// The thread's turns, until nothing waits.
    fn turn(&mut self, now: UtcMillis) {
        self.worker.turn(now);
    }
    fn news(&self) -> Vec<VoiceNews> {
        self.told.try_iter().map(|(_, news)| news).collect()
    }
    fn segments(&self) -> Vec<Segment> {
        let segment = |news| if let VoiceNews::SegmentKept(segment) = news { Some(segment) } else { None };
        self.news().into_iter().filter_map(segment).collect()
    }
    fn path(&self) -> &Path {
        self.folder.path()
    }
    fn heard(&self) -> Vec<Vec<u64>> {
        let recording = Loaded::read(self.path(), ALARM).unwrap().unwrap();
        let stretches = recording.stretches(&sound_key()).unwrap();
        stretches
            .iter()
            .map(|stretch| stretch.packets.iter().map(|packet| packet.clock / 960).collect())
            .collect()
    }
    fn on_disk(&self) -> Vec<Segment> {
        Loaded::read(self.path(), ALARM).unwrap().unwrap().segments()
    }
}

fn facts(stage: RecordingStage, named: &[Segment]) -> RecordingFacts {
    RecordingFacts {
        alarm: ALARM,
        subject: Subject::Person(PersonId::from_u128(7)),
        stage,
        segments: named.last().map_or(0, |last| last.number),
        bytes: named.iter().map(|segment| segment.bytes).sum(),
        last_at: named.last().map(|last| last.last_at),
    }
}

/// Proves FL-31: the key is durable before any sound, each segment is named, and a loss is a gap between two of them.
#[test]
fn what_comes_is_kept_and_named_and_a_lost_microphone_ends_a_segment() {
    let mut bench = bench();
    bench.packets(0..100);
    assert_eq!(wrapped_key(bench.path(), ALARM).unwrap(), Some(vec![5; 72]));
    bench.lane.lost(ALARM);
    bench.packets(300..400);
    bench.lane.closed(ALARM);
    bench.turn(at(9_000));
    let segments = bench.segments();
    assert_eq!(segments, bench.on_disk());
    assert_eq!(bench.heard(), [(0..100).collect::<Vec<_>>(), (300..400).collect()]);
    bench.packets(500..510);
    assert_eq!(bench.on_disk(), segments, "after the close nothing is added");
    assert_eq!(bench.figures.counted(), (0, 0, 0));
}

/// Proves AL-05: until the key is there sound waits; what waits too long goes from its beginning, is counted, and is told.
#[test]
fn sound_waits_for_its_key_and_a_key_that_does_not_come_is_told() {
    let mut bench = bench();
    bench.others.answers.store(false, Ordering::Relaxed);
    bench.packets(0..250);
    let stopped = VoiceNews::RecordingStopped { why: RecordingFault::NoKey, last_at: START };
    assert_eq!(bench.news(), [stopped]);
    bench.packets(250..600);
    assert_eq!(bench.figures.counted(), (1, 1, 600 - u64::try_from(PATIENT).unwrap()));
    bench.others.answers.store(true, Ordering::Relaxed);
    bench.packets(600..700);
    let resumed = bench.news().into_iter().find(|news| matches!(news, VoiceNews::RecordingResumed { .. }));
    let first = bench.heard()[0][0];
    assert_eq!(resumed, Some(VoiceNews::RecordingResumed { at: at(20 * first) }));
    assert_eq!(bench.figures.counted().1, 0);
}

/// Proves AL-05, FL-31: what comes in the moment before the close is kept when its key comes after it, and nothing is added.
#[test]
fn sound_that_comes_with_the_close_is_kept_once_its_key_is_there() {
    let mut bench = bench();
    bench.others.answers.store(false, Ordering::Relaxed);
    bench.lane.packet(ALARM, packet(1));
    bench.lane.closed(ALARM);
    bench.turn(at(40));
    bench.packets(3..6);
    let asks = |bench: &Bench| bench.others.asked.lock().unwrap().len();
    assert_eq!((asks(&bench), bench.others.asked.lock().unwrap()[0].first_at), (1, at(20)));
    assert_eq!(bench.figures.counted(), (1, 0, 0), "it waits");
    bench.others.answers.store(true, Ordering::Relaxed);
    bench.worker.tick(at(1_050));
    bench.turn(at(1_060));
    assert_eq!(bench.heard(), [[1]]);
    assert_eq!(bench.segments(), bench.on_disk());
    assert_eq!(bench.figures.counted(), (0, 0, 0));
}

#[test]
fn sound_whose_key_does_not_come_after_the_close_is_counted() {
    let mut bench = bench();
    bench.others.answers.store(false, Ordering::Relaxed);
    bench.lane.packet(ALARM, packet(1));
    bench.lane.closed(ALARM);
    bench.turn(at(40));
    bench.worker.tick(at(10_040));
    assert_eq!(bench.figures.counted().0, 1);
    bench.worker.tick(at(10_041));
    assert_eq!(bench.figures.counted(), (0, 0, 1));
    let ask = bench.others.asked.lock().unwrap().pop().unwrap();
    let given = Some(GivenKey { key: sound_key(), made: Some(vec![5; 72]), named: 0 });
    assert!(ask.answer.send(KeyAnswer { alarm: ALARM, given }).is_ok());
    bench.turn(at(10_050));
    assert_eq!(wrapped_key(bench.path(), ALARM).unwrap(), None, "a key that comes too late is none");
}

#[test]
fn a_microphone_that_is_lost_before_the_key_is_there_is_a_gap_as_well() {
    let mut bench = bench();
    bench.others.answers.store(false, Ordering::Relaxed);
    bench.packets(0..60);
    bench.lane.lost(ALARM);
    bench.packets(70..90);
    bench.lane.lost(ALARM);
    bench.others.answers.store(true, Ordering::Relaxed);
    bench.worker.tick(at(2_900));
    bench.turn(at(2_900));
    assert_eq!(bench.heard(), [(0..60).collect::<Vec<_>>(), (70..90).collect()]);
    assert_eq!(bench.segments(), bench.on_disk(), "both ended, although nothing came after");
}

/// Proves FL-31: a full disk is told once, tried each second, and told again when it takes; what was before stays whole.
#[test]
fn a_full_disk_stops_the_recording_and_is_tried_each_second() {
    let mut bench = bench();
    let full = Arc::new(AtomicBool::new(false));
    let disk = Arc::clone(&full);
    bench.worker.saboteur = Some(Box::new(move || -> RecordingSteps {
        let disk = Arc::clone(&disk);
        Box::new(move |step| {
            let fails = step == RecordingStep::HalfWritten && disk.load(Ordering::Relaxed);
            if fails { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
        })
    }));
    bench.packets(0..150);
    full.store(true, Ordering::Relaxed);
    bench.packets(150..400);
    full.store(false, Ordering::Relaxed);
    bench.packets(400..600);
    bench.lane.closed(ALARM);
    bench.turn(at(20_000));
    let news = bench.news();
    let stopped: Vec<&VoiceNews> =
        news.iter().filter(|news| matches!(news, VoiceNews::RecordingStopped { .. })).collect();
    let Some(VoiceNews::RecordingStopped { why, last_at }) = stopped.first() else { panic!("{news:?}") };
    assert_eq!(*why, RecordingFault::DiskFull);
    assert!(stopped.len() <= 2 && stopped.iter().all(|again| again == &stopped[0]), "{stopped:?}");
    let heard = bench.heard();
    assert_eq!(heard.len(), 2, "a gap, and no more");
    assert_eq!(*last_at, at(20 * heard[0].last().unwrap()), "the last that is kept");
    let resumed = VoiceNews::RecordingResumed { at: at(20 * heard[1][0]) };
    assert!(news.contains(&resumed), "{news:?}");
    assert!(heard[1][0] < 460 && heard[1].ends_with(&[599]), "{heard:?}");
    assert_eq!(bench.on_disk().len(), 2);
}

#[test]
fn what_finds_no_room_is_counted_and_cuts_the_segment() {
    let mut bench = bench();
    bench.packets(0..60);
    (60..1_200).for_each(|n| bench.lane.packet(ALARM, packet(n)));
    assert_eq!(bench.figures.counted().2, 140, "a thousand wait, the rest is missing");
    bench.turn(at(24_000));
    bench.packets(1_200..1_300);
    bench.lane.closed(ALARM);
    bench.turn(at(27_000));
    let heard = bench.heard();
    assert_eq!(heard, [(0..1_060).collect::<Vec<_>>(), (1_200..1_300).collect()]);
}

#[test]
fn a_close_and_an_erasure_are_not_lost_when_there_is_no_room() {
    let mut bench = bench();
    bench.packets(0..60);
    (60..1_200).for_each(|n| bench.lane.packet(ALARM, packet(n)));
    bench.lane.closed(ALARM);
    bench.lane.erase(ALARM);
    assert!(key_file(bench.path(), ALARM).exists());
    bench.worker.tick(at(24_000));
    assert!(!key_file(bench.path(), ALARM).exists());
    assert_eq!(bench.figures.counted().0, 0);
}

#[test]
fn a_microphone_that_flaps_for_an_hour_is_bounded_in_the_log_and_loses_no_sound() {
    let mut bench = bench();
    for second in 0..600_u64 {
        bench.packets((0..5).map(|n| second * 50 + n));
        bench.lane.lost(ALARM);
    }
    bench.lane.closed(ALARM);
    bench.turn(at(700_000));
    let segments = bench.segments().len();
    assert!((60..=110).contains(&segments), "{segments}");
    assert_eq!(bench.heard().iter().map(Vec::len).sum::<usize>(), 3_000);
}

/// Proves FL-31: what a life made durable and did not name is named at the next start, also when no more sound comes.
#[test]
fn a_start_names_what_is_unnamed_and_cuts_off_what_is_torn() {
    let mut bench = bench();
    bench.packets(0..100);
    bench.lane.lost(ALARM);
    bench.packets(200..300);
    let named = bench.segments();
    let on_disk = bench.on_disk();
    assert_eq!((named.len(), on_disk.len()), (1, 2), "a crash: the second is open");
    let path = sound_file(bench.path(), ALARM);
    let mut bytes = std::fs::read(&path).unwrap();
    let whole = bytes.len();
    bytes.extend_from_slice(&[7; 90]);
    std::fs::write(&path, &bytes).unwrap();
    name_what_is_unnamed(bench.path(), &[facts(RecordingStage::Open, &named)], bench.others.as_ref());
    assert_eq!(bench.segments(), on_disk[1..]);
    assert_eq!(std::fs::metadata(&path).unwrap().len(), u64::try_from(whole).unwrap());
    name_what_is_unnamed(bench.path(), &[facts(RecordingStage::Open, &on_disk)], bench.others.as_ref());
    assert_eq!(bench.news(), []);
}

#[test]
fn segments_of_before_are_named_before_any_of_a_new_life() {
    let mut bench = bench();
    bench.packets(0..100);
    let (told, path) = (bench.told.clone(), bench.folder);
    drop(bench.worker);
    let (lane, ends) = Lane::new(1_000, Arc::clone(&bench.figures));
    let host: Arc<dyn Host> = Arc::clone(&bench.others) as Arc<dyn Host>;
    let mut worker = Worker::new(path.path().to_path_buf(), ends, host, bench.figures);
    (400..500).for_each(|n| lane.packet(ALARM, packet(n)));
    lane.closed(ALARM);
    worker.turn(at(10_000));
    let numbers: Vec<u32> = told
        .try_iter()
        .filter_map(|(_, news)| if let VoiceNews::SegmentKept(s) = news { Some(s.number) } else { None })
        .collect();
    assert_eq!(numbers, [1, 2]);
}

/// Proves GN-04: after its term a recording is named as due once it is closed; an erasure that was cut off is done.
#[test]
fn whose_term_is_over_is_told_and_what_was_erased_has_no_key() {
    let mut bench = bench();
    bench.packets(0..100);
    bench.lane.closed(ALARM);
    bench.turn(at(3_000));
    let named = bench.segments();
    let settings = RecordingSettings {
        term: Duration::from_secs(60),
        ..RecordingSettings::new(bench.path().to_path_buf())
    };
    let (_term, keeper) = Term::new(&settings, Arc::clone(&bench.others) as Arc<dyn Host>);
    let know = |stage| *bench.others.known.lock().unwrap() = vec![facts(stage, &named)];
    know(RecordingStage::Closed);
    assert!(keeper.look(at(30_000)));
    assert_eq!(bench.news(), []);
    know(RecordingStage::Open);
    assert!(keeper.look(at(90_000)));
    assert_eq!(bench.news(), []);
    know(RecordingStage::Closed);
    bench.others.listens.store(false, Ordering::Relaxed);
    assert!(!keeper.look(at(90_000)), "nobody listened: it is tried again soon");
    bench.others.listens.store(true, Ordering::Relaxed);
    assert!(keeper.look(at(90_000)));
    assert_eq!(bench.news(), [VoiceNews::TermOver]);
    know(RecordingStage::Erased);
    assert!(keeper.look(at(90_000)));
    assert!(!key_file(bench.path(), ALARM).exists());
    assert!(keeper.look(at(90_000)));
    assert_eq!(bench.news(), []);
}

#[test]
fn sound_whose_key_is_gone_is_never_added_to() {
    let mut bench = bench();
    bench.packets(0..100);
    bench.lane.erase(ALARM);
    bench.turn(at(3_000));
    let length = std::fs::metadata(sound_file(bench.path(), ALARM)).unwrap().len();
    let (lane, ends) = Lane::new(1_000, Arc::clone(&bench.figures));
    let host: Arc<dyn Host> = Arc::clone(&bench.others) as Arc<dyn Host>;
    let mut worker = Worker::new(bench.path().to_path_buf(), ends, host, Arc::clone(&bench.figures));
    bench.news();
    (400..500).for_each(|n| lane.packet(ALARM, packet(n)));
    worker.turn(at(10_000));
    worker.tick(at(11_000));
    let why = RecordingFault::NoKey;
    assert!(matches!(bench.news()[..], [VoiceNews::RecordingStopped { why: told, .. }] if told == why));
    assert_eq!(std::fs::metadata(sound_file(bench.path(), ALARM)).unwrap().len(), length);
}

#[test]
fn what_the_engine_has_no_room_for_is_told_later_in_order() {
    let mut bench = bench();
    bench.others.listens.store(false, Ordering::Relaxed);
    bench.packets(0..60);
    bench.lane.lost(ALARM);
    bench.packets(100..160);
    bench.lane.closed(ALARM);
    bench.turn(at(5_000));
    assert_eq!(bench.news(), []);
    bench.others.listens.store(true, Ordering::Relaxed);
    bench.turn(at(6_000));
    assert_eq!(bench.segments(), bench.on_disk());
}

/// The threads themselves: many rooms, all of it durable and named when they stop.
#[test]
fn fifty_rooms_at_once_are_kept_whole_by_their_threads() {
    let Bench { folder, others, told, figures, .. } = bench();
    let settings = RecordingSettings::new(folder.path().to_path_buf());
    let host: Arc<dyn Host> = Arc::clone(&others) as Arc<dyn Host>;
    let recordings = Recordings::start(&settings, host, Arc::clone(&figures), &[]).unwrap();
    let alarms: Vec<AlarmId> = (1..=50).map(AlarmId::from_u128).collect();
    for n in 0..60 {
        alarms.iter().for_each(|alarm| recordings.packet(*alarm, packet(n)));
    }
    assert!(recordings.stop());
    assert_eq!(told.try_iter().count(), alarms.len());
    for alarm in alarms {
        let recording = Loaded::read(folder.path(), alarm).unwrap().unwrap();
        let stretches = recording.stretches(&sound_key()).unwrap();
        assert_eq!((stretches.len(), stretches[0].packets.len()), (1, 60));
    }
    assert_eq!(figures.counted(), (0, 0, 0));
}

#[test]
fn an_alarm_that_nobody_records_is_erased_all_the_same() {
    let mut bench = bench();
    put_key(bench.path(), ALARM, &[5; 72]).unwrap();
    bench.worker.take(RecordWork::Erase(ALARM), START);
    assert!(!key_file(bench.path(), ALARM).exists());
}
