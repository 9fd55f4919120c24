import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dumpSchema } from './dump-schema.ts'
import { migrate } from './migrate.ts'
import { openDatabase } from './open.ts'

/** A program: migrates an empty database and writes what came out to schema.sql. Run it after adding a migration. */
const folder = mkdtempSync(join(tmpdir(), 'mifeng-dump-'))
try {
  const opened = await openDatabase({ dataFolder: folder })
  try {
    await migrate(opened.owner.connection)
    writeFileSync(
      fileURLToPath(new URL('schema.sql', import.meta.url)),
      await dumpSchema(opened.owner.connection),
    )
  } finally {
    await opened.close()
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
