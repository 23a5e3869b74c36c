// The recording of an alarm at a desk: why first, then sound, gaps and marks; what a role may not is not offered.
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { isShort, marksOf, partsOf } from '../../src/console/recording/parts';
import RecordingPanel, { type Recorded } from '../../src/console/recording/RecordingPanel.svelte';
import { VOICE_DETAIL, VOICE_LINE } from '../../src/console/recording/lines';
import { bars, loudAt } from '../../src/console/recording/wave';
import { TIMELINE } from '../../src/console/words';
import type { RecordingHearing } from '../../src/lib/api/recording';
import { t } from '../../src/lib/i18n/i18n.svelte';
import { problemText } from '../../src/lib/problems';
import { clock } from '../../src/lib/time';
import { at, id } from './alarms';

const HEARING: RecordingHearing = {
  hearing: id(50), running: false,
  stretches: [{ number: 1, from: at(0), until: at(30), bytes: 4000 }, { number: 2, from: at(45), until: at(60), bytes: 2000 }],
  gaps: [{ from: at(30), until: at(45) }],
};
const line = (what: string, seconds: number) => ({ at: at(seconds), what, by: { type: 'system' as const }, name: null, detail: null }) as unknown as NonNullable<Recorded['timeline']>[number];
const closed: Recorded = { id: id(1), stage: 'closed', timeline: [line('taken', 10), line('shown', 11), line('dispatched', 50), line('closed', 90)], voice: { held: false } };

/** Answers with these hearings one after the other, and with sound; returns what was asked. */
function server(hearings: RecordingHearing[], sound = 200): string[] {
  const asked: string[] = [];
  globalThis.fetch = async (input, init) => {
    const request = input instanceof Request ? input : new Request(new URL(String(input), 'http://localhost'), init);
    const path = new URL(request.url).pathname;
    asked.push(`${request.method} ${path.replace(/^.*recording/, '')} ${await request.text()}`.trim());
    if (path.includes('/stretches/') || path.endsWith('/export')) {
      if (sound === 200) return new Response('OggS', { status: 200, headers: { 'content-type': 'audio/ogg' } });
      return new Response(JSON.stringify({ code: 'recording.no_hearing' }), { status: sound });
    }
    if (path.endsWith('/hold') || path.endsWith('/release')) return new Response(null, { status: 204 });
    const next = hearings.length > 1 ? hearings.shift() : hearings[0];
    return new Response(JSON.stringify(next), { status: request.method === 'POST' ? 201 : 200, headers: { 'content-type': 'application/json' } });
  };
  return asked;
}
async function begin(alarm: Recorded, role: 'supervisor' | 'magistrate' | 'operator') {
  render(RecordingPanel, { alarm, role });
  await fireEvent.click(screen.getByLabelText('For a court or an investigating judge'));
  await fireEvent.click(screen.getByRole('button', { name: 'Listen' }));
}
const player = (): HTMLAudioElement => {
  const found = document.querySelector('audio');
  if (!found) throw new Error('no player');
  return found;
};

beforeEach(() => {
  URL.createObjectURL = () => 'blob:sound';
  URL.revokeObjectURL = () => undefined;
  HTMLMediaElement.prototype.play = vi.fn(async function play(this: HTMLMediaElement) { this.dispatchEvent(new Event('play')); });
  HTMLMediaElement.prototype.pause = vi.fn(function pause(this: HTMLMediaElement) { this.dispatchEvent(new Event('pause')); });
});

describe('what is read', () => {
  test('FL-31 stretches and gaps stand in the order of time, and what happened stands beside the stretch in which it did', () => {
    expect(partsOf(HEARING).map((part) => part.type)).toEqual(['stretch', 'gap', 'stretch']);
    expect(HEARING.stretches.map((stretch) => marksOf(stretch, closed.timeline ?? []).map((mark) => mark.what))).toEqual([['taken'], ['dispatched']]);
  });

  test('the picture of a sound is its loudest sample in each part, and its loud times are said in words', () => {
    const samples = new Float32Array(1000);
    samples[500] = -0.5;
    const picture = bars(samples, 10);
    expect(picture).toHaveLength(10);
    expect(picture[5]).toBe(0.5);
    expect(loudAt(picture)).toEqual([0.5]);
    expect(loudAt(bars(new Float32Array(10), 5))).toEqual([]);
    expect(bars(new Float32Array(0))).toEqual([]);
  });

  test('GN-01 every line and every no of a voice room has its words', () => {
    expect(Object.keys(VOICE_LINE)).toHaveLength(21);
    for (const key of [...Object.values(VOICE_LINE), ...Object.values(VOICE_DETAIL)]) expect(t(key)).not.toBe(key);
    expect(Object.keys(VOICE_LINE).every((name) => name in TIMELINE)).toBe(true);
    const codes = [
      'voice.closed', 'recording.still_runs', 'voice.too_many_listeners', 'voice.not_in', 'voice.nobody_heard', 'voice.silent_phase', 'voice.do_not_speak',
      'voice.microphone_lost', 'voice.hears_nothing', 'voice.somebody_speaks', 'recording.none', 'recording.erased', 'recording.held', 'recording.reason_missing',
      'voice.off', 'voice.offer', 'recording.no_hearing',
    ];
    for (const code of codes) {
      const said = problemText({ status: 409, code, title: code, detail: 'in English', paragraph: null, field: null, trace: null });
      expect([code, 'in English'], code).not.toContain(said);
    }
  });
});

