import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The service that `npm run dev` asks. */
const SERVICE = 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [react()],
  // The service puts a nonce of its own into each answer.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: '../dist/dashboard',
    emptyOutDir: true,
    // Nothing is written into the page or the styles that could be a file: the policy would refuse it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { '/api': { target: SERVICE, ws: true }, '/metrics': SERVICE } },
});
