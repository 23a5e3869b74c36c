// What the forms of a measure may need besides the measure itself: zones, offices, the checklist, the dossier. Read once each.
import { readCase, readZones } from '../../lib/api/api';
import type { Magistrate, MeasureView, OfficesView, Questionnaire } from '../../lib/api/measure-types';
import { readMagistrates, readOffices, readQuestionnaires } from '../../lib/api/measures';
import type { Case, Me, ZoneShapes } from '../../lib/api/types';
import { nowMs } from '../../lib/clock.svelte';
import { zoneText } from '../desk/texts';
import { Fetched } from '../fetched.svelte';
import { dayInBelgium } from '../parts/civil';
import type { About } from './forms/spec';
import type { Option } from './parts/form';

/** Zones by code and name, each once. */
export function zoneOptions(shapes: ZoneShapes | null): Option[] {
  const found = new Map<string, string>();
  for (const { properties } of shapes?.features ?? []) found.set(properties.id, zoneText(properties));
  return [...found].map(([value, text]) => ({ value, text })).sort((a, b) => a.text.localeCompare(b.text));
}

export class Surroundings {
  readonly zones = new Fetched<ZoneShapes>(readZones);
  readonly offices = new Fetched<OfficesView>(readOffices);
  readonly lists = new Fetched<Questionnaire[]>(readQuestionnaires);
  dossier = $state.raw<Case | null>(null);
  magistrates = $state.raw<Magistrate[]>([]);

  read = (): void => {
    void this.zones.read();
    void this.offices.read();
    void this.lists.read();
  };

  /** The dossier with its devices; a role that may not read it goes without. */
  readDossier = async (id: string): Promise<void> => {
    const result = await readCase(id);
    if (result.ok) this.dossier = result.data;
  };

  /** Who may have said a ruling by phone. */
  readMagistrates = async (office: string): Promise<void> => {
    const result = await readMagistrates(office);
    if (result.ok) this.magistrates = result.data;
  };

  about(view: MeasureView, me: Me, task: string | null, fresh: string): About {
    return {
      view, me, task, fresh, today: dayInBelgium(nowMs()), zones: zoneOptions(this.zones.data), offices: this.offices.data,
      questionnaire: this.lists.data?.at(-1) ?? null, dossier: this.dossier, magistrates: this.magistrates.map((one) => ({ value: one.id, text: one.name })),
    };
  }
}
