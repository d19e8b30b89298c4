import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import icons from 'unplugin-icons/vite';
import { defineConfig } from 'vite';

/** Where `vite` finds the hub while one works on the screens; the built pages are served by the hub itself. */
const hub = process.env['HUB_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), icons({ compiler: 'raw' })],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2023', reportCompressedSize: false, modulePreload: { polyfill: false } },
  // The hub puts a fresh one into each page (web/app.ts).
  html: { cspNonce: 'NONCE-OF-THIS-ANSWER' },
  server: { proxy: { '/api': hub } },
});
