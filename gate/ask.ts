import type { Database, Writer } from '../floor/database/index.ts'
import type { Refusal } from '../floor/errors.ts'
import type { Beside } from '../floor/ledger/index.ts'
import { type Decision, decide, type Statute, wholeOrNothing } from './decide.ts'
import { isYounger } from './age.ts'
import { combine, restore } from './combine.ts'
import { type EntryDetail, entryFor, sightsOf } from './entry.ts'
import type { Facts, FieldFacts, GrantFacts } from './facts.ts'
import { grantUsed } from './grants.ts'
import { type LeafPosition, mintPermit, type Permit } from './permit.ts'
import type { ActVerb, DataVerb, Question } from './question.ts'
import { refusalOf } from './refusal.ts'
import type { OpenedFile, SealedFile } from './sealed.ts'
import { adopt, retoken, rewrite, type Rewriting } from './rewrite.ts'
import { hold, type Opener, release } from './unseal.ts'

/** What is recorded: a kind, and ids, codes and counts. */
type Entry = { readonly kind: string; readonly [key: string]: unknown }

/** What the gate needs of the ledger. */
export interface Recorder {
  /** Durable and integrated when it resolves, and `beside` kept in the same commit. */
  append(entry: Entry, beside?: Beside): Promise<LeafPosition>
  /** In the same transaction; the position is known once the transaction has committed. */
  record(w: Writer, entry: Entry): { readonly position: LeafPosition | undefined }
}

export interface Reading {
  readonly refused?: false
  readonly decision: Decision
  readonly permit: Permit<DataVerb>
  readonly opened: OpenedFile
  readonly grant: GrantFacts | undefined
}

export interface ReadingRequest {
  readonly question: Question & { readonly verb: DataVerb }
  readonly facts: Facts
  readonly file: SealedFile
  readonly more?: EntryDetail
  /** Words that belong to the entry of a permitted reading, kept in its commit; asked for once it is decided. */
  readonly beside?: (sights: { readonly full: ReadonlySet<number> }) => Beside | undefined
  /** Looks at the values this person may see and says whether the file stays in the result; sees nothing else. */
  readonly keep?: (values: ReadonlyMap<number, string>) => boolean
  /** Fields to hand out of those decided; absent = all. */
  readonly show?: ReadonlySet<number>
  /** A thing that cannot be masked (an attachment): refused unless it may be seen whole. */
  readonly whole?: boolean
}

/** Decides, records and mints: the only place where a permit comes from. */
export class Gate {
  readonly statute: Statute
  readonly #ledger: Recorder
  readonly #open: Opener
  constructor(statute: Statute, ledger: Recorder, open: Opener) {
    this.statute = statute
    this.#ledger = ledger
    this.#open = open
  }

  /** Decides without acting, for showing what would be possible ("why can I see this", buttons). Not recorded, opens nothing. */
  foresee(question: Question, facts: Facts): Decision {
    return decide(this.statute, question, facts)
  }

  /**
   * One reading: decided, recorded durably, then released. Decryption runs while the entry commits; when the entry
   * cannot be made durable (error, time-out, uncertain commit) this rejects and nothing has left the gate.
   */
  async read(request: ReadingRequest): Promise<Reading | Refusal> {
    const { question, facts, file } = request
    const free = decide(this.statute, question, facts)
    const decision = request.whole === true ? wholeOrNothing(free) : free
    const sights = sightsOf(decision)
    const grant = grantUsed(question, facts, sights.full)
    const durable = this.#ledger.append(
      entryFor('reading', question, decision, grant, request.more),
      decision.verdict === 'permit' ? request.beside?.(sights) : undefined,
    )
    if (decision.verdict === 'deny') {
      await durable
      return refusalOf(decision)
    }
    let held
    try {
      held = hold(this.#open, file, new Set([...sights.full, ...sights.masked]))
    } catch (error) {
      await durable
      await this.#ledger.append({ kind: 'fault', what: 'sealed-block-broken', customer: question.customer })
      throw error
    }
    const leaf = await durable
    const permit = mintPermit(question, sights, leaf, grant)
    return { decision, permit, opened: release(permit, held, facts.fields ?? new Map()), grant }
  }

