//! From a batch to 'durable', to an alert, or to nothing at all.

use super::*;

/// (EM-02, GN-05)
#[tokio::test]
async fn what_is_accepted_is_on_the_disk_and_an_offender_who_is_near_is_told_of() {
    let house = house(|_| {});
    house.watch(&[1, 2]);
    house.tracking.watch(Order::Pair(pair_order(1, 1, 2)));
    house.tracking.begin();
    let (one, two) = (report(JUST_NOW, 0), report(JUST_NOW, 100));
    assert_eq!(house.take(2, vec![two]).await, Ok(Accepted { count: 1 }));
    assert_eq!(house.take(1, vec![one]).await, Ok(Accepted { count: 1 }));
    assert!(house.ears.raised().contains(&AlertKind::Near), "{:?}", house.ears.raised());
    assert_eq!((house.kept(1).await, house.kept(2).await), (vec![one], vec![two]));
    assert!(house.tracking.stop());
}

/// (EM-01)
#[tokio::test]
async fn outside_a_running_mandate_nothing_is_left_on_the_disk_and_it_is_counted() {
    let house = house(|_| {});
    house.watch(&[1]);
    house.tracking.directory().put(number(9), Device { carriers: Vec::new(), ..device(9) });
    house.tracking.begin();
    // Of a device with no mandate that runs, and of one whose mandate ran out meanwhile.
    assert_eq!(house.take(9, vec![report(JUST_NOW, 0)]).await, Ok(Accepted { count: 1 }));
    let over = Validity { from: UtcMillis::from_unix_ms(0), until: Some(UtcMillis::from_unix_ms(1)) };
    if let Order::Carrier(order) = carrier_order(1) {
        house.tracking.watch(Order::Carrier(CarrierOrder { valid: over, ..order }));
    }
    assert_eq!(house.take(1, vec![report(JUST_NOW, 0)]).await, Ok(Accepted { count: 1 }));
    let mut registry = prometheus_client::registry::Registry::default();
    house.tracking.figures.register(&mut registry);
    let mut text = String::new();
    prometheus_client::encoding::text::encode(&mut text, &registry).unwrap();
    assert!(text.contains("tracking_outside_mandate_total 2"), "{text}");
    assert!(house.tracking.stop());
    let files = std::fs::read_dir(house.folder.path().join("tracks")).unwrap();
    let names: Vec<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    assert!(!names.iter().any(|name| name.ends_with(".trk")), "{names:?}");
    assert!(house.tracking.playback().0.keys().carriers().is_empty());
}

/// (AL-18)
#[tokio::test]
async fn a_press_goes_to_the_engine_whoever_sends_it_and_is_not_acknowledged_before_it_is_held() {
    let house = house(|_| {});
    house.watch(&[1]);
    house.tracking.begin();
    let press = TrackReport { sos: true, ..report(JUST_NOW, 0) };
    assert_eq!(house.take(9, vec![press]).await, Err(Refused::Unknown));
    assert_eq!(house.take(1, vec![press]).await, Ok(Accepted { count: 1 }));
    let pressed: Vec<Option<TrackerId>> =
        house.ears.presses.lock().unwrap().iter().map(|p| p.tracker).collect();
    assert_eq!(pressed, vec![None, Some(TrackerId::from_u128(1))]);
    *house.ears.forgets.lock().unwrap() = true;
    assert_eq!(house.take(1, vec![press]).await, Err(Refused::StoreDown));
    assert!(house.tracking.stop());
}

/// (AL-18)
#[tokio::test]
async fn a_press_under_a_registered_number_without_its_proof_is_nobodys() {
    let house = house(|_| {});
    house.watch(&[1]);
    house.tracking.begin();
    let press = TrackReport { sos: true, ..report(JUST_NOW, 0) };
    let door = house.tracking.door();
    let claimed = number(1);
    let held =
        crate::trackers::Door::press_of_stranger(&door, &claimed, vec![press], ReceivedAt(now())).await;
    assert_eq!(held, Ok(Accepted { count: 1 }));
    let pressed: Vec<(DeviceNumber, Option<TrackerId>)> =
        house.ears.presses.lock().unwrap().iter().map(|p| (p.device.clone(), p.tracker)).collect();
    assert_eq!(pressed, vec![(number(1), None)]);
    assert!(house.kept(1).await.is_empty(), "and nothing of it is kept as the carrier's");
    assert!(house.tracking.stop());
}

/// (FL-22)
#[tokio::test]
async fn after_a_gap_the_newest_goes_first_and_what_the_device_remembered_follows() {
    let house = house(|_| {});
    house.watch(&[1]);
    let old: Vec<TrackReport> = (3..10).map(|n| report(Duration::from_secs(n * 600), 0)).collect();
    let new = report(JUST_NOW, 0);
    let mut batch = old.clone();
    batch.push(new);
    let (door, device) = (house.tracking.door(), number(1));
    let waiting = tokio::spawn(async move { door.take(&device, batch, ReceivedAt(now())).await });
    while house.tracking.health().waiting < old.len() + 1 {
        tokio::task::yield_now().await;
    }
    house.tracking.begin();
    assert_eq!(waiting.await.unwrap(), Ok(Accepted { count: old.len() + 1 }));
    let mut order = Vec::new();
    let ever = UtcMillis::from_unix_ms(0)..UtcMillis::from_unix_ms(i64::MAX);
    let reader = &house.tracking.playback().0;
    reader.batches(carrier(1), &ever, &mut |stored| order.push(stored.reports.len())).unwrap();
    assert_eq!(order, vec![1, old.len()]);
    assert!(house.tracking.stop());
}

#[tokio::test]
async fn a_batch_that_comes_twice_is_played_back_once() {
    let house = house(|_| {});
    house.watch(&[1]);
    house.tracking.begin();
    let one = report(JUST_NOW, 0);
    for _ in 0..3 {
        house.take(1, vec![one]).await.unwrap();
    }
    assert_eq!(house.kept(1).await, vec![one]);
    assert!(house.tracking.stop());
}

/// (GN-03, GN-04)
#[tokio::test]
async fn a_pair_is_shown_to_who_follows_it_and_an_erased_carrier_to_nobody() {
    let house = house(|_| {});
    house.watch(&[1, 2]);
    house.tracking.watch(Order::Pair(pair_order(1, 1, 2)));
    house.tracking.begin();
    let mut picture = house.tracking.live().follow(Followed::Pair(PairId::from_u128(1), carrier(1)));
    house.take(2, vec![report(JUST_NOW, 100)]).await.unwrap();
    house.take(1, vec![report(JUST_NOW, 0)]).await.unwrap();
    let seen = picture
        .wait_for(|now| matches!(now, Some(LiveNow::Pair(_, pair)) if pair.distance.is_some()))
        .await
        .unwrap()
        .unwrap();
    let LiveNow::Pair(_, pair) = seen else { panic!("not a pair") };
    assert!((90.0..110.0).contains(&pair.distance.unwrap().0));
    assert!(house.tracking.erase(carrier(1)).unwrap());
    assert_eq!((house.kept(1).await.len(), house.kept(2).await.len()), (0, 1));
    assert!(house.tracking.stop());
}
