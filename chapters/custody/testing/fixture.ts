import { expect } from 'vitest'
import { isRefusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { JobRunner } from '../../../floor/jobs/index.ts'
import { ACTS } from '../../../floor/ledger/index.ts'
import { type Caller, type Input, type PersonFacts, rowFilter, purposesOfAll } from '../../../gate/index.ts'
import type { CustodyOptions } from '../index.ts'
import { type CustodyHouse, openCustodyHouse } from './house/fixture.ts'

/** What the stories of this chapter do again and again. */
export interface Story extends CustodyHouse {
  /** Records officer, cleared for everything. */
  readonly archivist: Caller
  /** A clerk with own files only, cleared up to level 2. */
  readonly sales: Caller
  /** Runs a route as the door would, after checking the request by its shape. */
  call<T>(
    caller: Caller,
    method: string,
    path: string,
    o?: { params?: object; body?: object; query?: object; file?: Input['file'] },
  ): Promise<T>
  /** Newest acts in the ledger, oldest first. */
  acts(count: number): Promise<Record<string, unknown>[]>
  runJobs(): Promise<number>
  /** The value as somebody with a grant for it sees it. */
  seen(id: string, code: string): Promise<string | undefined>
  find(text: string): Promise<string[]>
}

export const refusedBy = (value: unknown): readonly string[] => (isRefusal(value) ? value.because : [])
export const mistake = (code: string) => expect.objectContaining({ name: 'Mistake', code })

/** Opens a house for one test file. */
export async function openStory(options: CustodyOptions = {}): Promise<Story> {
  const all = await openCustodyHouse(options)
  all.custody.useReadingFacts(() =>
    Promise.resolve({
      grants: [],
      purposes: purposesOfAll('service'),
      quota: { fullViews: 0, fullViewsMax: 10, searches: 0, searchesMax: 10, exportRowsMax: 10 },
    }),
  )
  const now = (): number => all.house.clock.now().getTime()
  const reader: PersonFacts = {
    id: newId(), active: true, mustChangePassword: false, roles: new Set(), clearance: 4, scope: 'all', departments: new Set(), reach: 'everything' as const, authority: 'everything' as const, unmet: new Set<string>(),
  } // prettier-ignore
  return {
    ...all,
    archivist: all.person({ roles: new Set(['archivist']), scope: 'all', clearance: 4 }),
    sales: all.person({ clearance: 2 }),
    call: async <T>(
      caller: Caller,
      method: string,
      path: string,
      o: { params?: object; body?: object; query?: object; file?: Input['file'] } = {},
    ) => {
      const route = all.custody.routes.find((one) => one.method === method && one.path === path)!
      const input = {
        caller,
        params: route.params?.parse(o.params ?? {}),
        query: route.query?.parse(o.query ?? {}),
        body: route.body?.parse(o.body ?? {}),
        file: o.file,
      }
      const value = await route.run(input as unknown as Input)
      return (isRefusal(value) || route.reply === 'file' ? value : route.reply.parse(value)) as T
    },
    acts: async (count) => {
      const { size } = await all.house.ledger.head(ACTS)
      const entries = await all.house.ledger.entries(ACTS, Math.max(0, size - count), size)
      return entries.map(({ text }) => JSON.parse(text) as Record<string, unknown>)
    },
    runJobs: () => new JobRunner(all.house.db, all.house.clock, all.custody.jobs!, {}).runDue(),
    seen: async (id, code) => {
      const material = (await all.custody.material([id])).get(id)!
      const field = all.field(code)
      const grant = { id: newId(), application: newId(), purpose: 'service', modes: new Set(['read' as const]), fields: new Set([field]), from: 0, until: now() + 1000, revoked: false } // prettier-ignore
      const quota = { fullViews: 0, fullViewsMax: 1, searches: 0, searchesMax: 1, exportRowsMax: 1 }
      const reading = await all.house.gate.read({
        question: { actor: reader.id, verb: 'read', customer: id, fields: [field], purpose: 'service', at: now() },
        facts: { person: reader, customer: material.facts, fields: material.fields, grants: [grant], purposes: purposesOfAll('service'), quota },
        file: material.file,
      }) // prettier-ignore
      if (isRefusal(reading)) throw new Error('refused')
      return reading.opened.full.get(field)
    },
    find: async (text) => {
      const take = { most: 20 }
      const found = await all.custody.findFiles(rowFilter(reader, now()), all.custody.queryTokens(text), take)
      return found.map(({ head }) => head.id)
    },
  }
}
