// From the bomb on the magistrate's phone to an alarm that works: the urgent grant, the agreement, the phone, the test.
import { expect } from '@playwright/test';
import { fillCard, openPairing } from '../cases';
import { choose, pick, say, sayMore, tick } from './forms';
import { paper, uploadSigned } from './papers';
import { CASE, PERSON, SECRET_ADDRESS, SUSPECT, type Story } from './story';
import { monthsAfter, written } from './time';

const IN_BED = { viewport: { width: 390, height: 844 } };
const NUMBER = '0470 12 34 56';

/** At night, on a phone: the bomb first, then the decision. */
export async function grantAtNight(story: Story): Promise<void> {
  const paul = await story.magistrate('paul', IN_BED);
  await paul.sees(paul.t('waits-bomb'));
  await paul.sees(paul.t('waits-urgent'));
  await story.look('10-waiting-phone', paul.page);
  await paul.openWaiting(CASE);
  await story.look('11-decision-phone', paul.page);
  await paul.confirm('confirm-bomb');
  await paul.confirm('confirm-request');
  await paul.button(paul.t('act-grant')).click();
  const dialog = paul.page.getByRole('dialog', { name: paul.t('act-grant') });
  await story.look('12-grant-dialog-phone', paul.page);
  await expect(dialog).toContainText(paul.t('decide-urgent-what'));
  await paul.submit(dialog, [say('decide-reason', 'Doodsbedreigingen en geschonden contactverbod.')], paul.t('act-grant'));
  story.granted = story.calendar.day();
  await paul.sees(paul.t('mstage-granted'));
  await story.look('13-granted-phone', paul.page);
  await story.goesHome('paul');
}

/** What was missing became tasks: antecedents for the magistrate, the rest for the officer. */
export async function completeTheFile(story: Story): Promise<void> {
  const dirk = await story.officer('dirk');
  await dirk.sees(dirk.t('missing-after-urgent'));
  await story.look('20-granted', dirk.page);
  await dirk.doTask('complete-subsidiarity', 'form-assess', [sayMore('f-subsidiarity', 'Contactverbod driemaal geschonden.')]);
  await dirk.doTask('check-firearms', 'form-assess', [pick('f-firearms', 'answer-no')]);
  const paul = await story.magistrate('paul');
  await paul.openWaiting(CASE);
  await story.look('21-decision-desk', paul.page);
  await paul.act('antecedents', [], 'antecedents-do');
  await dirk.page.bringToFront();
  await expect(dirk.main, 'nothing is missing any more').not.toContainText(dirk.t('missing-after-urgent'));
}

/** Where she really lives is known to few. */
export async function keepTheAddress(story: Story): Promise<void> {
  const dirk = await story.officer('dirk');
  await dirk.page.getByRole('link', { name: dirk.t('measure-to-case') }).click();
  const persons = dirk.region(dirk.t('persons'));
  await persons.getByRole('button', { name: dirk.t('change'), exact: true }).click();
  await persons.getByLabel(dirk.t('person-born-on'), { exact: true }).fill('1991-03-04');
  await persons.getByLabel(dirk.t('address'), { exact: true }).fill(SECRET_ADDRESS);
  await expect(persons.getByLabel(dirk.t('person-address-where'), { exact: true })).toHaveValue('kept');
  await story.look('22-person', dirk.page);
  await persons.getByRole('button', { name: dirk.t('save'), exact: true }).click();
  await expect(persons.getByRole('button', { name: dirk.t('change'), exact: true })).toBeVisible();
  const home = { address: SECRET_ADDRESS, coordinates: '51.05, 3.68' };
  await fillCard(dirk.page, { suspect: SUSPECT, 'weapons-note': 'Jachtgeweer', 'what-to-do': 'Geen sirenes in de straat.' }, home, story.language);
}

/** The phone is paired at the desk and answers a test. */
export async function pairAndTest(story: Story): Promise<void> {
  const dirk = await story.clerk('dirk');
  const code = await openPairing(dirk.page, PERSON, story.language);
  const phone = await story.carry();
  await phone.pair(code);
  await phone.selfTest();
  await phone.expectTestAnswered();
  const dialog = dirk.page.getByRole('dialog');
  await expect(dialog).toContainText(dirk.t('pair-tested'));
  await story.look('23-paired', dirk.page);
  await dirk.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
}

/** She reads what she promises, and signs; the copy is kept. */
export async function agree(story: Story): Promise<void> {
  const dirk = await story.officer('dirk');
  const ends = written(monthsAfter(story.granted, 9), story.language);
  const agreement = await paper(story, dirk, 'user-agreement', { holds: [CASE, ends, 'Leiedal'] });
  await uploadSigned(dirk, 'user-agreement', agreement.bytes);
  await dirk.doTask('agree', 'form-agree');
  await dirk.happened('agreed');
}

/** The hearing, the grant and the device on paper. */
export async function firstPapers(story: Story): Promise<void> {
  const dirk = await story.officer('dirk');
  const [granted, ends] = [written(story.granted, story.language), written(monthsAfter(story.granted, 9), story.language)];
  await paper(story, dirk, 'hearing-annex', { says: [pick('paper-children', 'answer-yes')], holds: ['GE.43.L1.002/2026', granted, 'Dirk Dossier'] });
  await paper(story, dirk, 'grant-notice', { holds: [granted, ends, 'Paul Parket'] });
  await paper(story, dirk, 'instructions', { says: ['paper-press-twice', 'paper-vibrates', 'paper-notes'].map((one) => pick(one, 'answer-no')), holds: ['112'] });
}

/** Device, record and number against each other; then the alarm is on. */
export async function activate(story: Story): Promise<void> {
  const dirk = await story.officer('dirk');
  await story.look('24-before-activation', dirk.page);
  await dirk.doTask('activate', 'form-activate', [
    say('f-check-number', NUMBER), tick('f-check-receipt', dirk.t('f-check-out-signed')),
    pick('f-device-safety', 'f-safety-checked'), pick('f-coverage', 'f-coverage-good'),
  ]);
  await dirk.sees(dirk.t('alarm-on'));
  await dirk.sees(dirk.t('mstage-running'));
  const device = [choose('paper-device-kind', dirk.t('paper-device-phone')), say('paper-device-number', 'TEL-0042'), sayMore('paper-device-condition', 'nieuw')];
  await paper(story, dirk, 'device-receipt', { says: device, holds: ['TEL-0042', written(story.granted, story.language)] });
  await dirk.settle('activation-pv', 'GE.43.L1.003/2026');
  await dirk.settle('register-ang', 'ANG-0001');
  await dirk.settle('register-police', 'ISLP-0001');
  await story.look('25-running', dirk.page);
}

/** The reception of victims is told, with the contact data that nobody else gets, and offers help. */
export async function tellReception(story: Story): Promise<void> {
  const paul = await story.magistrate('paul');
  await paper(story, paul, 'reception-seizure', { holds: [SECRET_ADDRESS, PERSON], reader: 'reception' });
  await paul.done('seize-reception');
  await paul.done('register-office', 'MACH-0001');
  await story.look('26-magistrate-running', paul.page);
  const dora = await story.magistrate('dora');
  await dora.openWaiting(CASE);
  await dora.sees(SECRET_ADDRESS);
  await story.look('27-reception', dora.page);
  await dora.main.getByRole('radio', { name: dora.t('offer-accepted'), exact: true }).check();
  await dora.button(dora.t('reception-record')).click();
  await expect(dora.region(dora.t('reception-offers'))).not.toContainText(dora.t('reception-no-offers'));
}
