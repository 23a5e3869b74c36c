//! Mail over TLS, from the first byte and by STARTTLS: nothing goes out in the clear, and none to a stranger.

use super::loopback::{Line, acceptor, mail_server, mail_server_on};
use super::{DeliveryFailure, MailSecurity, NotifySettings, Recipient, ZONE, courier, out, settings};
use crate::notify::Channel;

/// To a server of this name that is trusted by its own certificate, or by nobody.
fn over(security: MailSecurity, port: u16, trusted: Option<Vec<u8>>) -> NotifySettings {
    let mut settings = settings(port);
    if let Some(mail) = &mut settings.mail {
        mail.security = security;
        "localhost".clone_into(&mut mail.host);
    }
    settings.ca_pem = trusted;
    settings
}

/// Proves FL-36: word of a notice goes over a line that nobody on the way reads.
#[tokio::test]
async fn a_mail_goes_over_tls_to_a_server_whose_certificate_is_trusted() {
    type Way = (MailSecurity, fn(tokio_rustls::TlsAcceptor) -> Line);
    let ways: [Way; 2] = [(MailSecurity::Tls, Line::Tls), (MailSecurity::StartTls, Line::StartTls)];
    for (security, line) in ways {
        let (acceptor, pem) = acceptor("localhost");
        let server = mail_server_on(line(acceptor), &[]).await;
        let courier = courier(&over(security, server.port, Some(pem)), 1);
        assert_eq!(courier.deliver(out(Recipient::Zone(ZONE), Channel::Mail)).await, Ok(()));
        let taken = server.taken.lock().unwrap().clone();
        assert_eq!(taken.len(), 1);
        assert!(taken[0].contains("Er is een bericht voor u in Hoeder."));
    }
}

#[tokio::test]
async fn no_mail_goes_to_a_server_that_nobody_vouches_for() {
    for (security, line) in [
        (MailSecurity::Tls, Line::Tls(acceptor("localhost").0)),
        (MailSecurity::StartTls, Line::StartTls(acceptor("localhost").0)),
        (MailSecurity::Tls, Line::Tls(acceptor("elsewhere.example").0)),
    ] {
        let server = mail_server_on(line, &[]).await;
        let (_, of_another) = acceptor("localhost");
        let courier = courier(&over(security, server.port, Some(of_another)), 1);
        let told = courier.deliver(out(Recipient::Zone(ZONE), Channel::Mail)).await;
        assert_eq!(told, Err(DeliveryFailure::Unreachable));
        assert!(server.taken.lock().unwrap().is_empty());
    }
}

/// Somebody on the way takes the offer of STARTTLS out of the greeting.
#[tokio::test]
async fn a_server_without_the_promised_starttls_gets_no_mail_in_the_clear() {
    let server = mail_server(&[]).await;
    let courier = courier(&over(MailSecurity::StartTls, server.port, None), 1);
    let told = courier.deliver(out(Recipient::Zone(ZONE), Channel::Mail)).await;
    assert_eq!(told, Err(DeliveryFailure::Unreachable));
    assert!(server.taken.lock().unwrap().is_empty());
}
