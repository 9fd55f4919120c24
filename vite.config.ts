import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/**
 * Builds the web interface into dist/web. The server replaces `__CSP_NONCE__` in index.html at each response:
 * it is the nonce of the module script, of lazily loaded styles, and of the style elements antd adds.
 */
export default defineConfig({
  root: 'doors/web',
  base: '/',
  plugins: [react()],
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2500,
    rolldownOptions: {
      // The second page is the small program for customers, under /o/; what the two share is split off.
      input: { staff: 'doors/web/index.html', open: 'doors/web/open/index.html' },
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 2 },
            { name: 'chart', test: /node_modules[\\/](echarts|zrender)[\\/]/, priority: 1 },
            { name: 'vendor', test: /node_modules[\\/]/ },
          ],
        },
      },
    },
  },
})
