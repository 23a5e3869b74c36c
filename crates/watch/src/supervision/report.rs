//! What makes a daily report bad (AL-16): that which can stop an alarm from being made, sent, placed or heard.
//!
//! Not counted: 'not known' (`None`), because some phones and buttons cannot say; the accuracy of the last fix, which tells of
//! the place at that moment; 'do not disturb', which silences haptics and stops no alarm. The desk shows them all the same.

use hoeder_vocab::Percent;
use hoeder_vocab::handset::{DailyReport, Microphone};

/// At or below this charge, in percent, a battery is low.
pub const BATTERY_LOW: u8 = 15;
/// At or above this charge, in percent, a low battery is right again; in between it stays what it was.
pub const BATTERY_RIGHT: u8 = 20;

/// One fault of a daily report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReportFault {
    /// The app may not read the position in the background: an alarm would come without a place.
    LocationNotPermitted,
    /// The app may not use the microphone, would have to ask for it on the screen, or there is none: nobody could listen.
    MicrophoneNotPermitted,
    /// The button is not linked.
    BluetoothDown,
    /// The button's charge is [`BATTERY_LOW`] or less.
    ButtonBatteryLow,
    /// The phone's charge is [`BATTERY_LOW`] or less.
    PhoneBatteryLow,
}

fn is_low(charge: Option<Percent>) -> bool {
    charge.is_some_and(|c| c.get() <= BATTERY_LOW)
}

/// What is bad in this report, in order of the enum; empty when nothing is.
#[must_use]
pub fn report_faults(report: &DailyReport) -> Vec<ReportFault> {
    [
        (ReportFault::LocationNotPermitted, report.location_permitted == Some(false)),
        (ReportFault::MicrophoneNotPermitted, report.microphone.is_some_and(|m| m != Microphone::Granted)),
        (ReportFault::BluetoothDown, report.bluetooth_linked == Some(false)),
        (ReportFault::ButtonBatteryLow, is_low(report.button_battery)),
        (ReportFault::PhoneBatteryLow, is_low(report.phone_battery)),
    ]
    .into_iter()
    .filter_map(|(fault, bad)| bad.then_some(fault))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Proves AL-16: a report is bad for what can stop an alarm, and only for that.
    #[test]
    fn a_report_is_bad_for_what_can_stop_an_alarm_and_only_for_that() {
        let unknown = DailyReport::default();
        assert_eq!(report_faults(&unknown), []);
        let harmless = DailyReport {
            do_not_disturb: Some(true),
            location_accuracy_m: Some(4000),
            button_battery: Percent::new(16),
            ..DailyReport::default()
        };
        assert_eq!(report_faults(&harmless), []);
        let all = DailyReport {
            button_battery: Percent::new(15),
            phone_battery: Percent::new(0),
            bluetooth_linked: Some(false),
            location_permitted: Some(false),
            microphone: Some(Microphone::Prompt),
            ..DailyReport::default()
        };
        assert_eq!(
            report_faults(&all),
            [
                ReportFault::LocationNotPermitted,
                ReportFault::MicrophoneNotPermitted,
                ReportFault::BluetoothDown,
                ReportFault::ButtonBatteryLow,
                ReportFault::PhoneBatteryLow,
            ]
        );
    }
}
