import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, test, vi } from 'vitest';
import CommandPanel from '../../src/console/measures/CommandPanel.svelte';
import { forgetDrafts } from '../../src/console/measures/drafts';
import { FORMS } from '../../src/console/measures/forms/all';
import type { About } from '../../src/console/measures/forms/spec';
import { MeasureDesk } from '../../src/console/measures/parts/desk.svelte';
import { askFor, devicesOf, firstOf, isDue, missingFor, PAPERS, papersOf, partsOf, rowsOf, signedOf, type PaperAbout } from '../../src/console/papers/kinds';
import PaperPanel from '../../src/console/papers/PaperPanel.svelte';
import type { DocumentView, MeasureView } from '../../src/lib/api/measure-types';
import { id, me } from './alarms';
import { aFile, aLine, aMeasure } from './measures';
import { aServer } from './screens';

const TERM = { granted_on: '2026-11-01', ends_on: '2027-08-01', evaluation_from: '2027-07-01', extensions: [] };
const PERSON = {
  id: id(300), name: 'Mila Peeters', phone: '+32470123456', language: 'french', born_on: null, national_number: null, address: null, address_secrecy: 'kept',
  email: null, trusted: null,
} as const;
const filed = (n: number, kind: DocumentView['kind'], over: Partial<DocumentView> = {}): DocumentView => ({
  id: id(700 + n), kind, origin: 'made', name: `${kind}-fr.pdf`, bytes: 48_000, sha256: 'ab'.repeat(32), media_type: 'application/pdf', filing: 'not-for-the-file',
  released: false, filed_at: '2026-11-20T11:00:00.000Z', ...over,
});
const granted = (over: Partial<MeasureView> = {}) =>
  aMeasure({ line: aLine({ stage: 'granted' }), term: TERM, person: { ...PERSON }, tasks: [], wanted: [{ kind: 'grant-notice', reader: 'person', filing: 'not-for-the-file', since: '2026-11-21' }], ...over });
const about = (over: Partial<PaperAbout> = {}): PaperAbout => ({ view: granted(), role: 'case_officer', today: '2026-11-22', dossier: null, asked: [], ...over });

describe('which documents a desk can make', () => {
  test('MS-17 MS-21 each desk makes what goes out under its own head, and every kind has a maker', () => {
    expect(papersOf('case_officer')).toEqual(papersOf('zone_duty'));
    expect(papersOf('case_officer')).toContain('user-agreement');
    expect(papersOf('case_officer')).not.toContain('marginal-note');
    expect(papersOf('magistrate')).toContain('reception-seizure');
    expect(papersOf('magistrate')).not.toContain('grant-notice');
    expect(papersOf('victim_reception')).toEqual([]);
    expect(new Set([...papersOf('case_officer'), ...papersOf('magistrate')]).size).toBe(PAPERS.length);
    expect(signedOf('case_officer')).toContain('device-receipt');
  });

  test('what cannot be made yet says what is missing', () => {
    const early = aMeasure();
    expect(PAPERS.map((kind) => missingFor(kind, early))).not.toContain(null);
    expect([missingFor('hearing-annex', early), missingFor('user-agreement', early), missingFor('revisit-annex', early)]).toEqual([
      'paper-needs-hearing', 'paper-needs-grant', 'paper-needs-revisit',
    ]);
    const view = granted();
    expect([missingFor('user-agreement', view), missingFor('judge-letter', view), missingFor('extension-notice', view)]).toEqual([
      null, 'paper-needs-judge', 'paper-needs-extension',
    ]);
    const judged = granted({ file: aFile({ judge: { since: '2026-11-20', told: null } }) });
    expect(missingFor('judge-letter', judged)).toBeNull();
    const early_end = { type: 'end_early', ground: 'asked-by-person', marginal_note: 'K1' } as const;
    const decision = { ruling: early_end, procedure: 'ordinary', on: '2026-11-22', said_by: null, pv: null, reason: 'x' } as const;
    const ended = granted({ file: aFile({ rulings: [{ n: 2, decision, by: 'magistrate', confirmed_on: '2026-11-22', denied_on: null }] }) });
    expect([missingFor('marginal-note', ended), missingFor('end-notice', ended)]).toEqual([null, null]);
    const denied = granted({ file: aFile({ rulings: [{ n: 2, decision, by: 'case_officer', confirmed_on: null, denied_on: '2026-11-22' }] }) });
    expect(missingFor('marginal-note', denied)).toBe('paper-needs-early-end');
  });

  test('what is asked for stands first, until it was made since', () => {
    expect(rowsOf('case_officer', granted())[0]).toEqual({ kind: 'grant-notice', missing: null, due: true });
    expect(isDue('grant-notice', granted({ documents: [filed(1, 'grant-notice')] }))).toBe(true);
    expect(isDue('grant-notice', granted({ documents: [filed(1, 'grant-notice', { filed_at: '2026-11-21T09:00:00Z' })] }))).toBe(false);
    expect(isDue('grant-notice', granted({ documents: [filed(1, 'grant-notice', { filed_at: '2026-11-21T09:00:00Z', origin: 'uploaded' })] }))).toBe(true);
  });
});

