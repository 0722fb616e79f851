const DATABASE = 'chat';
const STORE = 'session';

/** What is kept: the session's tokens, and the language for whoever cannot see the page's settings. */
type Key = 'current' | 'language';

/**
 * Values that all tabs and the service worker see the same way: once `put` has resolved, a `get` anywhere
 * returns it. localStorage does not promise that: another process may read an old value for a moment. Where
 * the browser refuses IndexedDB there is nothing here.
 */
export const vault = {
  get: <T>(key: Key = 'current'): Promise<T | null> =>
    within<T | null>('readonly', (store) => store.get(key)).then((value) => value ?? null),
  put: (value: unknown, key: Key = 'current'): Promise<void> =>
    within<unknown>('readwrite', (store) => store.put(value, key)).then(),
  clear: (): Promise<void> => within<unknown>('readwrite', (store) => store.delete('current')).then(),
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
