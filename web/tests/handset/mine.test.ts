// The person's own page: what was agreed, what is told, who looked.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { page } from '../../src/handset/page.svelte';
import { makeKeyPair } from '../../src/handset/protocol/envelope';
import { askMine, readAnswer, type MineAnswer, type MineAsk } from '../../src/handset/shell/mine';
import type { Net } from '../../src/handset/shell/transport';
import MinePage from '../../src/handset/views/MinePage.svelte';
import { openUplink, publicBase64, publicKey, sealDownlink, secretKey } from './cell';

const HANDSET = '019aab54-9999-7bbb-8ccc-001122334455';
const CELL = secretKey(new Uint8Array(32).fill(3));
const OTHER = secretKey(new Uint8Array(32).fill(4));
const MINE: MineAnswer = {
  type: 'mine', looked: [{ role: 'case_officer', on: '2026-11-22' }, { role: 'magistrate', on: '2026-11-21' }],
  measure: { stage: 'running', on: true, ends_on: '2027-08-21', next_visit: '2026-12-22', agreement: { version: '2023-03', on: '2026-11-22' }, asked_to_end: false },
};
const VECTORS = JSON.parse(readFileSync(join(import.meta.dirname, '../../../docs/vectors/handset-v1.json'), 'utf8')) as {
  handset: { id: string; seed_hex: string }; cell: { public_key: string };
  mine: { name: string; counter: number; ask: string; answer: string; ask_envelope: string; answer_envelope: string }[];
};
afterEach(() => vi.restoreAllMocks());

function answering(answer: (ask: MineAsk) => MineAnswer): MineAsk[] {
  const asked: MineAsk[] = [];
  vi.spyOn(page, 'mine').mockImplementation(async (ask) => {
    asked.push(ask);
    return answer(ask);
  });
  return asked;
}

describe('the question', () => {
  test('is signed with a number of its own, and only an answer that the cell signed for this phone is believed', async () => {
    const keys = await makeKeyPair();
    const sent: string[] = [];
    let answer = '';
    const net: Net = {
      socket: () => { throw new Error('no stream'); },
      fetch: async (_input, init) => {
        sent.push(String(init?.body));
        return new Response(answer, { status: 200 });
      },
    };
    const asker = { identity: { handset: HANDSET, cell_key: publicBase64(CELL), secret: keys.secret }, net, counter: async () => 7 };
    const body = JSON.stringify(MINE);
    answer = sealDownlink(CELL, HANDSET, body);
    expect(await askMine(asker, { type: 'mine' })).toEqual(MINE);
    expect(openUplink(sent[0] ?? '', publicKey(keys.publicKey))).toEqual({ handset: HANDSET, counter: 7, body: '{"type":"mine"}' });
    answer = sealDownlink(OTHER, HANDSET, body);
    expect(await askMine(asker, { type: 'mine' })).toEqual({ type: 'no_answer' });
    answer = sealDownlink(CELL, HANDSET.replace('9999', '8888'), body);
    expect(await askMine(asker, { type: 'mine' })).toEqual({ type: 'no_answer' });
    answer = 'not even JSON';
    expect(await askMine(asker, { type: 'mine' })).toEqual({ type: 'no_answer' });
  });

  // Proves FL-10
  test('question and answer are those of the vectors, byte for byte (FL-10)', async () => {
    for (const vector of VECTORS.mine) {
      const ask = JSON.parse(vector.ask) as MineAsk;
      let sent = '';
      const net: Net = {
        socket: () => { throw new Error('no stream'); },
        fetch: async (_input, init) => {
          sent = String(init?.body);
          return new Response(vector.answer_envelope, { status: 200 });
        },
      };
      const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from(VECTORS.handset.seed_hex, 'hex')]);
      const secret = await crypto.subtle.importKey('pkcs8', der, 'Ed25519', false, ['sign']);
      const identity = { handset: VECTORS.handset.id, cell_key: VECTORS.cell.public_key, secret };
      expect(await askMine({ identity, net, counter: async () => vector.counter }, ask), vector.name).toEqual(JSON.parse(vector.answer));
      expect(sent, vector.name).toBe(vector.ask_envelope);
    }
  });

  test('an answer of another kind is none', () => {
    expect(readAnswer('{"type":"held"}')).toBeNull();
    expect(readAnswer('{"type":"mine","measure":null,"looked":[{"role":5}]}')).toEqual({ type: 'mine', measure: null, looked: [] });
  });
});

