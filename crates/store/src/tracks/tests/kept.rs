//! Reading back, days, retention, erasure, a full disk.

use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// (GN-05, EM-07: each reading with its time)
    #[test]
    fn what_was_acknowledged_is_read_back_in_order_also_after_a_start(
        batches in proptest::collection::vec((0..3_u128, 0..40 * DAY, proptest::collection::vec(some_report(), 1..4)), 1..12),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut batches = batches;
        batches.sort_by_key(|(_, received, _)| *received);
        let expected = |whose: u128| -> Vec<(i64, Vec<TrackReport>)> {
            batches.iter().filter(|(of, ..)| *of == whose).map(|(_, ms, reports)| (*ms, reports.clone())).collect()
        };
        let (mut writer, chores, _) = open(folder.path());
        for batch in &batches {
            write(&mut writer, std::slice::from_ref(batch)).unwrap();
        }
        for whose in 0..3 {
            prop_assert_eq!(all(&reader(&writer), whose), expected(whose));
        }
        chores.run_waiting().unwrap();
        for whose in 0..3 {
            prop_assert_eq!(all(&reader(&writer), whose), expected(whose));
        }
        drop(writer);
        let (writer, _chores, recovered) = open(folder.path());
        prop_assert_eq!(recovered.torn_bytes, 0);
        for whose in 0..3 {
            prop_assert_eq!(all(&reader(&writer), whose), expected(whose));
        }
    }
}

#[test]
fn a_period_gives_its_reports_by_their_own_time_also_those_that_came_late() {
    let folder = tempfile::tempdir().unwrap();
    let (mut writer, chores, _) = open(folder.path());
    write(&mut writer, &[(1, START, vec![fix_at(START, 1), fix_at(START + 2_000, 3)])]).unwrap();
    // From the memory of the device, two days later.
    write(&mut writer, &[(1, START + 2 * DAY, vec![fix_at(START + 1_000, 2), fix_at(START + 2 * DAY, 9)])])
        .unwrap();
    write(&mut writer, &[(2, START + 2 * DAY, vec![fix_at(START, 7)])]).unwrap();
    let places = |writer: &TrackWriter, most| {
        let found = reader(writer).period(carrier(1), at(START)..at(START + 2_001), most).unwrap();
        let lats: Vec<i32> = found.reports.iter().map(|(_, r)| r.fix.unwrap().position.lat_e7()).collect();
        (lats, found.more)
    };
    assert_eq!(places(&writer, 10), (vec![1, 2, 3], false));
    chores.run_waiting().unwrap();
    assert_eq!(places(&writer, 10), (vec![1, 2, 3], false));
    assert_eq!(places(&writer, 2), (vec![1, 2], true));
}

/// (GN-04)
#[test]
fn a_day_ends_at_midnight_in_utc_and_goes_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (mut writer, chores, _) = open(folder.path());
    let midnight = (START / DAY + 1) * DAY;
    write(&mut writer, &[(1, midnight - 1, vec![fix_at(midnight - 1, 1)])]).unwrap();
    write(&mut writer, &[(1, midnight, vec![fix_at(midnight, 2)])]).unwrap();
    // A group that was late keeps as long as the day in which it was written.
    write(&mut writer, &[(1, midnight - 1, vec![fix_at(midnight - 1, 3)])]).unwrap();
    chores.run_waiting().unwrap();
    let lats = |writer: &TrackWriter| -> Vec<i32> {
        all(&reader(writer), 1).iter().map(|(_, reports)| reports[0].fix.unwrap().position.lat_e7()).collect()
    };
    assert_eq!(lats(&writer), vec![1, 2, 3]);
    assert_eq!(writer.drop_days(30, at(midnight + 29 * DAY)).unwrap(), 0);
    assert_eq!(writer.drop_days(30, at(midnight + 30 * DAY)).unwrap(), 1);
    assert_eq!(lats(&writer), vec![2, 3]);
    // The open segment stays until another is open.
    assert_eq!(writer.drop_days(30, at(midnight + 99 * DAY)).unwrap(), 0);
    write(&mut writer, &[(1, midnight + 99 * DAY, vec![fix_at(midnight + 99 * DAY, 4)])]).unwrap();
    chores.run_waiting().unwrap();
    assert_eq!(writer.drop_days(30, at(midnight + 99 * DAY)).unwrap(), 1);
    assert_eq!(lats(&writer), vec![4]);
    let left = std::fs::read_dir(writer.folder()).unwrap().filter(|entry| {
        let name = entry.as_ref().unwrap().file_name().into_string().unwrap();
        name.ends_with(".trk") || name.ends_with(".idx")
    });
    assert_eq!(left.count(), 1);
}

/// (GN-04)
#[test]
fn erasing_a_carrier_closes_all_its_days_and_nobody_elses() {
    let folder = tempfile::tempdir().unwrap();
    let (mut writer, chores, _) = open(folder.path());
    for day in 0..3 {
        let ms = START + day * DAY;
        write(&mut writer, &[(1, ms, vec![fix_at(ms, 1)]), (2, ms, vec![fix_at(ms, 2)])]).unwrap();
    }
    chores.run_waiting().unwrap();
    assert!(writer.keys().erase(carrier(1)).unwrap());
    assert!(!writer.keys().erase(carrier(1)).unwrap());
    assert_eq!((all(&reader(&writer), 1).len(), all(&reader(&writer), 2).len()), (0, 3));
    drop(writer);
    let (mut writer, _chores, _) = open(folder.path());
    assert_eq!((all(&reader(&writer), 1).len(), all(&reader(&writer), 2).len()), (0, 3));
    // Tracked again, the carrier is somebody new: its old blocks stay closed.
    write(&mut writer, &[(1, START + 3 * DAY, vec![fix_at(START, 5)])]).unwrap();
    assert_eq!(all(&reader(&writer), 1).len(), 1);
    let mut given = 0;
    let read = reader(&writer).newest(at(0), 9, &mut |_| given += 1).unwrap();
    assert_eq!((given, read.damaged), (4, 0));
}

