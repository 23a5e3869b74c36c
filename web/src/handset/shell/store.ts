// What survives a reload or a flat battery: the key, the counter, the outbox. IndexedDB, written strictly.
// The secret key is kept as an object that nothing can read out. Never here: what any of it means.
import { upgraded } from '../beacon/image';
import type { OutboxImage } from '../beacon/types';
import type { ButtonStore, KeptButton } from '../button/button.svelte';

/** Who this handset is. */
export interface Identity {
  handset: string;
  /** Base64: the one key whose word is believed. */
  cell_key: string;
  secret: CryptoKey;
}
export interface Kept {
  identity: Identity | null;
  image: OutboxImage | null;
  /** It was taken out of use: the key is gone, and the page says how to reach 112. */
  ended: boolean;
}
export interface Store {
  load(): Promise<Kept>;
  /** A new pairing: replaces key and outbox, and begins to count at 1. The button stays: it is the same person's. */
  pair(identity: Identity, image: OutboxImage | null): Promise<void>;
  saveImage(image: OutboxImage): Promise<void>;
  /** Takes the next numbers; they are on storage as used before the first one is given. Answers the first. */
  reserve(count: number): Promise<number>;
  /** Key, settings and outbox are gone. */
  wipe(): Promise<void>;
}

const NAME = 'h';
const TABLE = 'kept';

function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('storage gave up'));
    transaction.onerror = () => reject(transaction.error ?? new Error('storage failed'));
  });
}
function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('storage failed'));
  });
}

class IndexedStore implements Store, ButtonStore {
  constructor(private readonly db: IDBDatabase) {}

  private write(): { transaction: IDBTransaction; table: IDBObjectStore } {
    const transaction = this.db.transaction(TABLE, 'readwrite', { durability: 'strict' });
    return { transaction, table: transaction.objectStore(TABLE) };
  }
  async load(): Promise<Kept> {
    const table = this.db.transaction(TABLE).objectStore(TABLE);
    const [identity, image, ended] = await Promise.all(['identity', 'image', 'ended'].map((key) => answer<unknown>(table.get(key))));
    return { identity: (identity as Identity | undefined) ?? null, image: upgraded((image as OutboxImage | undefined) ?? null), ended: ended === true };
  }
  async pair(identity: Identity, image: OutboxImage | null): Promise<void> {
    const { transaction, table } = this.write();
    ['image', 'ended'].forEach((key) => table.delete(key));
    table.put(identity, 'identity');
    table.put(1, 'counter');
    if (image) table.put(image, 'image');
    await done(transaction);
  }
  async saveImage(image: OutboxImage): Promise<void> {
    const { transaction, table } = this.write();
    table.put(image, 'image');
    await done(transaction);
  }
  async loadButton(): Promise<KeptButton | null> {
    const table = this.db.transaction(TABLE).objectStore(TABLE);
    return (await answer<KeptButton | undefined>(table.get('button'))) ?? null;
  }
  async saveButton(button: KeptButton | null): Promise<void> {
    const { transaction, table } = this.write();
    if (button) table.put(button, 'button');
    else table.delete('button');
    await done(transaction);
  }
  async reserve(count: number): Promise<number> {
    const { transaction, table } = this.write();
    const first = (await answer<number | undefined>(table.get('counter'))) ?? 1;
    table.put(first + count, 'counter');
    await done(transaction);
    return first;
  }
  async wipe(): Promise<void> {
    const { transaction, table } = this.write();
    table.clear();
    table.put(true, 'ended');
    await done(transaction);
  }
}

/** Opens the storage of this browser; fails where there is none. */
export async function openStore(): Promise<Store & ButtonStore> {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
  const db = await answer(request);
  // A browser may throw away what nobody asked it to keep.
  await navigator.storage?.persist?.().catch(() => false);
  return new IndexedStore(db);
}
