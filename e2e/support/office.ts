// A case officer who works by the interface instead of the screens: for tests whose story begins later.
import type { APIRequestContext } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { ask, signedIn } from './interface';
import type { Login, Spot } from './territory';

export interface PersonWish {
  name: string;
  kind?: 'protected' | 'household';
}
export interface CaseMade {
  id: string;
  number: string;
}

export class Office {
  private constructor(
    private readonly http: APIRequestContext,
    private readonly zone: string,
  ) {}

  static async open(url: string, login: Login = 'dirk'): Promise<Office> {
    const http = await signedIn(url, login);
    const me = await ask<{ zone?: string }>(http, 'GET', '/session');
    return new Office(http, me.zone ?? '');
  }

  private ask<T>(method: string, path: string, data?: object): Promise<T> {
    return ask<T>(this.http, method, path, data);
  }

  /** A case with its card. */
  async makeCase(number: string, home: Spot): Promise<CaseMade> {
    const id = randomUUID();
    await this.ask('PUT', `/cases/${id}`, {
      number,
      managing_zone: this.zone,
      state: 'active',
      card: {
        suspect: 'Bo Verzonnen', suspect_description: 'Tall, limps. Quick-tempered.', weapons: 'yes', weapons_note: 'Hunting rifle at home',
        vehicle: 'Grey van 1-ABC-234', context: 'Left in spring.', antecedents: 'Threats in 2025.', instructions: 'No sirens in the street.',
        children: 'Two, at school by day', duress_word: 'zonnebloem',
        places: [{ kind: 'home', address: 'Lindelaan 5', position: { lat: home.latitude, lon: home.longitude }, when: 'evenings' }],
      },
    });
    return { id, number };
  }

  async addPerson(one: CaseMade, wish: PersonWish): Promise<string> {
    const id = randomUUID();
    const { name, kind = 'protected' } = wish;
    await this.ask('PUT', `/cases/${one.id}/persons/${id}`, { kind, name, phone: '+32470123456', language: 'dutch', born: 1991 });
    return id;
  }

  /** A code to pair a phone of this person. */
  async pairingCode(one: CaseMade, person: string): Promise<string> {
    return (await this.ask<{ code: string }>('POST', `/cases/${one.id}/persons/${person}/pairing`)).code;
  }

  /** Every fault of the phones of a case is to be known within twenty seconds. */
  async watchClosely(one: CaseMade): Promise<void> {
    const { handsets } = await this.ask<{ handsets: { id: string; settings: object }[] }>('GET', `/cases/${one.id}`);
    for (const { id, settings } of handsets) await this.ask('PUT', `/handsets/${id}/settings`, { ...settings, class: 's20' });
  }

  close(): Promise<void> {
    return this.http.dispose();
  }
}
