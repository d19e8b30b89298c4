// The capture page opens without a connection; everything else is asked of the hub as ever. What is kept is put there
// by the page itself (capture/offline.ts): files of the build carry their hash in the name, so a kept one is never old.

addEventListener('install', () => self.skipWaiting());
addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate' && pathname === '/capture')
    event.respondWith(
      fetch(request).catch(async (error) => {
        const kept = await caches.match('/capture');
        if (kept) return kept;
        throw error;
      }),
    );
  else if (pathname.startsWith('/assets/')) event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
});