  /**
   * Many files in one act (a list page, a search result, an export): each is decided alone, one entry names them all.
   * Files that are refused are left out of the result; when all are refused the refusal is returned.
   */
  async readMany(
    requests: readonly ReadingRequest[],
    act: Question & { readonly verb: DataVerb },
    more?: EntryDetail,
  ): Promise<readonly Reading[] | Refusal> {
    const decided = requests.map((request) => {
      const decision = decide(this.statute, request.question, request.facts)
      const sights = sightsOf(decision)
      return { request, decision, sights, grant: grantUsed(request.question, request.facts, sights.full) }
    })
    const opened = decided
      .filter((d) => d.decision.verdict === 'permit')
      .map((d) => ({
        ...d,
        held: hold(this.#open, d.request.file, new Set([...d.sights.full, ...d.sights.masked])),
      }))
    const shown = opened
      .filter((d) => d.request.keep?.(d.held.values) !== false)
      .map((d) => ({ ...d, sights: narrowed(d.sights, d.request.show) }))
    const refused = decided.filter((d) => d.decision.verdict === 'deny')
    const leaf = await this.#ledger.append(manyEntry(act, shown, refused, more))
    if (opened.length === 0 && refused.length > 0) return refusalOf(refused[0]!.decision)
    return shown.map((d) => {
      const permit = mintPermit(d.request.question, d.sights, leaf, d.grant)
      return {
        decision: d.decision,
        permit,
        opened: release(permit, d.held, d.request.facts.fields ?? new Map()),
        grant: d.grant,
      }
    })
  }

  /**
   * A reading that also changes data (a counted grant, an export): everything happens in one transaction, and the
   * plaintext is released only after it has committed. `work` loads locked facts and books the use.
   */
  async readIn(
    db: Database,
    work: (
      w: Writer,
    ) => Promise<{ request: ReadingRequest; book?: (grant: GrantFacts | undefined) => Promise<void> }>,
  ): Promise<Reading | Refusal> {
    const outcome = await db.transact(async (w) => {
      const { request, book } = await work(w)
      const decision = decide(this.statute, request.question, request.facts)
      const sights = sightsOf(decision)
      const grant = grantUsed(request.question, request.facts, sights.full)
      const leaf = this.#ledger.record(
        w,
        entryFor('reading', request.question, decision, grant, request.more),
      )
      if (decision.verdict === 'permit') await book?.(grant)
      return { request, decision, sights, grant, leaf }
    })
    const { request, decision, sights, grant } = outcome
    if (decision.verdict === 'deny') return refusalOf(decision)
    const permit = mintPermit(request.question, sights, outcome.leaf.position, grant)
    const held = hold(this.#open, request.file, new Set([...sights.full, ...sights.masked]))
    return { decision, permit, opened: release(permit, held, request.facts.fields ?? new Map()), grant }
  }

  /** An act inside a transaction: its leaf commits or rolls back with the change. A refusal is returned and its leaf commits too. */
  askIn<V extends ActVerb | 'write'>(
    w: Writer,
    question: Question & { readonly verb: V },
    facts: Facts,
    more?: EntryDetail,
  ): Permit<V> | Refusal {
    const decision = decide(this.statute, question, facts)
    const leaf = this.#ledger.record(w, entryFor('act', question, decision, undefined, more))
    if (decision.verdict === 'deny') return refusalOf(decision)
    return mintPermit(question, sightsOf(decision), leaf.position, undefined)
  }

  /** Corrects or moves values under a permit; the rest of the file never leaves the gate (see rewrite.ts). */
  rewrite(
    permit: Permit<'write' | 'change-level'>,
    file: SealedFile,
    work: Rewriting,
  ): ReturnType<typeof rewrite> {
    return rewrite(this.#open, permit, file, work)
  }

  /** Fills the empty fields of one file from another that is the same customer's; no value leaves the gate (see combine.ts). */
  combine(
    permits: { readonly stays: Permit<'merge'>; readonly goes: Permit<'merge'> },
    files: { readonly stays: SealedFile; readonly goes: SealedFile },
    work: Parameters<typeof combine>[3],
  ): ReturnType<typeof combine> {
    return combine(this.#open, permits, files, work)
  }

  /** Whether a customer is younger than so many years; the date of birth does not leave the gate (see age.ts). */
  isYounger(
    permit: Permit<'record-consent'>,
    file: SealedFile,
    fields: ReadonlyMap<number, FieldFacts>,
    than: { readonly years: number; readonly at: number },
  ): boolean | undefined {
    return isYounger(this.#open, permit, file, fields, than)
  }

  /** Puts a sealed proposal of somebody else into a file (see rewrite.ts). */
  adopt(
    permit: Permit<'write'>,
    files: { readonly file: SealedFile; readonly proposal: SealedFile },
    work: Omit<Rewriting, 'changes'>,
  ): ReturnType<typeof adopt> {
    return adopt(this.#open, permit, files, work)
  }

  /** Undoes such a merge: the file gets the values of its past blocks back (see combine.ts). */
  restore(
    permit: Permit<'merge'>,
    files: { readonly now: SealedFile; readonly past: SealedFile },
    work: Omit<Rewriting, 'changes'>,
  ): ReturnType<typeof restore> {
    return restore(this.#open, permit, files, work)
  }

  /** Search hashes of one file, for an index that is built anew (see rewrite.ts). */
  retoken(
    permit: Permit<'edit-catalogue'>,
    file: SealedFile,
    tokensOf: Rewriting['tokensOf'],
  ): ReturnType<typeof retoken> {
    return retoken(this.#open, permit, file, tokensOf)
  }

  /** Records that something happened which was decided elsewhere (expiry, reminder, sign-in): ids and codes only. */
  note(w: Writer, kind: string, content: Readonly<Record<string, unknown>>): void {
    this.#ledger.record(w, { ...content, kind })
  }
}

interface Decided {
  readonly request: ReadingRequest
  readonly decision: Decision
  readonly sights: { full: Set<number>; masked: Set<number> }
  readonly grant: GrantFacts | undefined
}

const narrowed = (sights: Decided['sights'], show: ReadonlySet<number> | undefined): Decided['sights'] =>
  show === undefined
    ? sights
    : {
        full: new Set([...sights.full].filter((id) => show.has(id))),
        masked: new Set([...sights.masked].filter((id) => show.has(id))),
      }

function manyEntry(
  act: Question,
  shown: readonly Decided[],
  refused: readonly Decided[],
  more: EntryDetail | undefined,
): { kind: string; [key: string]: unknown } {
  const speaking = shown.length > 0 ? shown : refused
  const decision: Decision = {
    verdict: refused.length > 0 && shown.length === 0 ? 'deny' : 'permit',
    fields: new Map(),
    because: [...new Set(speaking.flatMap((d) => d.decision.because))],
    faults: [...new Set(refused.flatMap((d) => d.decision.faults))],
  }
  const customers = (list: readonly Decided[]): (string | undefined)[] =>
    list.map((d) => d.request.question.customer)
  return {
    ...entryFor('reading', act, decision, shown.find((d) => d.grant !== undefined)?.grant, more),
    customers: customers(shown),
    ...(refused.length > 0 ? { withheld: customers(refused) } : {}),
    full: [...new Set(shown.flatMap((d) => [...d.sights.full]))],
    masked: [...new Set(shown.flatMap((d) => [...d.sights.masked]))],
  }
}
