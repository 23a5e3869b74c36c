//! A press through everything that this program wires together: handset, server, store, export, check.

use crate::client::{Server, Trust};
use crate::command::{bench_town, serve};
use crate::config::{Need, Settings, Values};
use crate::home;
use crate::phone::{Paired, Phone, Told};
use core::time::Duration;
use hoeder_beacon::{ButtonPress, Input};
use hoeder_geo::Countries;
use hoeder_vocab::AlarmId;
use hoeder_vocab::handset::{Downlink, HandsetSettings};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use std::sync::Arc;
use tokio::sync::mpsc;
use uuid::Uuid;

fn settings(data: &std::path::Path) -> Settings {
    let mut settings = Settings::from_values(&Values::defaults().unwrap(), None, Need::Log).unwrap();
    settings.server.data = data.to_owned();
    settings.server.listen = "127.0.0.1:0".parse().unwrap();
    settings.server.metrics_listen = None;
    settings.server.tls = hoeder_server::Tls::SelfSigned { names: vec!["127.0.0.1".to_owned()] };
    settings
}

/// Proves GN-05, FL-30, FL-31: what was acknowledged to a handset is in the export, and the export is whole.
#[tokio::test(flavor = "multi_thread")]
async fn a_press_that_was_held_is_in_the_export_and_the_export_verifies() {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(&folder.path().join("data"));
    let senders = bench_town::fill(&settings, 1, 1, None).unwrap();
    let sender = senders.into_iter().next().unwrap();
    let running = serve::start(&settings).await.unwrap();
    let pem = running.certificate_pem().unwrap().to_owned();
    let trust = Trust::Only(CertificateDer::from_pem_slice(pem.as_bytes()).unwrap());
    let server = Server::new(&format!("https://{}", running.addr()), &trust).unwrap();
    let paired = Paired {
        handset: sender.handset,
        key: sender.key,
        cell: running.cell_public_key(),
        settings: HandsetSettings::default(),
    };
    let (tell, mut told) = mpsc::channel(64);
    let countries = Arc::new(Countries::new().unwrap());
    let phone = Phone::start(server, paired, countries, |_| None, move |what| drop(tell.try_send(what)));
    let alarm = AlarmId::from_uuid(Uuid::now_v7());
    phone.happen(Input::Button { press: ButtonPress::Hold, fresh: alarm }).await;
    let held = async {
        while let Some(what) = told.recv().await {
            if matches!(what, Told::Downlink(Downlink::Held { alarm: of }) if of == alarm) {
                return true;
            }
        }
        false
    };
    assert!(tokio::time::timeout(Duration::from_secs(60), held).await.unwrap());
    drop(phone);
    running.stop().await;
    let mut export = Vec::new();
    let mut log = home::open_log(&settings).unwrap();
    hoeder_store::export::export(log.as_mut(), settings.server.cell.cell, &mut export, &mut |_| {}).unwrap();
    let text = String::from_utf8(export.clone()).unwrap();
    assert!(text.contains(&format!("alarm:{alarm}")), "the press is in the export");
    let report = hoeder_store::verify::verify(export.as_slice()).unwrap();
    assert!(report.is_valid(), "{:?}", report.problem);
}