describe('the page', () => {
  // Proves MS-30
  test('shows until when, the next visit and what was agreed, and in which role somebody looked (MS-30)', async () => {
    answering(() => MINE);
    const { container } = render(MinePage, { back: () => {}, goTrip: () => {} });
    await screen.findByText('21 August 2027');
    expect(container.textContent).toMatch(/Next visit.*22 December 2026/s);
    expect(container.textContent).toMatch(/22 November 2026 · your contact.*21 November 2026 · who decides/s);
  });

  // Proves FL-34
  test('says what is followed, until when and that the other is never shown; nothing of what is watched of the other (FL-34)', async () => {
    answering(() => ({
      type: 'mine', measure: null, looked: [{ role: 'monitor', on: '2026-11-22' }],
      followed: [{ from: '2026-11-01', until: '2027-02-28', scope: ['distance', 'places', 'alcohol'], device: true, may_notify: false }],
    }));
    const { container } = render(MinePage, { back: () => {}, goTrip: () => {} });
    await screen.findByRole('heading', { name: 'What is followed' });
    expect(container.textContent).toMatch(/1 November 2026.*28 February 2027/s);
    expect(container.textContent).toContain('never shows or sounds anything');
    expect(container.textContent).toContain('Where the other is, is never shown to you');
    expect(container.textContent).toMatch(/22 November 2026 · the desk/);
    expect(container.textContent).not.toMatch(/alcohol/i);
    expect(screen.queryByText('Nothing runs now.')).toBeNull();
  });

  test('what is followed is read from the answer, and only what is well formed', () => {
    const body = '{"type":"mine","measure":null,"followed":[{"from":"2026-11-01","until":null,"scope":["distance",7],"device":true,"may_notify":true},{"until":"x"}],"looked":[]}';
    expect(readAnswer(body)).toEqual({ type: 'mine', measure: null, looked: [], followed: [{ from: '2026-11-01', until: null, scope: ['distance'], device: true, may_notify: true }] });
  });

  // Proves FL-36
  test('has no word that tells an onlooker what it is about, in any language (FL-36)', () => {
    const telling = /alarm|alarme|stalk|belag|harc|poli[tz]|justi|magistra|parket|parquet|verdacht|suspect|slachtoffer|victim|opfer|court|gericht|rechter|juge|prosecut/i;
    for (const language of ['nl', 'fr', 'de', 'en']) {
      const lines = readFileSync(join(import.meta.dirname, `../../messages/${language}/handset.ftl`), 'utf8').split('\n');
      const own = lines.filter((line) => line.startsWith('handset-mine'));
      expect(own.length).toBeGreaterThan(30);
      for (const line of own) expect(line.slice(line.indexOf('=')), line).not.toMatch(telling);
    }
  });

  // Proves MS-34
  test('what is told goes once, an empty one does not go, and one that was not sent stays in the field (MS-34)', async () => {
    let online = false;
    const asked = answering((ask) => (ask.type === 'mine' ? MINE : online ? { type: 'taken' } : { type: 'no_answer' }));
    render(MinePage, { back: () => {}, goTrip: () => {} });
    await fireEvent.click(await screen.findByRole('button', { name: 'Something happened' }));
    await fireEvent.click(screen.getByRole('button', { name: 'Send' }));
    expect(screen.getByText('Write something first.')).toBeTruthy();
    const field = screen.getByLabelText('In your words') as HTMLTextAreaElement;
    await fireEvent.input(field, { target: { value: 'He stood at the door.' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Send' }));
    await screen.findByText(/Not sent/);
    expect(field.value).toBe('He stood at the door.');
    online = true;
    await fireEvent.click(screen.getByRole('button', { name: 'Send' }));
    await screen.findByText('Received.');
    const told = asked.filter((ask) => ask.type === 'fact');
    expect(told).toHaveLength(2);
    expect(told[0]).toEqual(told[1]);
  });

  test('a day that has not come yet does not go for something that happened, and a move may lie ahead', async () => {
    const asked = answering((ask) => (ask.type === 'mine' ? MINE : { type: 'taken' }));
    render(MinePage, { back: () => {}, goTrip: () => {} });
    await fireEvent.click(await screen.findByRole('button', { name: 'Something happened' }));
    await fireEvent.input(screen.getByLabelText('In your words'), { target: { value: 'Letters.' } });
    await fireEvent.input(screen.getByLabelText('Which day'), { target: { value: '2199-01-01' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Send' }));
    expect(screen.getByText('Choose a day up to today.')).toBeTruthy();
    expect(asked.filter((ask) => ask.type !== 'mine')).toEqual([]);
    await fireEvent.click(screen.getByRole('button', { name: 'I am moving' }));
    await fireEvent.input(screen.getByLabelText('New address'), { target: { value: 'Lindelaan 5, Aalst' } });
    await fireEvent.input(screen.getByLabelText('Which day'), { target: { value: '2199-01-01' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Send' }));
    await waitFor(() => expect(asked).toContainEqual({ type: 'move', on: '2199-01-01', to: 'belgium', place: 'Lindelaan 5, Aalst' }));
  });

  test('asking to stop says that all goes on working until somebody talked with the person alone', async () => {
    const asked = answering((ask) => (ask.type === 'mine' ? MINE : { type: 'taken' }));
    render(MinePage, { back: () => {}, goTrip: () => {} });
    await fireEvent.click(await screen.findByRole('button', { name: 'I want to stop' }));
    expect(screen.getByText(/goes on working until somebody has talked about it with you alone/)).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Send' }));
    await waitFor(() => expect(asked).toContainEqual({ type: 'stop', note: '' }));
  });

  test('without a connection it says so, and that the rest goes on working', async () => {
    answering(() => ({ type: 'no_answer' }));
    render(MinePage, { back: () => {}, goTrip: () => {} });
    await screen.findByText(/All the rest goes on working/);
  });
});
