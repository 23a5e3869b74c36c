// A running server in a folder of its own, with the invented territory; it can be killed and started again in place.
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server } from './program';
import { furnish, type Place } from './territory';

/** Settings by their names, such as `alarm.own_room_s`. */
export type Settings = Record<string, string | number | readonly string[]>;

function toml(settings: Settings): string {
  const sections = new Map<string, string[]>();
  for (const [name, value] of Object.entries(settings)) {
    const [section = '', key = ''] = name.split('.');
    sections.set(section, [...(sections.get(section) ?? []), `${key} = ${JSON.stringify(value)}`]);
  }
  return [...sections].map(([section, lines]) => `[${section}]\n${lines.join('\n')}\n`).join('\n');
}

/** A furnished data folder, made once and copied for each test. */
export class Template {
  private constructor(readonly folder: string) {}

  static async make(): Promise<Template> {
    const folder = await mkdtemp(join(tmpdir(), 'hoeder-e2e-'));
    await furnish(['--data', join(folder, 'data')]);
    return new Template(folder);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

export class House {
  private constructor(
    private readonly folder: string,
    private readonly store: Place,
    private server: Server,
    private readonly before: Server[] = [],
  ) {}

  /** With the embedded store. */
  static async embedded(template: Template, settings: Settings): Promise<House> {
    const folder = await mkdtemp(join(tmpdir(), 'hoeder-e2e-'));
    await cp(template.folder, folder, { recursive: true });
    return House.open(folder, ['--data', join(folder, 'data')], settings);
  }

  /** With PostgreSQL as the store. */
  static async on(url: string, settings: Settings): Promise<House> {
    const folder = await mkdtemp(join(tmpdir(), 'hoeder-e2e-'));
    const store = ['--data', join(folder, 'data'), '--store', url];
    await furnish(store);
    return House.open(folder, store, settings);
  }

  private static async open(folder: string, store: Place, settings: Settings): Promise<House> {
    await writeFile(join(folder, 'config.toml'), toml(settings));
    return new House(folder, store, await House.serve(folder, store, 0));
  }

  private static serve(folder: string, store: Place, port: number, more: Readonly<Record<string, string>> = {}): Promise<Server> {
    const config = join(folder, 'config.toml');
    return Server.start(['serve', ...store, '--listen', `127.0.0.1:${port}`, '--metrics-listen', 'off', '--config', config], more);
  }

  get url(): string {
    return this.server.url;
  }
  get port(): number {
    return this.server.port;
  }
  /** The arguments that name the log, for commands. */
  get place(): Place {
    return this.store;
  }
  /** All that the servers of this house have logged. */
  get log(): string {
    return [...this.before, this.server].map((one) => one.stderr).join('\n');
  }
  /** The port of a listener for trackers, by its name in the log, such as `teltonika`. */
  listensAt(listener: string): number {
    const port = new RegExp(`listening for trackers.*\\b${listener}: Some\\([\\d.]+:(\\d+)\\)`).exec(this.server.stderr)?.[1];
    if (port === undefined) throw new Error(`${listener} is not on`);
    return Number(port);
  }
  get errors(): string[] {
    return [...this.before, this.server].flatMap((one) => one.errors());
  }

  /** The power fails. */
  kill(): Promise<void> {
    return this.server.kill();
  }
  stop(): Promise<void> {
    return this.server.stop();
  }
  /** The same folder, the same port, a new process. `more` is added to its environment. */
  async again(more: Readonly<Record<string, string>> = {}): Promise<void> {
    const port = this.server.port;
    this.before.push(this.server);
    this.server = await House.serve(this.folder, this.store, port, more);
  }

  /** A file of the organisation that a setting names. It is the only setting from the next start on. */
  async keepFile(setting: string, name: string, content: string): Promise<void> {
    const path = join(this.folder, name);
    await writeFile(path, content);
    await writeFile(join(this.folder, 'config.toml'), toml({ [setting]: path }));
  }

  async remove(): Promise<void> {
    await this.server.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
