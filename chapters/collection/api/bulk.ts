import type { Readable } from 'node:stream'
import { isRefusal, Mistake } from '../../../floor/errors.ts'
import { findClause } from '../../../floor/policy/index.ts'
import type { Caller } from '../../../gate/index.ts'
import { mistakes as custodyMistakes } from '../../custody/index.ts'
import { fill, mistakes } from '../texts.ts'
import { bulkLine, bulkMost, type BulkReply, type LineResult } from '../wire/api.ts'
import { type Deliveries, type Delivery, type DeliveryOutcome, resultOf } from './deliver.ts'
import { customersIn, readLine } from './lines.ts'

const chunkRows = 200

interface Wish {
  readonly caller: Caller
  readonly stream: Readable
  readonly system: string
  readonly dryRun: boolean
  readonly all: boolean
  readonly signal: AbortSignal
}

/** A line on its way: what it says, or what is wrong with it. */
type Line = { readonly row: number } & ({ readonly delivery: Delivery } | { readonly mistake: Mistake })

/**
 * Takes a bulk in as it arrives: chunk after chunk, each in a transaction of its own, while the next is read. What was
 * taken in stays when a later line is bad or the sender goes away; sending all of it again changes nothing twice. Holds
 * two chunks and the results, whatever is sent.
 */
export async function bulk(deliveries: Deliveries, wish: Wish): Promise<BulkReply> {
  const results = new Results(wish.dryRun, wish.all)
  let row = 0
  let lines: Line[] = []
  let running: Promise<void> = Promise.resolve()
  const send = async (): Promise<void> => {
    await running
    const chunk = lines
    lines = []
    running = runChunk(deliveries, chunk, wish.dryRun, results)
    running.catch(() => undefined)
  }
  try {
    for await (const text of customersIn(wish.stream, bulkMost.lineBytes)) {
      wish.signal.throwIfAborted()
      row += 1
      if (row > bulkMost.rows)
        throw new Mistake('collection.bulk-long', { status: 413, values: { most: bulkMost.rows } })
      lines.push(lineOf(wish, row, text))
      if (lines.length === chunkRows) await send()
    }
  } catch (error) {
    if (!(error instanceof Mistake)) throw error
    results.stop(error.code === 'collection.bulk-long' ? row : row + 1, error)
  } finally {
    await running.catch(() => undefined)
    wish.stream.destroy()
  }
  await send()
  await running
  return results.reply
}

function lineOf({ caller, system }: Wish, row: number, text: string): Line {
  try {
    const parsed = bulkLine.safeParse(readLine(text))
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      const field = (issue?.path ?? []).map(String).join('.').slice(0, 80)
      throw new Mistake('collection.line-shape', { field, values: { problem: issue?.code ?? 'invalid' } })
    }
    const { key, version, ...body } = parsed.data
    return { row, delivery: { caller, system, key, body, version, row } }
  } catch (error) {
    if (error instanceof Mistake) return { row, mistake: error }
    throw error
  }
}

async function runChunk(
  deliveries: Deliveries,
  lines: readonly Line[],
  dryRun: boolean,
  results: Results,
): Promise<void> {
  const list = lines.flatMap((line) => ('delivery' in line ? [line.delivery] : []))
  const outcomes =
    list.length === 0 ? [] : dryRun ? await deliveries.triedOut(list) : await deliveries.chunk(list)
  const byRow = new Map(list.map((delivery, at) => [delivery.row, outcomes[at]!]))
  for (const line of lines) {
    const outcome = 'mistake' in line ? line.mistake : byRow.get(line.row)!
    results.add(line.row, 'fault' in outcome ? new Mistake('collection.line-fault') : outcome)
  }
}

/** Gathers what is answered. */
class Results {
  readonly reply: BulkReply
  readonly #all: boolean
  constructor(dryRun: boolean, all: boolean) {
    this.#all = all
    this.reply = {
      rows: 0, created: 0, changed: 0, unchanged: 0, refused: 0, mistakes: 0, dryRun, stopped: null, results: [],
    } // prettier-ignore
  }
  add(row: number, outcome: DeliveryOutcome): void {
    const { reply } = this
    const result = resultOf(outcome)
    reply.rows += 1
    reply[result === 'mistaken' ? 'mistakes' : result] += 1
    if (outcome instanceof Mistake) {
      const { code, field } = outcome
      reply.results.push({ row, outcome: 'mistake', code, field, text: textOf(outcome) })
    } else if (isRefusal(outcome)) reply.results.push(refusedLine(row, outcome.because))
    else if (this.#all)
      reply.results.push({
        row,
        outcome: result as 'created' | 'changed' | 'unchanged',
        token: outcome.token,
        version: outcome.version,
      })
  }
  stop(row: number, mistake: Mistake): void {
    this.reply.stopped = { row, code: mistake.code, text: textOf(mistake) }
  }
}

function refusedLine(row: number, because: readonly string[]): LineResult {
  const number = because[0]?.split('/')[0] ?? ''
  const text = findClause(number)?.text ?? { zh: '制度不允许。', en: 'The rule book does not allow it.' }
  return {
    row,
    outcome: 'refused',
    code: 'refused',
    because: [...because],
    text: { zh: text.zh, en: text.en },
  }
}

/** The words of a mistake, its values filled in; the door's own words stand in for codes of the door. */
export function textOf(mistake: Mistake): { zh: string; en: string } {
  const known = mistakes[mistake.code] ?? custodyMistakes[mistake.code]
  if (known === undefined) return { zh: mistake.code, en: mistake.code }
  return { zh: fill(known.zh, mistake.values), en: fill(known.en, mistake.values) }
}