describe('the panel', () => {
  test('GN-02 nothing is heard before one says why', async () => {
    const asked = server([HEARING]);
    render(RecordingPanel, { alarm: closed, role: 'supervisor' });
    await fireEvent.click(screen.getByRole('button', { name: 'Listen' }));
    expect(screen.getByText('Choose why first.')).toBeTruthy();
    expect(asked).toEqual([]);
    await fireEvent.click(screen.getByLabelText('For a court or an investigating judge'));
    await fireEvent.click(screen.getByRole('button', { name: 'Listen' }));
    await screen.findByText(/^No sound from/);
    expect(asked[0]).toBe('POST /hearings {"purpose":"court"}');
  });

  test('FL-31 a short recording is there at once, one part after the other; of a long one each part when somebody wants it', async () => {
    const asked = server([HEARING]);
    await begin(closed, 'operator');
    await waitFor(() => expect(asked.slice(1)).toEqual([`GET /hearings/${id(50)}/stretches/1`, `GET /hearings/${id(50)}/stretches/2`]));
    expect(screen.queryByRole('button', { name: /^Show how loud/ })).toBeNull();
    expect(HTMLMediaElement.prototype.play, 'nothing sounds by itself').not.toHaveBeenCalled();
    cleanup();
    asked.length = 0;
    const long = { number: 1, from: at(0), until: at(76), bytes: 9000 };
    expect(isShort({ ...HEARING, stretches: [long] })).toBe(true);
    const more = server([{ ...HEARING, stretches: [long, { number: 9, from: at(80), until: at(125), bytes: 5000 }] }]);
    await begin(closed, 'operator');
    const show = await screen.findByRole('button', { name: /^Show how loud it is over time ?: Part 1/ });
    expect(more).toHaveLength(1);
    await fireEvent.click(show);
    await waitFor(() => expect(more.slice(1)).toEqual([`GET /hearings/${id(50)}/stretches/1`]));
    await waitFor(() => expect(screen.queryByRole('button', { name: /Part 1$/, hidden: false })?.textContent ?? '').not.toContain('Show'));
    expect(screen.getByRole('button', { name: /^Show how loud.*Part 9/ })).toBeTruthy();
  });

  test('FL-31 what is longer than half an hour is played and not drawn, and says so', async () => {
    const asked = server([{ ...HEARING, gaps: [], stretches: [{ number: 1, from: at(0), until: at(1801), bytes: 9000 }] }]);
    await begin(closed, 'operator');
    expect(await screen.findByText('Too long to be drawn; it can be played.')).toBeTruthy();
    expect(asked).toHaveLength(1);
    expect(screen.queryByRole('button', { name: /^Show how loud/ })).toBeNull();
  });

  test('FL-31 a place that is sought before the sound is there is where it begins', async () => {
    server([{ ...HEARING, stretches: [{ number: 1, from: at(0), until: at(300), bytes: 9000 }], gaps: [] }]);
    await begin(closed, 'operator');
    const place = await screen.findByLabelText('Place in the sound');
    await fireEvent.input(place, { target: { value: '100' } });
    await fireEvent.input(place, { target: { value: '102' } });
    await waitFor(() => expect(player().currentTime).toBe(102));
    expect(place.getAttribute('aria-valuetext')).toBe(clock(at(102), 'en'));
  });

  test('FL-31 a stretch plays, is sought by keyboard and by its marks, at a speed that keeps the pitch', async () => {
    const asked = server([HEARING]);
    await begin(closed, 'operator');
    await fireEvent.click(await screen.findByRole('button', { name: /^Play ?: Part 1/ }));
    await screen.findByRole('button', { name: /^Pause ?: Part 1/ });
    expect(asked.filter((one) => one.endsWith('/stretches/1')), 'fetched once, also for who presses while it comes').toHaveLength(1);
    expect(player().preservesPitch).toBe(true);
    const first = screen.getByRole('region', { name: /^Part 1/ });
    await fireEvent.change(within(first).getByLabelText('Speed'), { target: { value: '1.5' } });
    await waitFor(() => expect(player().playbackRate).toBe(1.5));
    const place = within(first).getByLabelText('Place in the sound');
    await fireEvent.input(place, { target: { value: '20' } });
    expect(player().currentTime).toBe(20);
    await fireEvent.click(within(first).getByRole('button', { name: /Taken/ }));
    expect(player().currentTime).toBe(10);
    expect(within(first).queryByRole('button', { name: /Team sent|Sent/ })).toBeNull();
    await fireEvent.click(screen.getByRole('button', { name: /^Pause ?: Part 1/ }));
    await screen.findByRole('button', { name: /^Play ?: Part 1/ });
  });

  test('AL-05 while the alarm is open more appears by itself', async () => {
    vi.useFakeTimers();
    const [first, ...more] = HEARING.stretches;
    if (!first) throw new Error('a stretch');
    const asked = server([{ ...HEARING, running: true, stretches: [first], gaps: [] }, { ...HEARING, running: true, stretches: [first, ...more] }]);
    await begin({ ...closed, stage: 'taken' }, 'supervisor');
    await vi.waitFor(() => screen.getByRole('region', { name: /^Part 1/ }));
    expect(screen.queryByRole('button', { name: 'Export for the file' }), 'it is exported once it ended').toBeNull();
    await vi.advanceTimersByTimeAsync(5_000);
    await vi.waitFor(() => screen.getByRole('region', { name: /^Part 2/ }));
    expect(asked).toContain(`GET /hearings/${id(50)}`);
    vi.useRealTimers();
  });

  test('GN-02 a hearing that ended is told in words', async () => {
    server([HEARING], 404);
    await begin(closed, 'operator');
    await fireEvent.click(await screen.findByRole('button', { name: /^Play ?: Part 1/ }));
    expect(await screen.findByText('This hearing ended: say again why you listen.')).toBeTruthy();
  });

  test('GN-02 each role is offered what its rule allows', () => {
    const offered = (role: 'operator' | 'supervisor' | 'magistrate' | 'patrol') => {
      const { unmount } = render(RecordingPanel, { alarm: closed, role });
      const names = screen.queryAllByRole('button').map((button) => button.textContent?.trim());
      unmount();
      return names;
    };
    expect(offered('operator')).toEqual(['Listen']);
    expect(offered('supervisor')).toEqual(['Listen', 'Export for the file']);
    expect(offered('magistrate')).toEqual(['Listen', 'Export for the file', 'Keep beyond the term …']);
    expect(offered('patrol')).toEqual([]);
  });

  test('GN-04 a hold is given with a reason, and can be lifted then', async () => {
    const asked = server([HEARING]);
    render(RecordingPanel, { alarm: closed, role: 'magistrate' });
    await fireEvent.click(screen.getByRole('button', { name: 'Keep beyond the term …' }));
    const dialog = screen.getByRole('dialog');
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Keep beyond the term' }));
    expect(within(dialog).getByText('Give a reason of 1 to 300 characters.')).toBeTruthy();
    await fireEvent.input(within(dialog).getByLabelText('Reason'), { target: { value: ' zaak 12 ' } });
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Keep beyond the term' }));
    await screen.findByText('This is written down.');
    expect(asked).toEqual(['PUT /hold {"reason":"zaak 12"}']);
    expect(screen.getByRole('button', { name: 'Keep no longer …' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Keep beyond the term …' })).toBeNull();
  });

  test('FL-31 an export asks for the purpose as well', async () => {
    const asked = server([HEARING]);
    render(RecordingPanel, { alarm: closed, role: 'supervisor' });
    await fireEvent.click(screen.getByRole('button', { name: 'Export for the file' }));
    expect(asked).toEqual([]);
    await fireEvent.click(screen.getByLabelText('For the investigation'));
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    await fireEvent.click(screen.getByRole('button', { name: 'Export for the file' }));
    await waitFor(() => expect(clicked).toHaveBeenCalled());
    expect(asked).toEqual(['POST /export {"purpose":"investigation"}']);
  });
});
