// A beat of its own thread: browsers slow down the timers of a page that is in the background, not these.
self.onmessage = (event: MessageEvent<number>) => {
  setInterval(() => self.postMessage(null), event.data);
};
