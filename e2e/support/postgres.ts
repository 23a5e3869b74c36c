// A PostgreSQL to lose: the one that the test command started, else one of our own. A database of its own for each test.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const DEBIAN = '/usr/lib/postgresql';

/** The folder with `initdb` and its like. */
function programs(): string {
  const named = process.env['HOEDER_TEST_POSTGRES_PROGRAMS'];
  if (named) return named;
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)).map((one) => join(DEBIAN, one, 'bin')) : [];
  const found = [...versions, ...(process.env['PATH'] ?? '').split(delimiter)].find((folder) => existsSync(join(folder, 'initdb')));
  if (!found) throw new Error('PostgreSQL 15 or newer is not installed (Debian: apt-get install postgresql)');
  return found;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function numberOf(flag: '-u' | '-g'): Promise<number> {
  return Number((await run('id', [flag, 'postgres'])).stdout.trim());
}

/** A database server: given, or our own for as long as it lives. */
export class Postgres {
  private constructor(
    private readonly url: string,
    private readonly own: { child: ChildProcess; folder: string } | null,
  ) {}

  static async open(): Promise<Postgres> {
    const given = process.env['HOEDER_TEST_POSTGRES'];
    return given ? new Postgres(given, null) : Postgres.launch();
  }

  /** PostgreSQL refuses to run as root: then it runs as the user `postgres` of the package. */
  private static async launch(): Promise<Postgres> {
    const folder = await mkdtemp(join(tmpdir(), 'hoeder-e2e-pg-'));
    const root = process.getuid?.() === 0;
    const who = root ? { uid: await numberOf('-u'), gid: await numberOf('-g') } : {};
    if (who.uid !== undefined && who.gid !== undefined) await chown(folder, who.uid, who.gid);
    const data = join(folder, 'data');
    const as = { ...who, cwd: folder };
    await run(join(programs(), 'initdb'), ['-D', data, '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--no-sync'], as);
    const port = await freePort();
    const options = ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`];
    const child = spawn(join(programs(), 'postgres'), options, { ...as, stdio: ['ignore', 'ignore', 'pipe'] });
    await new Promise<void>((ready, failed) => {
      let log = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        log += text;
        if (log.includes('ready to accept connections')) ready();
      });
      child.once('exit', () => failed(new Error(log)));
    });
    return new Postgres(`postgres://postgres@127.0.0.1:${port}/postgres`, { child, folder });
  }

  /** Says one thing to the database server. */
  async say(sql: string): Promise<string> {
    return (await run(join(programs(), 'psql'), [this.url, '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-c', sql])).stdout.trim();
  }

  async database(name: string): Promise<Database> {
    await this.say(`CREATE DATABASE ${name}`);
    const url = new URL(this.url);
    url.pathname = `/${name}`;
    return new Database(this, name, url.toString());
  }

  async close(): Promise<void> {
    if (!this.own) return;
    const { child, folder } = this.own;
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}

/** One database that can vanish and return. */
export class Database {
  constructor(
    private readonly server: Postgres,
    private readonly name: string,
    readonly url: string,
  ) {}

  /** Ends every connection and takes no new one. */
  async vanish(): Promise<void> {
    await this.server.say(`ALTER DATABASE ${this.name} ALLOW_CONNECTIONS false`);
    await this.server.say(`SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '${this.name}'`);
  }

  async returns(): Promise<void> {
    await this.server.say(`ALTER DATABASE ${this.name} ALLOW_CONNECTIONS true`);
  }

  async drop(): Promise<void> {
    await this.server.say(`DROP DATABASE IF EXISTS ${this.name} WITH (FORCE)`);
  }
}