#[test]
fn another_master_key_opens_nothing_and_neither_place_nor_carrier_lies_on_the_disk_in_the_clear() {
    let folder = tempfile::tempdir().unwrap();
    let (mut writer, _chores, _) = open(folder.path());
    let whose = 0x1234_5678_9abc_def0_1122_3344_5566_7788_u128;
    let many: Vec<TrackReport> = (0..50).map(|n| fix_at(START, 0x1234_5678 + n)).collect();
    write(&mut writer, &[(whose, START, many)]).unwrap();
    let folder_of = writer.folder().to_owned();
    drop(writer);
    for entry in std::fs::read_dir(&folder_of).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let holds = |wanted: &[u8]| bytes.windows(wanted.len()).any(|some| some == wanted);
        let positions = path.extension().is_some_and(|e| e == "trk" || e == "idx");
        assert!(!(positions && holds(&whose.to_be_bytes())), "{}", path.display());
        assert!(!holds(&[0xf0, 0xd9, 0xa2, 0xa3, 0x02]), "the first latitude as it is told in the clear");
    }
    let other = TrackWriter::open(settings(folder.path()), Box::new(MasterKey::from_bytes([8; 32]))).unwrap();
    let mut given = 0;
    reader(&other.0).newest(at(0), 9, &mut |_| given += 1).unwrap();
    assert_eq!(given, 0);
}

#[test]
fn a_full_disk_says_so_acknowledges_nothing_and_recovers() {
    let folder = tempfile::tempdir().unwrap();
    let settings = TrackSettings { most_bytes: Some(5 << 20), ..settings(folder.path()) };
    let (mut writer, chores, _) =
        TrackWriter::open(settings, Box::new(MasterKey::from_bytes([7; 32]))).unwrap();
    write(&mut writer, &[(1, START, vec![fix_at(START, 1)])]).unwrap();
    let blocks: Vec<TrackReport> =
        (0..20_000_i64).map(|n| fix_at(START + n, i32::try_from(n).unwrap())).collect();
    let mut kept = 0;
    let full = loop {
        match write(&mut writer, &[(2, START, blocks.clone())]) {
            Ok(()) => kept += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(full, TracksError::Full), "{full:?}");
    assert!(kept >= 1);
    let reports = |writer: &TrackWriter| all(&reader(writer), 2).iter().map(|(_, r)| r.len()).sum::<usize>();
    assert_eq!(reports(&writer), kept * blocks.len());
    assert!(matches!(write(&mut writer, &[(1, START, vec![fix_at(START, 2)])]), Err(TracksError::Full)));
    chores.run_waiting().unwrap();
    // Retention makes room.
    assert!(writer.drop_days(1, at(START + 9 * DAY)).unwrap() > 0);
    write(&mut writer, &[(1, START + 9 * DAY, vec![fix_at(START, 3)])]).unwrap();
    assert_eq!(all(&reader(&writer), 1).len(), 1);
}

#[test]
fn a_second_writer_is_refused_while_the_first_lives() {
    let folder = tempfile::tempdir().unwrap();
    let (writer, _chores, _) = open(folder.path());
    let second = || TrackWriter::open(settings(folder.path()), Box::new(MasterKey::from_bytes([7; 32])));
    assert!(matches!(second(), Err(TracksError::InUse)));
    drop(writer);
    assert!(second().is_ok());
}

#[test]
fn at_a_restart_the_newest_of_each_carrier_come_in_their_order() {
    let folder = tempfile::tempdir().unwrap();
    let (mut writer, chores, _) = open(folder.path());
    for n in 0..30 {
        let ms = START + n * DAY / 10;
        let lat = i32::try_from(n).unwrap();
        write(&mut writer, &[(u128::try_from(n % 3).unwrap(), ms, vec![fix_at(ms, lat)])]).unwrap();
        if n == 12 {
            chores.run_waiting().unwrap();
        }
    }
    let newest = |since: i64| {
        let mut found = [Vec::new(), Vec::new(), Vec::new()];
        let read = reader(&writer)
            .newest(at(since), 2, &mut |stored| {
                let whose = usize::try_from(stored.carrier.as_uuid().as_u128()).unwrap();
                found[whose].push(stored.reports[0].fix.unwrap().position.lat_e7());
            })
            .unwrap();
        assert_eq!(read.damaged, 0);
        found
    };
    let last = reader(&writer).last_receipt().unwrap().unwrap();
    assert_eq!(last.0, at(START + 29 * DAY / 10));
    assert_eq!(newest(START), [vec![24, 27], vec![25, 28], vec![26, 29]]);
    // Nothing older than asked for is looked for, beyond the segment that holds it.
    assert_eq!(newest(START + 3 * DAY).concat(), vec![27, 28, 26, 29]);
}
