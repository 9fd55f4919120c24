import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

/** Builds the gallery of shared components for `look.ts`, in development mode so that warnings are heard. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  mode: 'development',
  define: { 'process.env.NODE_ENV': '"development"' },
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    emptyOutDir: true,
    target: 'es2022',
    minify: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
})
