// One page at a time: two would count against each other. The newest that the person asks for wins.

const LOCK = 'hoeder.handset';

/** `true` when this page is the one. `lost` is called when another page takes over. */
export async function beAlone(how: 'ask' | 'take', lost: () => void): Promise<boolean> {
  const { locks } = navigator;
  if (!locks) return true;
  return new Promise((resolve) => {
    const options = how === 'take' ? { steal: true } : { ifAvailable: true };
    let mine = false;
    locks
      .request(LOCK, options, (lock) => {
        mine = lock !== null;
        resolve(mine);
        // Held for as long as the page lives.
        return mine ? new Promise<void>(() => {}) : undefined;
      })
      .catch(() => (mine ? lost() : resolve(true)));
  });
}