describe('what is asked of the server', () => {
  test('MS-18 the language is that of the person unless another one is chosen', () => {
    const one = about();
    const values = firstOf('user-agreement', one);
    const parts = partsOf('user-agreement', one, values);
    const language = parts[0]?.fields.find((field) => field.name === 'language');
    expect(language?.type === 'select' && language.options.map((option) => option.text)).toEqual(['French (the person\'s language)', 'Dutch', 'French', 'German', 'English']);
    expect(askFor('user-agreement', parts, values, [])).toEqual({ kind: 'user-agreement' });
    expect(askFor('user-agreement', parts, { ...values, language: 'de' }, [])).toEqual({ kind: 'user-agreement', language: 'de' });
  });

  test('what was left empty is left out, and yes and no are told as they are', () => {
    const view = granted({ file: aFile({ revisits: [{ on: '2026-11-20', pv: { kind: 'subsequent', number: 'GE.9' }, found: 'x' }] }) });
    const of = (kind: Parameters<typeof partsOf>[0], values: Record<string, string>) => {
      const one = about({ view });
      const all = { ...firstOf(kind, one), ...values };
      return askFor(kind, partsOf(kind, one, all), all, devicesOf(one));
    };
    expect(of('instructions', { 'handset.press_twice': 'yes', 'handset.vibrates': 'no', 'handset.notes_in_front': 'no' })).toEqual({
      kind: 'instructions', handset: { press_twice: true, vibrates: false, notes_in_front: false },
    });
    expect(of('revisit-annex', { 'revisit.place': 'telephone', 'revisit.help': '' })).toEqual({ kind: 'revisit-annex', revisit: { place: 'telephone' } });
    expect(of('end-notice', { recipient: 'victim-reception', 'hand_over.on': '', 'hand_over.place': '' })).toEqual({ kind: 'end-notice', recipient: 'victim-reception' });
    expect(of('refusal-notice', { 'refusal.reasons': '', 'refusal.advice': 'Change the lock.' })).toMatchObject({ refusal: { advice: ['Change the lock.'] } });
  });

  test('MS-18 a receipt names each device with its number, as it is on the button', () => {
    const dossier = { buttons: [{ id: id(400), person: id(300), kind: 'bthome', address: 'A4:C1:38:00:11:22', encrypted: true, state: 'active' }], handsets: [] } as unknown as PaperAbout['dossier'];
    const one = about({ dossier });
    const [device] = devicesOf(one);
    expect(device?.serial).toBe('A4:C1:38:00:11:22');
    const values = firstOf('device-receipt', one);
    expect(askFor('device-receipt', partsOf('device-receipt', one, values), values, [{ kind: 'button', number: ' B-7 ', serial: 'A4:C1:38:00:11:22', condition: '' }])).toEqual({
      kind: 'device-receipt', devices: { movement: 'hand-out', on: '2026-11-22', items: [{ kind: 'button', number: 'B-7', serial: 'A4:C1:38:00:11:22' }] },
    });
  });
});

