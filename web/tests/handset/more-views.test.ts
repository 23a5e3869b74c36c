// The screens behind the clock: notes in front, button, timer, trips, texts, advice.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { newImage } from '../../src/handset/beacon/image';
import type { Message, OutboxImage } from '../../src/handset/beacon/types';
import { page } from '../../src/handset/page.svelte';
import type { Settings } from '../../src/handset/protocol/messages';
import App from '../../src/handset/App.svelte';
import ButtonPage from '../../src/handset/views/ButtonPage.svelte';
import Cover from '../../src/handset/views/Cover.svelte';
import Details from '../../src/handset/views/Details.svelte';
import Home from '../../src/handset/views/Home.svelte';
import SelfTest from '../../src/handset/views/SelfTest.svelte';
import TextPage from '../../src/handset/views/TextPage.svelte';
import TimerPage from '../../src/handset/views/TimerPage.svelte';
import TripPage from '../../src/handset/views/TripPage.svelte';

const AT = '2026-11-22T14:00:00.000Z';
const ALARM = '019aab54-1234-7abc-8def-001122334455';
const SETTINGS: Settings = { hold_ms: 2000, double_press: false, haptics: true, class: 'm3', paths: 'one', discreet: false };
function image(alarm: 'none' | 'sending' | 'held' | 'there'): OutboxImage {
  if (alarm === 'none') return newImage(SETTINGS, AT);
  const press = { type: 'press' as const, alarm: ALARM, pressed_at: AT, trigger: 'button' as const, repeats: 0 };
  return newImage(SETTINGS, AT, { press, held: alarm !== 'sending', someone_there: alarm === 'there', repeats: [], words: [], messages: [] });
}

beforeEach(() => {
  HTMLElement.prototype.setPointerCapture = () => {};
  localStorage.setItem('hoeder.language', 'en');
  page.image = image('none');
  page.screen = 'neutral';
  page.advice = null;
  page.health = { level: 'good', last_answer_at: new Date().toISOString(), faults: [] };
  page.abroad = false;
  page.linkUp = true;
  page.timer = null;
  page.trips = [];
  page.messages = [];
  page.planned = null;
  page.discreetAsked = false;
  page.phone.cover(false);
  page.button.kept = null;
  page.button.found = null;
  page.button.trouble = null;
  page.button.ability = 'ready';
  page.button.link = 'none';
});
afterEach(() => vi.restoreAllMocks());

/** All that a bystander can see but the time of day. */
function look(container: Element): string {
  container.querySelector('.clock')?.remove();
  return container.innerHTML;
}

