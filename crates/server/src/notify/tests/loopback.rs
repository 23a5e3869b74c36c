//! A mail server on loopback, in the clear and over TLS, and what it took.

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::io::{
    AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader,
};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// What the mail server does with one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Does {
    Takes,
    HangsUp,
    IsBusy,
    KnowsNobody,
    SaysNothing,
    TakesAndIsCutOff,
}

/// How a connection to it begins.
#[derive(Clone)]
pub(super) enum Line {
    Clear,
    Tls(TlsAcceptor),
    StartTls(TlsAcceptor),
}

/// A mail server: what it took, and what it does with the next connections.
pub(super) struct MailServer {
    pub(super) port: u16,
    pub(super) taken: Arc<Mutex<Vec<String>>>,
}

/// With a certificate of its own for this name; the certificate as PEM.
pub(super) fn acceptor(name: &str) -> (TlsAcceptor, Vec<u8>) {
    let made = rcgen::generate_simple_self_signed(vec![name.to_owned()]).unwrap();
    let pem = made.cert.pem();
    let certificate = CertificateDer::from_pem_slice(pem.as_bytes()).unwrap();
    let key = PrivateKeyDer::from_pem_slice(made.signing_key.serialize_pem().as_bytes()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    (TlsAcceptor::from(Arc::new(tls)), pem.into_bytes())
}

pub(super) async fn mail_server(script: &[Does]) -> MailServer {
    mail_server_on(Line::Clear, script).await
}

pub(super) async fn mail_server_on(line: Line, script: &[Does]) -> MailServer {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let taken = Arc::new(Mutex::new(Vec::new()));
    let (kept, mut script) = (Arc::clone(&taken), VecDeque::from(script.to_vec()));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let does = script.pop_front().unwrap_or(Does::Takes);
            let (kept, line) = (Arc::clone(&kept), line.clone());
            // A client that hangs up is no fault of the server.
            tokio::spawn(async move { begin(line, stream, does, &kept).await.unwrap_or_default() });
        }
    });
    MailServer { port, taken }
}

async fn begin(line: Line, stream: TcpStream, does: Does, taken: &Mutex<Vec<String>>) -> std::io::Result<()> {
    match line {
        Line::Clear => serve(stream, does, taken, "220 mail.example ESMTP\r\n").await,
        Line::Tls(acceptor) => {
            serve(acceptor.accept(stream).await?, does, taken, "220 mail.example ESMTP\r\n").await
        }
        Line::StartTls(acceptor) => {
            let mut stream = BufReader::new(stream);
            stream.write_all(b"220 mail.example ESMTP\r\n").await?;
            let mut said = String::new();
            stream.read_line(&mut said).await?;
            stream.write_all(b"250-mail.example\r\n250 STARTTLS\r\n").await?;
            said.clear();
            stream.read_line(&mut said).await?;
            if said.trim_end() != "STARTTLS" {
                taken.lock().unwrap().push(said);
                return Ok(());
            }
            stream.write_all(b"220 go\r\n").await?;
            serve(acceptor.accept(stream.into_inner()).await?, does, taken, "").await
        }
    }
}

async fn serve(
    stream: impl AsyncRead + AsyncWrite,
    does: Does,
    taken: &Mutex<Vec<String>>,
    greeting: &str,
) -> std::io::Result<()> {
    let (read, mut write) = tokio::io::split(stream);
    let mut read = BufReader::new(read);
    match does {
        Does::HangsUp => return Ok(()),
        Does::SaysNothing => {
            // Until the other side gives up.
            return read.read_to_end(&mut Vec::new()).await.map(|_| ());
        }
        Does::Takes | Does::IsBusy | Does::KnowsNobody | Does::TakesAndIsCutOff => {}
    }
    write.write_all(greeting.as_bytes()).await?;
    write.flush().await?;
    let mut line = String::new();
    let mut mail = String::new();
    while read.read_line(&mut line).await? > 0 {
        let said = line.trim_end().to_owned();
        line.clear();
        let answer = match said.split([' ', ':']).next().unwrap_or_default() {
            "EHLO" => "250-mail.example\r\n250 8BITMIME\r\n",
            "RCPT" if does == Does::KnowsNobody => "550 5.1.1 nobody of that name\r\n",
            "DATA" if does == Does::IsBusy => "451 4.3.2 later\r\n",
            "DATA" => {
                write.write_all(b"354 go\r\n").await?;
                write.flush().await?;
                while read.read_line(&mut line).await? > 0 && line != ".\r\n" {
                    mail.push_str(&line);
                    line.clear();
                }
                line.clear();
                taken.lock().unwrap().push(mail.clone());
                if does == Does::TakesAndIsCutOff {
                    return Ok(());
                }
                "250 taken\r\n"
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => {
                mail.push_str(&said);
                mail.push('\n');
                "250 ok\r\n"
            }
        };
        write.write_all(answer.as_bytes()).await?;
        write.flush().await?;
    }
    Ok(())
}
