import { hash } from 'node:crypto'
import { canonical } from './canonical.ts'
import { originOf } from './checkpoints.ts'
import type { Ledger } from './ledger.ts'
import type { Position } from './appender.ts'
import { signNote } from './note.ts'

/** Version of the layout, the value of `format`. */
export const BUNDLE_FORMAT = 'mifeng-evidence/1'

/** One entry with the way to the root of its lane's checkpoint. */
export interface BundleEntry {
  readonly lane: string
  readonly index: number
  /** The entry, character by character. */
  readonly text: string
  /** Hashes of the inclusion proof, base64, nearest first. */
  readonly proof: readonly string[]
}

/** Chosen entries as evidence: everything that a stranger needs, with the public key, to check them. */
export interface Bundle {
  readonly format: typeof BUNDLE_FORMAT
  readonly ledger: string
  readonly madeAt: string
  /** The newest signed checkpoint of each lane that has entries here. */
  readonly checkpoints: Readonly<Record<string, string>>
  readonly entries: readonly BundleEntry[]
  /** Names for ids, figures and remarks; vouched for by the signature of the bundle, not by the log. */
  readonly readable: unknown
}

/**
 * Puts chosen entries into one JSON text: proofs to signed checkpoints, something readable, and the ledger key's
 * signature over the canonical body. The file is exactly what JSON.stringify gives with an indent of 1 and a
 * newline, so that a verifier can insist on every byte.
 * @param extra `readable` is any JSON value
 */
export async function makeBundle(
  ledger: Ledger,
  positions: readonly Position[],
  extra: { readonly readable?: unknown } = {},
): Promise<string> {
  await ledger.tickIfWhole()
  const names = new Map((await ledger.lanes()).map(({ lane, name }) => [lane, name]))
  const checkpoints: Record<string, string> = {}
  const entries: BundleEntry[] = []
  const order = [...positions].sort((a, b) => a.lane - b.lane || a.index - b.index)
  for (const lane of new Set(order.map((position) => position.lane))) {
    const name = names.get(lane)
    const checkpoint = await ledger.latestCheckpoint(lane)
    if (name === undefined || !checkpoint) throw new RangeError(`lane ${lane} is not one of this ledger`)
    checkpoints[name] = checkpoint.note
    for (const position of order.filter((other) => other.lane === lane)) {
      const [entry] = await ledger.entries(lane, position.index, position.index + 1)
      const proof = await ledger.proveInclusion(position, checkpoint.size)
      entries.push({
        lane: name,
        index: position.index,
        text: entry!.text,
        proof: proof.hashes.map((step) => step.toString('base64')),
      })
    }
  }
  const body: Bundle = {
    format: BUNDLE_FORMAT,
    ledger: ledger.id,
    madeAt: ledger.now().toISOString(),
    checkpoints,
    entries,
    readable: extra.readable ?? null,
  }
  const digest = hash('sha256', canonical(body), 'base64')
  const signature = signNote(ledger.signer, `${originOf(ledger.id, 'bundle')}\nsha256 ${digest}\n`)
  return `${JSON.stringify({ ...body, signature }, null, 1)}\n`
}
