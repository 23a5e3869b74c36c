import { describe, expect, test, vi } from 'vitest';
import { microphoneState, MicrophoneWatch } from '../../src/handset/shell/microphone';
import type { Microphone } from '../../src/handset/protocol/messages';

interface Phone {
  permission?: PermissionState | 'not_said';
  devices?: { kind: string; label: string }[];
  none?: boolean;
}
/** A phone whose browser says this much. */
function phone({ permission = 'not_said', devices = [{ kind: 'audioinput', label: '' }], none = false }: Phone) {
  const asked = { times: 0, stopped: 0 };
  const status = Object.assign(new EventTarget(), { state: permission });
  const permissions = {
    query: () => (permission === 'not_said' ? Promise.reject(new TypeError('microphone')) : Promise.resolve(status)),
  };
  const mediaDevices = Object.assign(new EventTarget(), {
    enumerateDevices: () => Promise.resolve(devices),
    getUserMedia: () => {
      asked.times += 1;
      status.state = 'granted';
      return Promise.resolve({ getTracks: () => [{ stop: () => (asked.stopped += 1) }] });
    },
  });
  const parts = { permissions, mediaDevices: none ? undefined : mediaDevices } as unknown as Pick<Navigator, 'permissions' | 'mediaDevices'>;
  return { parts, status, asked };
}

describe('the microphone in the daily report (AL-16)', () => {
  const named = [{ kind: 'audioinput', label: 'Microphone' }];
  test.each<[string, Phone, Microphone]>([
    ['granted', { permission: 'granted' }, 'granted'],
    ['denied', { permission: 'denied' }, 'denied'],
    ['denied, and no device is shown then', { permission: 'denied', devices: [] }, 'denied'],
    ['not asked yet', { permission: 'prompt' }, 'prompt'],
    ['no microphone', { permission: 'prompt', devices: [{ kind: 'videoinput', label: '' }] }, 'absent'],
    ['no way to one', { none: true }, 'absent'],
    ['a browser that does not say, and names no device', {}, 'prompt'],
    ['a browser that does not say, and names one', { devices: named }, 'granted'],
  ])('%s', async (_, says, state) => {
    expect(await microphoneState(phone(says).parts)).toBe(state);
  });

  test('looks without asking; asks when the person wants it, and lets go at once (AL-02)', async () => {
    const { parts, asked, status } = phone({ permission: 'prompt' });
    const heard: Microphone[] = [];
    const watch = new MicrophoneWatch((state) => heard.push(state), parts);
    await watch.start();
    expect([heard, asked.times]).toEqual([['prompt'], 0]);
    await watch.ask();
    expect([heard, asked.times, asked.stopped]).toEqual([['prompt', 'granted'], 1, 1]);
    status.state = 'denied';
    status.dispatchEvent(new Event('change'));
    await vi.waitFor(() => expect(heard.at(-1)).toBe('denied'));
    const looked = vi.spyOn(parts.permissions, 'query');
    watch.stop();
    status.dispatchEvent(new Event('change'));
    expect(looked).not.toHaveBeenCalled();
  });
});
