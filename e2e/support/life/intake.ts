// From the first call to the magistrate: a third party asks at the wrong zone; the right one hears the person and assesses the danger.
import { expect } from '@playwright/test';
import type { Clerk } from './clerk';
import { choose, fill, pick, pickWritten, report, say, type Entry } from './forms';
import { CASE, PERSON, type Story } from './story';

export const FACTS = 'Stond drie keer aan de school van de kinderen.';
/** A note to a factor of the checklist: never in a paper. */
export const RISK_NOTE = 'Zei dat hij haar zal wurgen met haar eigen sjaal.';

/** The zone of the shelter takes the request for somebody who lives elsewhere. */
export async function requestAtTheWrongZone(story: Story): Promise<void> {
  const dina = await story.clerk('dina');
  await dina.menu('nav-measures');
  await dina.page.getByRole('link', { name: dina.t('measure-new') }).click();
  const form = dina.main;
  await fill(form, story.language, [
    say('number', CASE), say('name', PERSON), say('phone', '0470 12 34 56'), choose('language-spoken', story.t(story.language === 'nl' ? 'spoken-dutch' : 'spoken-french')),
    pick('f-origin', 'f-origin-third'), say('f-third-who', 'Vluchthuis De Wende'), pick('f-third-trust', 'answer-yes'),
    report('GE.43.L1.001/2026', 'initial'), say('f-born-on', '1991-03-04'), choose('f-residence', 'Leiedal'), choose('f-relation', story.t('relation-ex-partners')),
    pick('f-honour', 'answer-no'), say('f-summary', 'Haar ex volgt haar al weken.'),
  ]);
  await story.look('01-request', dina.page);
  await dina.button(dina.t('command-give')).click();
  await expect(dina.page).toHaveURL(/\/measures\/[0-9a-f-]{36}$/);
  story.measure = dina.page.url().slice(-36);
  await dina.sees(dina.t('hand-over-open'));
  await story.look('02-requested', dina.page);
}

/** The zone where she lives confirms that it has the file. */
export async function confirmHandOver(story: Story): Promise<void> {
  const dirk = await story.clerk('dirk');
  await dirk.menu('nav-measures');
  await expect(dirk.page.getByRole('link', { name: CASE })).toBeVisible();
  await story.look('03-list', dirk.page);
  await dirk.page.getByRole('link', { name: CASE }).click();
  await dirk.sees(dirk.t('hand-over-to-you'));
  await story.look('04-file', dirk.page);
  await dirk.doTask('confirm-hand-over', 'form-receipt');
  await dirk.happened('receipt-confirmed');
  // Whoever sent it is told on the same screen that it is out of their hands.
  story.screens.expectTrouble(/status of 403 .*\/api\/v1\/measures\/[0-9a-f-]{36}$/);
  const dina = await story.clerk('dina');
  await dina.sees(dina.t('measure-left'));
  await story.goesHome('dina');
}

/** The hearing with its commitments: the next step opens by itself. */
export async function hear(story: Story): Promise<void> {
  const dirk = await story.officer('dirk');
  await dirk.page.getByRole('navigation', { name: dirk.t('intake-title') }).getByRole('button', { name: dirk.t('intake-hear') }).click();
  const yes = ['f-wants-it', 'f-no-contact', 'f-complaints', 'f-agreement', 'f-told-no-right'].map((question) => pick(question, 'answer-yes'));
  await story.look('05-hearing', dirk.page);
  await dirk.handIn('form-hear', [
    report('GE.43.L1.002/2026', 'subsequent'), say('f-facts', FACTS), say('f-relation-context', 'Zes jaar samen, sinds mei uit elkaar.'), ...yes,
    pick('f-secret-address', 'f-secret-kept'), pick('f-secret-contact', 'f-secret-kept'),
  ]);
  await dirk.happened('heard');
}

interface Item {
  bomb: boolean;
  nl: string;
  fr: string;
}

/** The eight questions and the checklist, with a note to each 'bomb' that is answered with yes. */
export async function riskAnswers(clerk: Clerk, bomb: 'answer-yes' | 'answer-no'): Promise<Entry[]> {
  const answer = await clerk.page.request.get('/api/v1/questionnaires');
  const items = ((await answer.json()) as { items: Item[] }[]).at(-1)?.items ?? [];
  expect(items.filter((item) => item.bomb).length, 'the checklist has bombs').toBeGreaterThan(0);
  const language = clerk.language === 'fr' ? 'fr' : 'nl';
  const eight = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => pickWritten(`${n}. ${clerk.t(`eight-${n}`)}`, clerk.t(n === 5 ? 'answer-unknown' : n < 4 ? 'answer-yes' : 'answer-no')));
  const first = items.findIndex((item) => item.bomb);
  const list = items.map((item, at) => pickWritten(item.bomb ? clerk.t('f-bomb', { text: item[language] }) : item[language], clerk.t(at === first ? bomb : 'answer-no')));
  return [...eight, ...list];
}

/** A checklist with a 'bomb'; why nothing lighter is enough is still to be written. */
export async function assess(story: Story): Promise<void> {
  const dirk = await story.officer('dirk');
  const form = dirk.region(dirk.t('form-assess'));
  await expect(form).toBeVisible();
  await fill(form, story.language, await riskAnswers(dirk, 'answer-yes'));
  await form.locator('[data-field^="checklist."][data-field$=".note"]').getByRole('textbox').fill(RISK_NOTE);
  await story.look('06-assessment', dirk.page);
  await dirk.handIn('form-assess', [
    pick('f-opposed', 'answer-yes'), pick('f-shelter', 'answer-no'), pick('f-firearms', 'answer-unknown'), pick('f-firearms-by', 'f-firearms-zone'),
    pick('f-within', 'answer-yes'), say('f-within-why', 'Ex-partner.'),
  ]);
  await dirk.sees(dirk.t('bomb-notice'));
}

/** Whoever waits for the missing parts waits too long. */
export async function putBefore(story: Story): Promise<void> {
  const dirk = await story.officer('dirk');
  await story.look('07-put-before', dirk.page);
  await dirk.handIn('form-put-before', [pick('f-procedure', 'f-urgent')]);
  await dirk.happened('put-before');
  await story.look('08-awaiting', dirk.page);
}
