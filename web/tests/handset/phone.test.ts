// The phone around the page: neutral notices and never during an alarm, a new version only when it does no harm.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Phone } from '../../src/handset/shell/phone.svelte';

interface Shown {
  title: string;
  body: string;
}
let shown: Shown[];
let closed: number;
let hidden: ReturnType<typeof vi.spyOn>;

beforeEach(() => {
  shown = [];
  closed = 0;
  vi.stubGlobal('Notification', { permission: 'granted', requestPermission: async () => 'granted' });
  const registration = {
    showNotification: async (title: string, { body }: { body: string }) => void shown.push({ title, body }),
    getNotifications: async () => [{ close: () => (closed += 1) }],
  };
  Object.defineProperty(navigator, 'serviceWorker', { configurable: true, value: { getRegistration: async () => registration } });
  hidden = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, 'serviceWorker');
});
/** Until everything that was begun is done. */
const quiet = () => new Promise((resolve) => setImmediate(resolve));

describe('a notice', () => {
  // Proves FL-36, FL-10
  test('says nothing that a bystander could read anything from (FL-36, FL-10)', async () => {
    new Phone({ canRestart: () => true }).worry();
    await quiet();
    expect(shown).toEqual([{ title: 'Notes', body: 'Have a look' }]);
  });
  // Proves AL-02
  test('never comes while an alarm runs, and one that stands goes when an alarm begins (AL-02)', async () => {
    const phone = new Phone({ canRestart: () => true });
    phone.alarm(true);
    await quiet();
    expect(closed).toBe(1);
    phone.worry();
    await quiet();
    expect(shown).toEqual([]);
    phone.alarm(false);
    phone.worry();
    await quiet();
    expect(shown).toHaveLength(1);
  });
  test('is not needed while the page is looked at, and needs a permission', async () => {
    const phone = new Phone({ canRestart: () => true });
    hidden.mockReturnValue('visible');
    phone.worry();
    hidden.mockReturnValue('hidden');
    vi.stubGlobal('Notification', { permission: 'denied' });
    phone.worry();
    await quiet();
    expect(shown).toEqual([]);
  });
});

describe('what the person chose', () => {
  test('stays: notes in front, questions gone through', () => {
    const phone = new Phone({ canRestart: () => true });
    phone.cover(true);
    phone.haveChecked(true);
    const again = new Phone({ canRestart: () => true });
    expect([again.coverWanted, again.checked]).toEqual([true, true]);
    phone.cover(false);
    phone.haveChecked(false);
    expect(new Phone({ canRestart: () => true }).coverWanted).toBe(false);
  });
});

describe('a new version', () => {
  // Proves AL-02
  test('comes while the page is out of sight, and never while an alarm runs or a restart would do harm (AL-02)', () => {
    let harmless = false;
    const phone = new Phone({ canRestart: () => harmless });
    const takeOver = vi.spyOn(phone['install'], 'takeOver').mockImplementation(() => {});
    phone['install']['heard'].newer();
    expect(takeOver).not.toHaveBeenCalled();
    harmless = true;
    phone.alarm(true);
    phone.update();
    expect(takeOver).not.toHaveBeenCalled();
    phone.alarm(false);
    expect(takeOver).toHaveBeenCalledTimes(1);
  });
});
