import { serveSheetWorker } from './worker.ts'

await serveSheetWorker()