describe('the documents on the page', () => {
  const show = (view: MeasureView, role: 'case_officer' | 'victim_reception' = 'case_officer') =>
    render(PaperPanel, { view, role, edit: role === 'case_officer' ? 'yes' : 'no', ondone: () => undefined });

  test('MS-18 a document is made with one press, and offered as a download', async () => {
    const asked = aServer(() => ({ status: 201, body: { id: id(750), kind: 'grant-notice', bytes: 1, sha256: 'ab', media_type: 'application/pdf', not_for_file: true } }));
    show(granted());
    await fireEvent.click(screen.getByRole('button', { name: /^Make.*Notice of the grant/ }));
    const dialog = screen.getByRole('dialog');
    await fireEvent.click(within(dialog).getByRole('button', { name: /^Make$/ }));
    const link = await screen.findByRole('link', { name: 'Download' });
    expect(link.getAttribute('href')).toBe(`/api/v1/measures/${id(800)}/documents/${id(750)}`);
    expect(asked).toEqual([{ method: 'POST', path: `/api/v1/measures/${id(800)}/documents`, body: { kind: 'grant-notice' } }]);
  });

  test('MS-24 what a document must not hold is explained, and what was typed stays', async () => {
    aServer(() => ({ status: 422, body: { code: 'document.holds_address', detail: 'x' } }));
    show(granted());
    await fireEvent.click(screen.getByRole('button', { name: /^Make.*Notice of the grant/ }));
    await fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: /^Make$/ }));
    expect((await screen.findByRole('alert')).textContent).toMatch(/address that must stay secret/);
  });

  test('MS-15 who signs is asked when nobody is known', async () => {
    let tries = 0;
    const asked = aServer(() => {
      tries += 1;
      return tries === 1 ? { status: 422, body: { code: 'invalid', field: 'magistrate', detail: 'magistrate: the name' } } : { status: 201, body: { id: id(750), kind: 'grant-notice' } };
    });
    show(granted());
    await fireEvent.click(screen.getByRole('button', { name: /^Make.*Notice of the grant/ }));
    const dialog = screen.getByRole('dialog');
    await fireEvent.click(within(dialog).getByRole('button', { name: /^Make$/ }));
    await fireEvent.input(await within(dialog).findByLabelText('Magistrate who signs'), { target: { value: 'M. Voorbeeld' } });
    await fireEvent.input(within(dialog).getByLabelText('In which capacity?'), { target: { value: 'substituut' } });
    await fireEvent.click(within(dialog).getByRole('button', { name: /^Make$/ }));
    await waitFor(() => expect(asked[1]?.body).toEqual({ kind: 'grant-notice', magistrate: { name: 'M. Voorbeeld', capacity: 'substituut' } }));
  });

  test('MS-23 each document says whether it must stay out of the criminal file, with its hash', () => {
    show(granted({ documents: [filed(1, 'user-agreement', { origin: 'uploaded' }), filed(2, 'revisit-annex', { filing: 'for-the-file' })] }));
    const items = screen.getAllByRole('listitem').filter((item) => item.querySelector('code'));
    expect(items.map((item) => /not for the criminal file/.test(item.textContent ?? ''))).toEqual([true, false]);
    expect(items[0]?.textContent).toContain('ab'.repeat(32));
    expect(items[0]?.textContent).toContain('signed');
  });

  test('FL-36 a download has no name of its own: that of the server tells nothing', () => {
    show(granted({ documents: [filed(1, 'user-agreement')] }));
    expect(screen.getByRole('link', { name: 'User agreement' }).getAttribute('download')).toBe('');
  });

  test('who may only read is offered no making and no upload', () => {
    show(granted({ documents: [filed(1, 'reception-seizure')] }), 'victim_reception');
    expect(screen.queryByRole('button')).toBeNull();
    expect(screen.queryByText('Upload a signed copy')).toBeNull();
    expect(screen.getByRole('link', { name: 'Seizure of the victim reception service' })).toBeTruthy();
  });

  test('MS-18 a file that is too large is refused before it is sent', async () => {
    const asked = aServer(() => ({ status: 204 }));
    show(granted());
    const input = screen.getByLabelText('File');
    const large = new File(['%PDF-'], 'scan.pdf', { type: 'application/pdf' });
    Object.defineProperty(large, 'size', { value: 11 * 1024 * 1024 });
    await fireEvent.change(input, { target: { files: [large] } });
    expect((screen.getByRole('button', { name: 'Upload' }) as HTMLButtonElement).disabled).toBe(true);
    expect(asked).toEqual([]);
  });
});

describe('the order of papers', () => {
  test('MS-18 the form of the agreement leads to the paper: make, sign, upload; the copy is chosen by itself', async () => {
    forgetDrafts();
    const desk = new MeasureDesk(id(800));
    const sent: { method: string; path: string; headers: Headers }[] = [];
    vi.stubGlobal('fetch', async (input: string | Request, init?: RequestInit) => {
      const request = input instanceof Request ? input : new Request(new URL(input, 'http://localhost'), init);
      sent.push({ method: request.method, path: new URL(request.url).pathname, headers: request.headers });
      return new Response(request.method === 'GET' ? JSON.stringify(granted()) : null, { status: request.method === 'GET' ? 200 : 204 });
    });
    const spec = FORMS['agree'];
    if (!spec) throw new Error('there is no form');
    const one: About = {
      view: granted(), me: me('case_officer'), today: '2026-11-22', zones: [], offices: null, questionnaire: null, dossier: null, magistrates: [], fresh: id(9), task: null,
    };
    render(CommandPanel, { desk, spec, about: one, draft: 'x', ondone: () => undefined, oncancel: () => undefined });
    await fireEvent.click(screen.getByRole('button', { name: 'Save in the file' }));
    expect(screen.getByText('Upload the signed copy first.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Make: User agreement' })).toBeTruthy();
    const scan = new File(['%PDF-1.7 %%EOF'], 'overeenkomst é.pdf', { type: 'application/pdf' });
    await fireEvent.change(screen.getByLabelText('Signed copy: User agreement'), { target: { files: [scan] } });
    await fireEvent.click(screen.getByRole('button', { name: 'Upload' }));
    await screen.findByText('Kept with the measure.');
    const put = sent.find((request) => request.method === 'PUT');
    expect([put?.headers.get('x-document-kind'), put?.headers.get('file-name')]).toEqual(['user-agreement', 'overeenkomst%20%C3%A9.pdf']);
    await fireEvent.click(screen.getByRole('button', { name: 'Save in the file' }));
    await waitFor(() => expect(sent.some((request) => request.path.endsWith('/commands'))).toBe(true));
    vi.unstubAllGlobals();
  });
});
