// A timer of its own thread: browsers slow down the timers of a page that is in the background, not these.
let timer: ReturnType<typeof setTimeout> | undefined;

self.onmessage = (event: MessageEvent<number>) => {
  clearTimeout(timer);
  timer = setTimeout(() => self.postMessage(null), event.data);
};
