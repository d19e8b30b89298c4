/** `captured`: vouchers on their way, by their id. `draft`: the one that is still being photographed, by its business. */
type Shelf = 'captured' | 'draft';

/** One act on the browser's own database, durable when it resolves. */
export async function store<T = unknown>(shelf: Shelf, mode: IDBTransactionMode, act: (all: IDBObjectStore) => IDBRequest): Promise<T> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('bizonylat-capture', 2);
    opening.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion < 1) opening.result.createObjectStore('captured', { keyPath: 'id' });
      opening.result.createObjectStore('draft');
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(shelf, mode, { durability: 'strict' });
      const asked = act(transaction.objectStore(shelf));
      transaction.oncomplete = () => resolve(asked.result as T);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}