describe('notes in front', () => {
  // Proves AL-02, FL-36
  test('name nothing, and look the same while an alarm runs (AL-02, FL-36)', () => {
    const looks = (['none', 'sending', 'held', 'there'] as const).map((state) => {
      page.image = image(state);
      const { container, unmount } = render(Cover, { open: () => {} });
      const seen = look(container);
      unmount();
      return seen;
    });
    expect(new Set(looks).size).toBe(1);
    expect(looks[0]?.replace(/class="[^"]*"/g, '')).not.toMatch(/alarm|police|hoeder|danger|stalk/i);
  });
  // Proves AL-02
  test('open by three taps on the title and by nothing less (AL-02)', async () => {
    const open = vi.fn();
    render(Cover, { open });
    const title = screen.getByRole('button', { name: 'Notes' });
    await fireEvent.click(title);
    await fireEvent.click(title);
    expect(open).not.toHaveBeenCalled();
    await fireEvent.click(title);
    expect(open).toHaveBeenCalledTimes(1);
  });
  // Proves AL-01
  test('can be held for an alarm like the clock behind them (AL-01)', async () => {
    const down = vi.spyOn(page, 'down').mockImplementation(() => {});
    const { container } = render(Cover, { open: () => {} });
    await fireEvent.pointerDown(container.querySelector('.surface') as Element, { pointerId: 1, isPrimary: true, pointerType: 'touch' });
    expect(down).toHaveBeenCalledTimes(1);
  });
  test('writing in the notes is no gesture, and what was written stays', async () => {
    const down = vi.spyOn(page, 'down').mockImplementation(() => {});
    const { unmount } = render(Cover, { open: () => {} });
    const note = screen.getByRole('textbox');
    await fireEvent.keyDown(note, { code: 'Space' });
    await fireEvent.input(note, { target: { value: 'milk' } });
    unmount();
    render(Cover, { open: () => {} });
    expect((screen.getByRole('textbox') as HTMLTextAreaElement).value).toBe('milk');
    expect(down).not.toHaveBeenCalled();
  });
  // Proves FL-10
  test('show by a small mark that something is wrong, alike whatever it is (FL-10)', () => {
    const marks = [() => (page.health = { level: 'red', faults: ['button_lost'] }), () => (page.linkUp = false), () => (page.advice = 'not_acknowledged')].map((set) => {
      page.health = { level: 'good', faults: [] };
      page.linkUp = true;
      set();
      const { container, unmount } = render(Cover, { open: () => {} });
      const seen = look(container);
      unmount();
      return seen;
    });
    expect(marks[0]).toContain('worth a look');
    expect(new Set(marks).size).toBe(1);
  });
  // Proves AL-02, AL-15
  test('come back when the page was out of sight; 112 and 101 stay one tap away (AL-02, AL-15)', async () => {
    vi.spyOn(page, 'start').mockResolvedValue();
    page.stage = 'paired';
    page.discreetAsked = true;
    const { container } = render(App);
    const title = () => screen.getByRole('button', { name: 'Notes' });
    for (let n = 0; n < 3; n += 1) await fireEvent.click(title());
    expect(screen.queryByRole('textbox')).toBeNull();
    const sight = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    await fireEvent(document, new Event('visibilitychange'));
    sight.mockRestore();
    expect(await screen.findByRole('textbox')).toBeTruthy();
    expect([...container.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual(['tel:112', 'tel:101']);
    expect(screen.getByRole('link', { name: /112/ }).textContent).toContain('112');
    page.stage = 'loading';
  });
});

describe('the button', () => {
  // Proves AL-02
  test('its page does not depend on an alarm (AL-02)', () => {
    const looks = (['none', 'sending', 'held', 'there'] as const).map((state) => {
      page.image = image(state);
      const { container, unmount } = render(ButtonPage, { back: () => {} });
      const seen = look(container);
      unmount();
      return seen;
    });
    expect(new Set(looks).size).toBe(1);
  });
  // Proves BT-02
  test('an iTag is refused in plain words, with practice as the only other way (BT-02)', async () => {
    page.button.found = { device: new EventTarget() as never, kind: 'itag' };
    const practise = vi.spyOn(page.button, 'practise').mockResolvedValue();
    render(ButtonPage, { back: () => {} });
    expect(screen.getByRole('alert').textContent).toContain('Not for your protection');
    await fireEvent.click(screen.getByRole('button', { name: 'Only to practise' }));
    expect(practise).toHaveBeenCalled();
  });
  test('choosing one takes one tap', async () => {
    const choose = vi.spyOn(page.button, 'choose').mockResolvedValue();
    render(ButtonPage, { back: () => {} });
    await fireEvent.click(screen.getByRole('button', { name: 'Choose the button' }));
    expect(choose).toHaveBeenCalledTimes(1);
  });
  // Proves FL-10, FL-11
  test('one that waits for a tap after a reload is said on the first screen, with the way to mend it (FL-10, FL-11)', async () => {
    page.button.link = 'away';
    const choose = vi.spyOn(page.button, 'choose').mockResolvedValue();
    const { unmount } = render(Home, { open: () => {} });
    await fireEvent.click(screen.getByRole('button', { name: 'Connect again' }));
    expect(choose).toHaveBeenCalledTimes(1);
    unmount();
    page.health = { level: 'red', faults: ['button_lost'] };
    render(Details, { back: () => {} });
    expect(screen.getByText(/hold the clock instead, or connect it again/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Connect again' })).toBeTruthy();
  });
  test('a browser without Bluetooth is named, with what to do instead', () => {
    page.button.ability = 'none';
    render(ButtonPage, { back: () => {} });
    expect(screen.getByText(/lets no page use Bluetooth/)).toBeTruthy();
    expect(screen.getByText(/Hold the clock on the first screen/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Choose the button' })).toBeNull();
  });
});

describe('the safety timer', () => {
  // Proves FL-10
  test('is set with a time and a note, and says whether the control room has it (FL-10)', async () => {
    const set = vi.spyOn(page, 'setTimer').mockImplementation(() => {});
    const { container } = render(TimerPage, { back: () => {} });
    await fireEvent.click(screen.getByRole('button', { name: '15 min' }));
    await fireEvent.input(screen.getByLabelText(/What should the police know/), { target: { value: 'at the station' } });
    const before = Date.now();
    await fireEvent.submit(container.querySelector('form') as HTMLFormElement);
    const [until, note] = set.mock.calls[0] ?? [0, ''];
    expect(until - before).toBeGreaterThanOrEqual(15 * 60_000);
    expect(until - before).toBeLessThan(15 * 60_000 + 5000);
    expect(note).toBe('at the station');
    page.timer = { until: new Date(before + 900_000).toISOString(), state: 'waiting' };
    expect(await screen.findByText(/Not at the control room yet/)).toBeTruthy();
    page.timer = { ...page.timer, state: 'held' };
    expect(await screen.findByText(/The control room has it/)).toBeTruthy();
  });
  test('a time that is none is refused with the limits', async () => {
    const set = vi.spyOn(page, 'setTimer').mockImplementation(() => {});
    const { container } = render(TimerPage, { back: () => {} });
    await fireEvent.input(screen.getByLabelText('Or in minutes'), { target: { value: '0' } });
    await fireEvent.submit(container.querySelector('form') as HTMLFormElement);
    expect(set).not.toHaveBeenCalled();
    expect((await screen.findByRole('alert')).textContent).toContain('1440');
  });
  // Proves FL-07
  test('is extended from its end and ended by one tap, which ends no alarm and says so (FL-07)', async () => {
    const end = Date.now() + 600_000;
    page.timer = { until: new Date(end).toISOString(), note: 'way home', state: 'held' };
    const set = vi.spyOn(page, 'setTimer').mockImplementation(() => {});
    const checkIn = vi.spyOn(page, 'checkIn').mockImplementation(() => (page.timer = null));
    render(TimerPage, { back: () => {} });
    await fireEvent.click(screen.getByRole('button', { name: '+30 min' }));
    expect(set).toHaveBeenCalledWith(end + 30 * 60_000, 'way home');
    expect(screen.getByText(/An alarm that already runs is stopped only by the police/)).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'I am fine' }));
    expect(checkIn).toHaveBeenCalledTimes(1);
    expect(await screen.findByText('The timer has stopped.')).toBeTruthy();
  });
  test('one that runs shows on the first screen', () => {
    page.timer = { until: new Date(2026, 10, 22, 14, 30).toISOString(), state: 'held' };
    render(Home, { open: () => {} });
    expect(screen.getByText('Timer until 14:30')).toBeTruthy();
  });
});

describe('being away', () => {
  test('is announced with days and a place, and shown with whether the police have it', async () => {
    const announce = vi.spyOn(page, 'announceTrip').mockImplementation(() => {});
    const { container } = render(TripPage, { back: () => {} });
    const form = container.querySelector('form') as HTMLFormElement;
    await fireEvent.submit(form);
    expect((await screen.findByRole('alert')).textContent).toContain('Say where');
    await fireEvent.input(screen.getByLabelText('Where?'), { target: { value: 'Ostend' } });
    await fireEvent.input(screen.getByLabelText('From'), { target: { value: '2026-12-05' } });
    await fireEvent.input(screen.getByLabelText(/Until/), { target: { value: '2026-12-01' } });
    await fireEvent.submit(form);
    expect((await screen.findByRole('alert')).textContent).toContain('before the first');
    await fireEvent.input(screen.getByLabelText(/Until/), { target: { value: '2026-12-08' } });
    await fireEvent.submit(form);
    expect(announce).toHaveBeenCalledWith('2026-12-05', '2026-12-08', 'Ostend');
    page.trips = [{ trip: ALARM, from: '2026-12-05', until: '2026-12-08', place: 'Ostend', state: 'waiting' }];
    expect(await screen.findByText('Not at the police yet.')).toBeTruthy();
    expect(screen.getByText('5 December 2026 to 8 December 2026')).toBeTruthy();
    const end = vi.spyOn(page, 'endTrip').mockImplementation(() => {});
    await fireEvent.click(screen.getByRole('button', { name: /Cancelled/ }));
    expect(end).toHaveBeenCalledWith(ALARM);
  });
});

describe('writing', () => {
  const asks: Message = { message: 'm1', from: 'desk', template: 'are_you_alone', asks: true, at: AT, seen: false, state: 'received' };

  // Proves AL-02
  test('shows nothing of a conversation anywhere else (AL-02)', () => {
    page.image = image('held');
    const before = render(Details, { back: () => {} });
    const quiet = look(before.container);
    before.unmount();
    page.messages = [asks];
    const after = render(Details, { back: () => {} });
    expect(look(after.container)).toBe(quiet);
  });
  test('a question is answered by two big keys, and counts as looked at', async () => {
    page.image = image('there');
    page.messages = [asks];
    const seen = vi.spyOn(page, 'seen').mockImplementation(() => {});
    const said = vi.spyOn(page, 'answer').mockImplementation(() => {});
    render(TextPage, { back: () => {} });
    expect(screen.getByRole('log').textContent).toContain('Are you alone?');
    expect(seen).toHaveBeenCalledWith('m1');
    await fireEvent.click(screen.getByRole('button', { name: 'Yes' }));
    expect(said).toHaveBeenCalledWith('m1', true);
  });
  test('what is typed is seen as it is typed, both ways, and nothing of it is read aloud before it is said (AL-05)', async () => {
    page.image = image('there');
    page.messages = [];
    page.typed = 'We are near';
    const typed = vi.spyOn(page, 'typing').mockImplementation(() => {});
    const shown = render(TextPage, { back: () => {} });
    expect(screen.getByText(/We are near/)).toBeTruthy();
    expect(screen.getByRole('log').textContent).not.toContain('We are near');
    await fireEvent.input(screen.getByLabelText('Your own words'), { target: { value: 'He' } });
    expect(typed).toHaveBeenLastCalledWith('He');
    shown.unmount();
    expect(typed).toHaveBeenLastCalledWith('');
    page.typed = '';
  });
  test('who cannot speak or hear has the field in hand at once (AL-05)', () => {
    page.image = image('there');
    render(TextPage, { back: () => {} }).unmount();
    expect(document.activeElement).toBe(document.body);
    page.phone.writeFirst(true);
    render(TextPage, { back: () => {} });
    expect(document.activeElement).toBe(screen.getByLabelText('Your own words'));
    page.phone.writeFirst(false);
  });
  test('ready texts and own words are sent, and what did not arrive is said', async () => {
    page.image = image('held');
    const say = vi.spyOn(page, 'say').mockImplementation(() => {});
    const { container } = render(TextPage, { back: () => {} });
    await fireEvent.click(screen.getByRole('button', { name: 'I am hiding' }));
    await fireEvent.input(screen.getByLabelText('Your own words'), { target: { value: ' in the cellar ' } });
    await fireEvent.submit(container.querySelector('form') as HTMLFormElement);
    expect(say.mock.calls.map(([said]) => said)).toEqual([{ template: 'i_hide' }, { text: 'in the cellar' }]);
    page.messages = [{ message: 'm2', from: 'handset', text: 'in the cellar', asks: false, at: AT, seen: true, state: 'refused' }];
    expect(await screen.findByText('did not arrive')).toBeTruthy();
  });
  test('without an alarm the page only says what it is for', () => {
    render(TextPage, { back: () => {} });
    expect(screen.getByText(/During an alarm you write/)).toBeTruthy();
    expect(screen.queryByRole('log')).toBeNull();
  });
});

describe('advice and appointments', () => {
  // Proves FL-36
  test('who else gets into the phone is asked at pairing, and stays to be read (FL-36)', async () => {
    page.phone.haveChecked(false);
    render(Details, { back: () => {} });
    expect(screen.getByText(/Does anyone else know the code/)).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'I have gone through it' }));
    expect(page.phone.checked).toBe(true);
    expect(await screen.findByText(/Does anyone else know the code/)).toBeTruthy();
  });
  // Proves AL-17
  test('a test by appointment is shown with its window, and that a press in it is still an alarm (AL-17)', () => {
    page.planned = { test: ALARM, from: new Date(2026, 10, 23, 14, 0).toISOString(), until: new Date(2026, 10, 23, 15, 0).toISOString() };
    render(SelfTest);
    expect(screen.getByText(/Monday 23 November, 14:00 to 15:00.*still an alarm/)).toBeTruthy();
  });
  // Proves FL-10
  test('the state says what this browser cannot see, and never guesses it (FL-10)', () => {
    render(Details, { back: () => {} });
    expect(screen.getByText('no, not in this browser')).toBeTruthy();
    expect(screen.getByText(/cannot see whether ‘do not disturb’ is on/)).toBeTruthy();
  });
});
