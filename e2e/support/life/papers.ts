// The papers of a measure as their readers get them: downloaded from the screen and read by another program than the one that wrote them.
import { expect } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import type { Clerk } from './clerk';
import { fill, type Entry } from './forms';
import { RISK_NOTE } from './intake';
import { CASE, PERSON, PHONE, SECRET_ADDRESS, SUSPECT, type Story } from './story';

/** The words of a PDF on one line. */
function words(pdf: Buffer): string {
  return execFileSync('pdftotext', ['-', '-'], { input: pdf, encoding: 'utf8' }).split(/\s+/).join(' ');
}

interface Paper {
  words: string;
  bytes: Buffer;
}

/** Makes a document at the screen, with what the file does not hold, and takes it home. */
async function made(clerk: Clerk, kind: string, entries: readonly Entry[]): Promise<Paper> {
  const name = clerk.t(`document-${kind}`);
  const documents = clerk.region(clerk.t('documents'));
  await documents.getByRole('button', { name: new RegExp(`^${clerk.t('document-make')}\\s*: ${name}$`) }).click();
  const dialog = clerk.page.getByRole('dialog', { name: clerk.t('paper-make', { document: name }) });
  await fill(dialog, clerk.language, entries);
  await dialog.getByRole('button', { name: clerk.t('document-make'), exact: true }).click();
  await expect(dialog, `${kind} was made`).toBeHidden();
  const link = documents.getByRole('link', { name: clerk.t('paper-download'), exact: true });
  const [file] = await Promise.all([clerk.page.waitForEvent('download'), link.click()]);
  expect(file.suggestedFilename(), 'the name of a file tells nothing to an onlooker').not.toMatch(/verzonnen|alarm|hoeder/i);
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  return { words: words(bytes), bytes };
}

/** What no paper of this measure may hold (MS-11, MS-23, MS-24), but for the one that goes to the reception of victims. */
const NEVER = [SECRET_ADDRESS, 'Schuilstraat', RISK_NOTE, 'sjaal', SUSPECT];
const CONTACT = [PHONE, '0470 12 34 56', '0470123456'];
/** What would tell a reader of the criminal file, or the suspect, that there is an alarm. */
const TELLING = [/alarm/i, /alarme/i, /knop/i, /bouton/i, /hoeder/i, /maatregel/i, /mesure/i, new RegExp(CASE)];
const NOT_FOR_THE_FILE = { nl: /niet voor het strafdossier/i, fr: /pas pour le dossier répressif/i } as const;
/** A sentence of each language that no document does without: the other one is not in it. */
const OTHER = { nl: /\b(le|les|vous|est)\b.*\b(le|les|vous|est)\b/, fr: /\b(het|een|van|wordt)\b.*\b(het|een|van|wordt)\b/ } as const;

interface Expected {
  /** What is asked before it is made. */
  says?: readonly Entry[];
  /** All that must be in it. */
  holds: readonly string[];
  /** To whom: the criminal file, the reception of victims with the contact data, or anybody else of the measure. */
  reader?: 'criminal-file' | 'reception';
}

/** Makes a document, opens it and checks its words: what must be in it, and what must not. */
export async function paper(story: Story, clerk: Clerk, kind: string, { says = [], holds, reader }: Expected): Promise<Paper> {
  const found = await made(clerk, kind, says);
  // The instructions lie about in a kitchen: they name nobody.
  for (const one of kind === 'instructions' ? holds : [PERSON, ...holds]) expect.soft(found.words, kind).toContain(one);
  expect.soft(found.words, `${kind} is in one language`).not.toMatch(OTHER[story.language]);
  for (const never of reader === 'reception' ? [RISK_NOTE, SUSPECT] : [...NEVER, ...CONTACT]) expect.soft(found.words, kind).not.toContain(never);
  if (reader === 'criminal-file') for (const telling of TELLING) expect.soft(found.words, `${kind} tells nobody of an alarm`).not.toMatch(telling);
  else expect.soft(found.words, `${kind} stays out of the criminal file`).toMatch(NOT_FOR_THE_FILE[story.language]);
  return found;
}

/** Uploads the copy that was signed on paper: from the document that it is a copy of. */
export async function uploadSigned(clerk: Clerk, kind: string, bytes: Buffer): Promise<void> {
  const documents = clerk.region(clerk.t('documents'));
  const name = clerk.t(`document-${kind}`);
  await documents.getByRole('button', { name: new RegExp(`^${clerk.t('document-upload')}\\s*: ${name}$`) }).first().click();
  const dialog = clerk.page.getByRole('dialog', { name: clerk.t('document-upload') });
  await dialog.getByLabel(clerk.t('paper-copy-of', { document: name }), { exact: true }).setInputFiles({ name: 'scan.pdf', mimeType: 'application/pdf', buffer: bytes });
  await dialog.getByRole('button', { name: clerk.t('document-upload-do'), exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(documents).toContainText(clerk.t('document-signed'));
}
