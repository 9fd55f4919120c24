import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openApiDocument } from '../doors/http/index.ts'
import { systemClock } from '../floor/clock.ts'
import { silentLog } from '../floor/logging.ts'
import { Gate, type House, type Route } from '../gate/index.ts'
import { statute } from '../chapters/statute.ts'
import { openChapters } from '../office.ts'

const file = fileURLToPath(new URL('../docs/openapi.json', import.meta.url))

/** Stands in for database, keys and ledger while only the route tables are wanted: nothing of it may be called. */
const absent = <T>(name: string): T =>
  new Proxy(
    { indexKey: () => Buffer.alloc(32), deriveSecret: () => Buffer.alloc(32) },
    {
      get: (known, property) => {
        if (property in known) return known[property as keyof typeof known]
        if (typeof property === 'symbol' || property === 'then') return undefined
        return () => {
          throw new Error(`${name}.${property} is not here: only the route tables are`)
        }
      },
    },
  ) as T

/** Every route of the program, without opening a database. */
export function allRoutes(): readonly Route[] {
  const house: House = {
    db: absent('db'),
    ledger: absent('ledger'),
    keyring: absent('keyring'),
    files: absent('files'),
    clock: systemClock,
    log: silentLog,
    gate: new Gate(statute, absent('ledger'), () => Buffer.alloc(0)),
    workFolder: 'work',
    timeZone: 'Asia/Shanghai',
  }
  const chapters = openChapters(house, {
    session: { idleMinutes: 30, absoluteHours: 12 },
    dataFolder: 'data',
  })
  return Object.values(chapters).flatMap((chapter) => chapter.routes)
}

/** The description of the API as it is kept in docs/openapi.json. */
export const openApiText = (): string => `${JSON.stringify(openApiDocument(allRoutes()), null, 1)}\n`

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(file, openApiText())
  process.exit(0)
}
