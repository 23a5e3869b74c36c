//! The thread on which pages are written to the screens: a fan-out to a hundred of them leaves the other processors to
//! presses, to the store and to the answers.
//!
//! Never here: what is written (`outbox`), or to whom.

use std::io;
use std::thread::JoinHandle;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

/// The thread; it ends when this is dropped.
pub(crate) struct Writing {
    handle: Handle,
    end: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Writing {
    /// Starts it.
    pub(crate) fn start() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (end, ended) = oneshot::channel();
        let thread = std::thread::Builder::new().name(String::from("hoeder-desks")).spawn(move || {
            // A dropped sender is the word to end as well.
            drop(runtime.block_on(ended));
        })?;
        Ok(Self { handle, end: Some(end), thread: Some(thread) })
    }

    /// The way to it.
    pub(crate) fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Ends it; whether it ended in order.
    pub(crate) fn stop(mut self) -> bool {
        drop(self.end.take());
        self.thread.take().is_none_or(|thread| thread.join().is_ok())
    }
}
