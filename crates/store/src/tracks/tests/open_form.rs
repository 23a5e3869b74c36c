//! Export and import.

use super::*;

fn exported(writer: &TrackWriter) -> String {
    let mut lines = Vec::new();
    let carriers = writer.keys().carriers();
    export(&reader(writer), &carriers, &(at(i64::MIN)..at(i64::MAX)), &mut lines).unwrap();
    String::from_utf8(lines).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Proves T-NIJ-9 (NIJ-14).
    #[test]
    fn an_export_imported_into_an_empty_system_is_exported_byte_for_byte_the_same(
        batches in proptest::collection::vec((0..3_u128, 0..40 * DAY, proptest::collection::vec(some_report(), 1..4)), 1..12),
    ) {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (mut writer, _chores, _) = open(one.path());
        write(&mut writer, &batches).unwrap();
        let lines = exported(&writer);
        let (mut again, _chores, _) = open(other.path());
        let imported = import(&mut again, &mut lines.as_bytes()).unwrap();
        prop_assert_eq!(imported.reports, u64::try_from(lines.lines().count()).unwrap());
        prop_assert_eq!(exported(&again), lines);
        for whose in 0..3 {
            let flat = |writer: &TrackWriter| -> Vec<(i64, TrackReport)> {
                all(&reader(writer), whose).into_iter().flat_map(|(ms, r)| r.into_iter().map(move |r| (ms, r))).collect()
            };
            prop_assert_eq!(flat(&again), flat(&writer));
        }
    }
}

/// Proves T-NIJ-9.
#[test]
fn every_point_has_place_time_source_accuracy_and_receipt() {
    let folder = tempfile::tempdir().unwrap();
    let (mut writer, _chores, _) = open(folder.path());
    write(&mut writer, &[(1, START + 1_500, vec![fix_at(START, 508_467_001)])]).unwrap();
    assert_eq!(
        exported(&writer),
        "{\"carrier\":\"00000000-0000-0000-0000-000000000001\",\"fixed_at\":\"2026-11-22T10:00:00.000Z\",\
         \"received_at\":\"2026-11-22T10:00:01.500Z\",\"lat\":50.8467001,\"lon\":3.72,\"accuracy_m\":8.3,\
         \"source\":\"gnss\",\"speed_mps\":1.4,\"heading_deg\":359,\"motion\":\"moving\",\"battery_pct\":80}\n"
    );
}

#[test]
fn an_import_goes_into_an_empty_system_only_and_names_the_line_at_fault() {
    let folder = tempfile::tempdir().unwrap();
    let (mut writer, _chores, _) = open(folder.path());
    let good = "{\"carrier\":\"00000000-0000-0000-0000-000000000001\",\"at\":\"2026-11-22T10:00:00Z\",\"received_at\":\"2026-11-22T10:00:01Z\"}\n";
    for (bad, what) in [
        ("{}", "it is no report"),
        ("{\"carrier\":\"x\",\"received_at\":\"2026-11-22T10:00:01Z\"}", "the carrier is no UUID"),
        (
            "{\"carrier\":\"00000000-0000-0000-0000-000000000001\",\"received_at\":\"2026-11-22T10:00:01Z\",\"lat\":1.0}",
            "a fix needs lat, lon and fixed_at",
        ),
    ] {
        let text = format!("{good}{bad}\n");
        let fresh = tempfile::tempdir().unwrap();
        let (mut writer, _chores, _) = open(fresh.path());
        match import(&mut writer, &mut text.as_bytes()) {
            Err(TracksImportError::Line { line: 2, what: found }) => assert_eq!(found, what),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(import(&mut writer, &mut good.as_bytes()).unwrap().reports, 1);
    assert!(matches!(import(&mut writer, &mut good.as_bytes()), Err(TracksImportError::NotEmpty)));
}
