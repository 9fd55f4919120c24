import type { Writer } from '../../../floor/database/index.ts'
import { Mistake } from '../../../floor/errors.ts'
import { dayIn } from '../../people/index.ts'
import type { Context } from '../context.ts'
import type { StoredImport } from '../store/imports.ts'
import type { ImportOptions } from '../wire.ts'
import {
  compareWithKnown,
  insertConflicts,
  insertQuarantine,
  levelOfBatch,
  nextBatchNumber,
} from './store/quarantine.ts'
import { lockRecord } from './store/sources.ts'
import { checkers } from './context.ts'
import type { FileReport } from './wire.ts'

/**
 * The end of an import whose source is a third party: instead of being released the batch goes into quarantine, and the
 * people who check such batches are told. In the last transaction of the import.
 */
export async function arrive(
  ctx: Context,
  w: Writer,
  stored: Pick<StoredImport, 'id' | 'batchId' | 'createdBy'>,
  about: {
    readonly options: ImportOptions
    readonly report: FileReport
    readonly customers: number
    /** Salted hash of the file, as the ledger has it. */
    readonly fileHash: string
  },
): Promise<void> {
  const { house } = ctx
  const { options, report, customers, fileHash } = about
  const source = options.source === undefined ? undefined : await lockRecord(w, options.source)
  if (source === undefined || stored.batchId === null || options.legalBasis === undefined)
    throw new Mistake('collection.source-required')
  const at = house.clock.now()
  const number = await nextBatchNumber(w, dayIn(house.timeZone, at).slice(0, 4))
  await insertQuarantine(w, {
    batchId: stored.batchId, number, importId: stored.id, sourceId: source.id, sourceVersion: source.version, sourceHash: source.contentHash,
    importerId: stored.createdBy, customers, level: await levelOfBatch(w, stored.batchId), legalBasis: options.legalBasis, fileHash, report, arrivedAt: at,
  }) // prettier-ignore
  await insertConflicts(w, stored.batchId, await compareWithKnown(w, stored.batchId))
  house.gate.note(w, 'batch-quarantined', {
    actor: stored.createdBy, batch: stored.batchId, import: stored.id, source: source.id, version: source.version, customers,
  }) // prettier-ignore
  const told = new Set<string>()
  for (const role of checkers) for (const id of await ctx.people.holdersOf(w, role)) told.add(id)
  told.delete(stored.createdBy)
  await ctx.tell?.(w, [...told], 'batch-quarantined', {
    link: `/quarantine/${stored.batchId}`,
    values: { number },
  })
}

/**
 * Fields and, once the import names any, purposes that a partner may not give are stopped before a row is read.
 * @throws Mistake `indirect.extract`, `indirect.fields-outside`, `indirect.purposes-outside`
 */
export function mustBePermitted(
  options: ImportOptions & { readonly purposes?: readonly string[] },
  limits: { readonly fields: ReadonlySet<number>; readonly purposes: ReadonlySet<string> },
  byCode: ReadonlyMap<string, { readonly id: number; readonly zh: string }>,
): void {
  const outside = new Set<string>()
  for (const sheet of options.sheets)
    for (const { target } of sheet.take ? sheet.columns : []) {
      const code = target.to === 'field' ? target.field : target.to === 'remark' ? 'remark' : undefined
      const field = code === undefined ? undefined : byCode.get(code)
      if (code !== undefined && (field === undefined || !limits.fields.has(field.id)))
        outside.add(field?.zh ?? code)
    }
  // What is found inside a text would go into fields nobody chose.
  if (options.sheets.some((sheet) => sheet.take && sheet.columns.some(({ extract }) => extract)))
    throw new Mistake('indirect.extract', { field: 'sheets', status: 409 })
  if (outside.size > 0)
    throw new Mistake('indirect.fields-outside', {
      field: 'sheets',
      status: 409,
      values: { names: [...outside].join('、') },
    })
  const wrong = options.purposes?.filter((code) => !limits.purposes.has(code)) ?? []
  if (wrong.length > 0)
    throw new Mistake('indirect.purposes-outside', {
      field: 'purposes',
      status: 409,
      values: { names: wrong.join('、') },
    })
}
