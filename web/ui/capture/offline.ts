/** Where the service worker finds this page when the net is away. */
const cacheName = 'capture';

/** Keeps this page and what it was built of, so that it opens without a connection; what an earlier version left goes. */
export async function keepForOffline(): Promise<void> {
  if (!('serviceWorker' in navigator) || !navigator.onLine) return;
  await navigator.serviceWorker.register('/sw.js');
  const assets = performance
    .getEntriesByType('resource')
    .map(({ name }) => new URL(name))
    .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith('/assets/'))
    .map(({ pathname }) => pathname);
  const wanted = ['/capture', ...new Set(assets)];
  const cache = await caches.open(cacheName);
  const kept = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  await cache.addAll(wanted.filter((path) => path === '/capture' || !kept.has(path)));
  for (const path of kept) if (!wanted.includes(path)) await cache.delete(path);
}
