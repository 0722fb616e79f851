const DATABASE = 'chat';
const STORE = 'session';
const KEY = 'current';

/**
 * One value that all tabs see the same way: once `put` has resolved, a `get` in any tab returns it.
 * localStorage does not promise that: another process may read an old value for a moment. Where the browser
 * refuses IndexedDB there is nothing here.
 */
export const vault = {
  get: <T>(): Promise<T | null> =>
    within<T | null>('readonly', (store) => store.get(KEY)).then((value) => value ?? null),
  put: (value: unknown): Promise<void> =>
    within<unknown>('readwrite', (store) => store.put(value, KEY)).then(),
  clear: (): Promise<void> => within<unknown>('readwrite', (store) => store.delete(KEY)).then(),
};

async function within<T>(
  mode: IDBTransactionMode,
  request: (store: IDBObjectStore) => IDBRequest,
): Promise<T | null> {
  try {
    const database = await opened();
    try {
      return await new Promise<T>((resolve, reject) => {
        const transaction = database.transaction(STORE, mode);
        const asked = request(transaction.objectStore(STORE));
        transaction.oncomplete = () => resolve(asked.result as T);
        transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      database.close();
    }
  } catch {
    return null;
  }
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}
