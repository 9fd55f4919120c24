import { serveDocumentWorker } from './worker.ts'

await serveDocumentWorker()
// Libraries keep threads alive that nobody needs any more.
process.exit(0)
