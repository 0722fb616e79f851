/**
 * Storage of the browser that never throws: private windows and full disks refuse it, and then things are
 * merely not kept.
 */
function guarded(storage: () => Storage) {
  return {
    get(key: string): string | null {
      try {
        return storage().getItem(key);
      } catch {
        return null;
      }
    },
    set(key: string, value: string | null): void {
      try {
        if (value === null) {
          storage().removeItem(key);
        } else {
          storage().setItem(key, value);
        }
      } catch {
        // Not kept.
      }
    },
  };
}

/** Shared by all tabs, kept until removed. */
export const shared = guarded(() => localStorage);

/** Of this tab, kept over a reload. */
export const ofTab = guarded(() => sessionStorage);
