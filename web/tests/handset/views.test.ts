// What a person sees and touches.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { newImage } from '../../src/handset/beacon/image';
import type { OutboxImage } from '../../src/handset/beacon/types';
import type { Settings } from '../../src/handset/protocol/messages';
import { page } from '../../src/handset/page.svelte';
import Details from '../../src/handset/views/Details.svelte';
import Elsewhere from '../../src/handset/views/Elsewhere.svelte';
import Home from '../../src/handset/views/Home.svelte';
import Keys from '../../src/handset/views/Keys.svelte';
import Languages from '../../src/handset/views/Languages.svelte';
import Pairing from '../../src/handset/views/Pairing.svelte';
import Revoked from '../../src/handset/views/Revoked.svelte';
import SelfTest from '../../src/handset/views/SelfTest.svelte';
import Word from '../../src/handset/views/Word.svelte';

const SETTINGS: Settings = { hold_ms: 2000, double_press: false, haptics: true, class: 'm3', paths: 'one', discreet: false };
function image(alarm: 'none' | 'sending' | 'held' | 'there'): OutboxImage {
  const base = newImage(SETTINGS, '2026-11-22T14:00:00.000Z');
  if (alarm === 'none') return base;
  const press = { type: 'press' as const, alarm: '019aab54-1234-7abc-8def-001122334455', pressed_at: base.report_due_at, trigger: 'screen' as const, repeats: 0 };
  return { ...base, alarm: { press, held: alarm !== 'sending', someone_there: alarm === 'there', repeats: [], words: [], messages: [] } };
}

let down: ReturnType<typeof vi.spyOn>;
let up: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  HTMLElement.prototype.setPointerCapture = () => {};
  page.image = image('none');
  page.screen = 'neutral';
  page.advice = null;
  page.health = { level: 'good', last_answer_at: new Date().toISOString(), faults: [] };
  page.abroad = false;
  page.linkUp = true;
  down = vi.spyOn(page, 'down').mockImplementation(() => {});
  up = vi.spyOn(page, 'up').mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

const home = () => render(Home, { open: () => {} });
const surface = (container: Element) => container.querySelector('.surface') as HTMLButtonElement;

describe('holding', () => {
  test('a finger that goes down and stays holds, also when it slides off; letting go ends it', async () => {
    const { container } = home();
    await fireEvent.pointerDown(surface(container), { pointerId: 1, isPrimary: true, pointerType: 'touch' });
    await fireEvent.pointerLeave(surface(container));
    expect([down.mock.calls.length, up.mock.calls.length]).toEqual([1, 0]);
    await fireEvent.pointerUp(surface(container));
    expect(up).toHaveBeenCalledTimes(1);
  });
  test('the space bar holds as well, from anywhere on the screen, and its own repeats count for nothing', async () => {
    home();
    await fireEvent.keyDown(document.body, { code: 'Space' });
    await fireEvent.keyDown(document.body, { code: 'Space', repeat: true });
    await fireEvent.keyUp(document.body, { code: 'Space' });
    expect([down.mock.calls.length, up.mock.calls.length]).toEqual([1, 1]);
  });
  test('a window that loses the keyboard, or a screen that is left, lets go', async () => {
    const { container, unmount } = home();
    await fireEvent.keyDown(surface(container), { code: 'Space' });
    await fireEvent.blur(window);
    expect(up).toHaveBeenCalledTimes(1);
    await fireEvent.keyDown(surface(container), { code: 'Space' });
    unmount();
    expect(up).toHaveBeenCalledTimes(2);
  });
  test('let go too early, the screen says so in neutral words', async () => {
    home();
    page.screen = 'held_too_short';
    expect(await screen.findByText('Hold longer')).toBeTruthy();
  });
});

describe('discreet', () => {
  // Proves AL-02
  test('while an alarm runs the screen is the same but for the dots, and nothing is announced (AL-02)', () => {
    const pictures = (['none', 'sending', 'held', 'there'] as const).map((state) => {
      page.image = image(state);
      const { container, unmount } = home();
      const dots = container.querySelector('.dots');
      const sign = dots?.getAttribute('aria-label') ?? '';
      dots?.remove();
      container.querySelector('.clock')?.remove();
      const live = [...container.querySelectorAll('[role=status],[role=alert],[aria-live]')].map((node) => node.textContent?.trim());
      const picture = container.innerHTML;
      unmount();
      return { sign, picture, live };
    });
    expect(new Set(pictures.map(({ picture }) => picture)).size).toBe(1);
    expect(pictures.map(({ sign }) => sign)).toEqual(['1 of 3', '2 of 3', '3 of 3', '3 of 3, wide']);
    for (const { live } of pictures) expect(live.join('')).toBe('');
  });
  // Proves AL-02
  test('the page behind the dots does not depend on an alarm either (AL-02)', () => {
    const pictures = (['none', 'sending', 'held', 'there'] as const).map((state) => {
      page.image = image(state);
      const { container, unmount } = render(Details, { back: () => {} });
      const picture = container.innerHTML;
      unmount();
      return picture;
    });
    expect(new Set(pictures).size).toBe(1);
  });
  // Proves AL-02, AL-15
  test('112 stands out alike when a press waits and when the connection is gone (AL-02, AL-15)', () => {
    const states: (() => void)[] = [
      () => (page.advice = 'not_acknowledged'),
      () => (page.linkUp = false),
      () => (page.health = { level: 'degraded', faults: ['no_answer'] }),
    ];
    const marks = states.map((set) => {
      page.advice = null;
      page.linkUp = true;
      page.health = { level: 'good', faults: [] };
      expect(page.marked).toBe(false);
      set();
      const { container, unmount } = home();
      const words = container.querySelector('.foot')?.textContent;
      unmount();
      return [page.marked, words];
    });
    expect(marks[0]).toEqual([true, expect.stringContaining('Look at the state')]);
    expect(new Set(marks.map((mark) => JSON.stringify(mark).replace('no answer yet', 'less than 1 min'))).size).toBe(1);
  });
});

