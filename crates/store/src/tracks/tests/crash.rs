//! A crash at any byte, a disk that fails at any step: nothing that was acknowledged is lost, nothing half is read.

use super::*;
use std::fs;
use std::io;
use std::sync::{Arc, Mutex};

fn lats(writer: &TrackWriter, whose: u128) -> Vec<i32> {
    all(&reader(writer), whose)
        .iter()
        .flat_map(|(_, reports)| reports.iter().map(|r| r.fix.unwrap().position.lat_e7()))
        .collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "zeros") {
            fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}

fn segment(folder: &Path) -> std::path::PathBuf {
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "trk"))
        .collect();
    found.sort();
    found.pop().unwrap()
}

/// Where the acknowledged part of the segment ends.
fn used(folder: &Path) -> usize {
    fs::read(segment(folder)).unwrap().iter().rposition(|byte| *byte != 0).unwrap() + 1
}

/// (GN-05)
#[test]
fn after_a_crash_at_any_byte_of_the_last_blocks_the_acknowledged_ones_are_there_and_the_torn_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let (mut writer, _chores, _) = open(folder.path());
    write(&mut writer, &[(1, START, vec![fix_at(START, 1)]), (2, START, vec![fix_at(START, 2)])]).unwrap();
    let acknowledged = used(writer.folder());
    write(
        &mut writer,
        &[(1, START, vec![fix_at(START, 3), fix_at(START, 4)]), (2, START, vec![fix_at(START, 5)])],
    )
    .unwrap();
    let end = used(writer.folder());
    let source = writer.folder().to_owned();
    drop(writer);
    for cut in acknowledged..end {
        for kind in ["zeros", "short", "noise"] {
            let crashed = tempfile::tempdir().unwrap();
            let tracks = crashed.path().join("tracks");
            copy(&source, &tracks);
            let path = segment(&tracks);
            let mut bytes = fs::read(&path).unwrap();
            match kind {
                "zeros" => bytes[cut..].fill(0),
                "short" => bytes.truncate(cut),
                _ => bytes[cut..end].iter_mut().for_each(|byte| *byte ^= 0x5a),
            }
            bytes.truncate(end + 200);
            fs::write(&path, &bytes).unwrap();
            let (mut writer, _chores, recovered) = open(crashed.path());
            assert_eq!(recovered.closed, 1);
            let (one, two) = (lats(&writer, 1), lats(&writer, 2));
            assert!(one == [1] || one == [1, 3, 4], "{kind} at {cut}: {one:?}");
            assert_eq!(two, [2], "{kind} at {cut}");
            // And it goes on.
            write(&mut writer, &[(2, START, vec![fix_at(START, 6)])]).unwrap();
            assert_eq!(lats(&writer, 2), [2, 6]);
        }
    }
}

#[test]
fn a_torn_slot_of_a_new_carrier_costs_its_number_only() {
    let folder = tempfile::tempdir().unwrap();
    let (mut writer, _chores, _) = open(folder.path());
    write(&mut writer, &[(1, START, vec![fix_at(START, 1)])]).unwrap();
    let source = writer.folder().to_owned();
    drop(writer);
    for more in 1..128 {
        let crashed = tempfile::tempdir().unwrap();
        let tracks = crashed.path().join("tracks");
        copy(&source, &tracks);
        let mut torn = fs::read(tracks.join("carriers.keys")).unwrap();
        torn.extend(std::iter::repeat_n(1, more));
        fs::write(tracks.join("carriers.keys"), &torn).unwrap();
        for whose in 2..4 {
            let (mut writer, _chores, _) = open(crashed.path());
            write(&mut writer, &[(whose, START, vec![fix_at(START, 2)])]).unwrap();
            assert_eq!((lats(&writer, 1), lats(&writer, whose)), (vec![1], vec![2]));
        }
    }
}

#[test]
fn an_index_that_is_missing_or_half_written_is_made_again_or_done_without() {
    let folder = tempfile::tempdir().unwrap();
    let (mut writer, chores, _) = open(folder.path());
    for day in 0..2 {
        let ms = START + day * DAY;
        write(&mut writer, &[(1, ms, vec![fix_at(ms, 1)]), (2, ms, vec![fix_at(ms, 2)])]).unwrap();
    }
    chores.run_waiting().unwrap();
    let source = writer.folder().to_owned();
    writer.close().unwrap();
    let index = segment(&source).with_extension("idx");
    let whole = fs::read(&index).unwrap();
    fs::remove_file(&index).unwrap();
    let (writer, _chores, recovered) = open(folder.path());
    assert_eq!((recovered.closed, recovered.torn_bytes), (1, 0));
    assert_eq!(fs::read(&index).unwrap(), whole, "the same again");
    fs::write(&index, &whole[..20]).unwrap();
    assert_eq!(lats(&writer, 1), [1, 1]);
}

/// Whatever step fails: an error is never an acknowledgement, and an acknowledgement never a loss.
#[test]
fn a_disk_that_fails_at_any_step_loses_nothing_that_was_acknowledged() {
    let all_steps = [
        TrackStep::BeforeSegment,
        TrackStep::BeforeWrite,
        TrackStep::HalfWritten,
        TrackStep::BeforeSync,
        TrackStep::AfterSync,
    ];
    for failing in all_steps {
        let folder = tempfile::tempdir().unwrap();
        let (writer, _chores, _) = open(folder.path());
        let broken = Arc::new(Mutex::new(false));
        let seen = Arc::clone(&broken);
        let mut writer = writer.with_steps(Box::new(move |step| {
            if step == failing && *seen.lock().unwrap() { Err(io::Error::other("injected")) } else { Ok(()) }
        }));
        let mut acknowledged = Vec::new();
        let mut refused = 0;
        for n in 0..12 {
            *broken.lock().unwrap() = (4..6).contains(&n) || n == 9;
            match write(&mut writer, &[(1, START + i64::from(n) * DAY / 2, vec![fix_at(START, n)])]) {
                Ok(()) => acknowledged.push(n),
                Err(TracksError::Io(_)) => refused += 1,
                Err(other) => panic!("{other}"),
            }
        }
        assert!(refused > 0 && acknowledged.len() >= 9, "{failing:?}");
        drop(writer);
        let (writer, _chores, _) = open(folder.path());
        let found = lats(&writer, 1);
        assert!(found.is_sorted(), "{failing:?}: {found:?}");
        assert!(acknowledged.iter().all(|n| found.contains(n)), "{failing:?}: {found:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_byte_that_changed_gives_a_position_that_was_not_written(place in 0..400_usize, bit in 0..8_u8) {
        let folder = tempfile::tempdir().unwrap();
        let (mut writer, _chores, _) = open(folder.path());
        write(&mut writer, &[(1, START, vec![fix_at(START, 1)]), (2, START, vec![fix_at(START, 2)])]).unwrap();
        let source = writer.folder().to_owned();
        writer.close().unwrap();
        let path = segment(&source);
        let mut bytes = fs::read(&path).unwrap();
        let place = place % bytes.len();
        bytes[place] ^= 1 << bit;
        fs::write(&path, &bytes).unwrap();
        let (writer, _chores, _) = open(folder.path());
        for whose in [1, 2] {
            let everything = at(i64::MIN)..at(i64::MAX);
            reader(&writer).batches(carrier(whose), &everything, &mut |stored| {
                assert_eq!(stored.reports, vec![fix_at(START, i32::try_from(whose).unwrap())]);
            }).unwrap();
        }
    }
}
