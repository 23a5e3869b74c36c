// Tells when something is really on the glass: in the document, in a visible page, two frames after it was put there.

export interface Glass {
  visible(): boolean;
  /** Calls back before the next frame is painted; returns how to call it off. */
  nextFrame(then: () => void): () => void;
  /** Calls back whenever the page becomes visible; returns how to stop. */
  onVisible(then: () => void): () => void;
}

export const BROWSER_GLASS: Glass = {
  visible: () => document.visibilityState === 'visible',
  nextFrame: (then) => {
    const id = requestAnimationFrame(then);
    return () => cancelAnimationFrame(id);
  },
  onVisible: (then) => {
    const listener = () => {
      if (document.visibilityState === 'visible') then();
    };
    document.addEventListener('visibilitychange', listener);
    return () => document.removeEventListener('visibilitychange', listener);
  },
};

/** Calls `then` once the element is painted. A hidden page paints nothing, so it says nothing and the ladder climbs. */
export function whenPainted(element: { isConnected: boolean }, then: () => void, glass: Glass = BROWSER_GLASS): () => void {
  let cancelFrame: () => void = () => {};
  const attempt = () => {
    cancelFrame();
    cancelFrame = glass.nextFrame(() => {
      cancelFrame = glass.nextFrame(() => {
        if (!element.isConnected || !glass.visible()) return;
        stop();
        then();
      });
    });
  };
  const stopListening = glass.onVisible(attempt);
  const stop = () => {
    cancelFrame();
    stopListening();
  };
  if (glass.visible()) attempt();
  return stop;
}