describe('112 and 101', () => {
  // Proves AL-15
  test('are plain links of one tap, whatever else works (AL-15)', () => {
    for (const marked of [false, true]) {
      const { container, unmount } = render(Keys, { marked });
      expect([...container.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual(['tel:112', 'tel:101']);
      unmount();
    }
  });
  // Proves AL-15
  test('a failed pairing and the end of use say to dial 112 (AL-15)', async () => {
    vi.spyOn(page, 'pair').mockResolvedValue({ done: false, why: 'no_answer' });
    const { container } = render(Pairing, { paired: () => {} });
    await fireEvent.submit(container.querySelector('form') as HTMLFormElement);
    expect((await screen.findByRole('alert')).textContent).toContain('112');
    render(Revoked);
    expect(screen.getByText('This phone is no longer in use')).toBeTruthy();
  });
});

describe('self-test', () => {
  // Proves AL-17, FL-05
  test('takes three taps, is not the alarm gesture, and shows the time of the answer (AL-17, FL-05)', async () => {
    const test = vi.spyOn(page, 'selfTest').mockImplementation(() => {});
    render(SelfTest);
    const button = screen.getByRole('button');
    await fireEvent.click(button);
    await fireEvent.click(button);
    expect(test).not.toHaveBeenCalled();
    await fireEvent.click(button);
    expect(test).toHaveBeenCalledTimes(1);
    expect(down).not.toHaveBeenCalled();
    page.answeredAt = new Date(2026, 10, 22, 14, 2, 7).toISOString();
    page.screen = 'test_answered';
    expect(await screen.findByText(/Proven 14:02:07/)).toBeTruthy();
    page.screen = 'test_unanswered';
    expect(await screen.findByText(/No answer within 30 seconds/)).toBeTruthy();
  });
});

describe('the word', () => {
  // Proves FL-07
  test('gets the same answer whatever it is, and the answer says who decides (FL-07)', async () => {
    const sent = vi.spyOn(page, 'word').mockImplementation(() => {});
    const answers: string[] = [];
    for (const word of ['mistake', 'red']) {
      const { container, unmount } = render(Word);
      await fireEvent.input(screen.getByLabelText('Word', { selector: 'input' }), { target: { value: word } });
      await fireEvent.submit(container.querySelector('form') as HTMLFormElement);
      answers.push((await screen.findByText(/The police decide/)).textContent ?? '');
      unmount();
    }
    expect(answers[0]).toBe(answers[1]);
    expect(sent.mock.calls.map(([word]) => word)).toEqual(['mistake', 'red']);
  });
});

describe('health and honesty', () => {
  // Proves FL-10, FL-11
  test('the age of the last answer and every fault are said in plain words (FL-10, FL-11)', () => {
    page.health = {
      level: 'red', last_answer_at: new Date(Date.now() - 12.5 * 60_000).toISOString(), faults: ['no_answer_for_long', 'location_not_permitted'],
    };
    render(Details, { back: () => {} });
    expect(screen.getByText('12 min')).toBeTruthy();
    expect(screen.getByText('Does not work')).toBeTruthy();
    expect(screen.getByText(/has not answered for a long time/)).toBeTruthy();
    expect(screen.getByText(/The position is not allowed/)).toBeTruthy();
    expect(screen.getByText(/A press may not arrive/)).toBeTruthy();
  });
  test('what a web page cannot do is said, and that the app for Android is what protects', () => {
    render(Details, { back: () => {} });
    expect(screen.getByText(/screen off or the page closed nothing is sent/)).toBeTruthy();
    expect(screen.getByText(/The app for Android is what protects/)).toBeTruthy();
  });
  // Proves FL-08
  test('says when the vibrations are off by agreement (FL-08)', () => {
    page.image = { ...image('none'), settings: { ...SETTINGS, haptics: false } };
    render(Details, { back: () => {} });
    expect(screen.getByText(/does not vibrate/)).toBeTruthy();
  });
  // Proves AL-14
  test('abroad the first screen says so beforehand (AL-14)', () => {
    page.abroad = true;
    home();
    expect(screen.getByText('Outside Belgium.')).toBeTruthy();
  });
});

describe('languages', () => {
  // Proves GN-01
  test('the language is chosen on the page and remembered (GN-01)', async () => {
    render(Languages);
    await fireEvent.click(screen.getByRole('button', { name: 'Français' }));
    await vi.waitFor(() => expect(document.documentElement.lang).toBe('fr'));
    expect(localStorage.getItem('hoeder.language')).toBe('fr');
    render(Elsewhere);
    expect(screen.getByText("L'utiliser ici")).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'English' }));
    await vi.waitFor(() => expect(document.documentElement.lang).toBe('en'));
  });
});
