// Did the phone change its network? Then what runs over the old one is gone, whether or not anybody noticed yet.

interface Connection extends EventTarget {
  /** `wifi`, `cellular` ..; where a browser does not say it, only `online` counts. */
  type?: string;
}

/** Returns how to stop. */
export function watchNetwork(changed: () => void): () => void {
  const connection = (navigator as Navigator & { connection?: Connection }).connection;
  let kind = connection?.type;
  // Its speed changes all the time and means nothing here.
  const look = () => {
    const now = connection?.type;
    if (now === kind) return;
    kind = now;
    if (now !== 'none') changed();
  };
  window.addEventListener('online', changed);
  connection?.addEventListener('change', look);
  return () => {
    window.removeEventListener('online', changed);
    connection?.removeEventListener('change', look);
  };
}
