import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import type { Reader, Writer } from '../../../floor/database/index.ts'
import { newId } from '../../../floor/ids.ts'
import type { Caller, Facts, FieldFacts, House, Permit, Question, SourceState } from '../../../gate/index.ts'
import { type Catalogue, loadCatalogue } from '../catalogue.ts'
import { collectingOf, type Context, fileOf, notFound, nowOf, personFactsOf } from '../context.ts'
import { insertCustomers } from '../filing.ts'
import { mustBeClasses } from '../filing/classes.ts'
import { nextFileNos } from '../filing/numbers.ts'
import { singleSourceStates } from '../frozen.ts'
import { plainFieldFacts } from '../material.ts'
import { heldIdentifiers } from '../identifiers.ts'
import { insertChange, lockCustomer, highestLevelOf } from '../store/file.ts'
import { checkedValues, mustHaveName, uniqueTypes } from '../values.ts'
import { rewriteFile } from './rewriting.ts'

export interface CreateInput {
  readonly kind: 'person' | 'company'
  readonly level?: number | undefined
  readonly ownerId?: string | undefined
  readonly departmentId?: string | undefined
  readonly legalBasis: string
  readonly sourceId: string
  /** Codes of the purposes for which the values are needed. */
  readonly purposes: readonly string[]
  readonly marketingRefused?: boolean | undefined
  readonly duplicateAccepted?: boolean | undefined
  readonly values: Readonly<Record<string, string>>
  readonly typeCode?: string | undefined
  readonly categoryCode?: string | undefined
}

/** Files one customer by hand: source and legal basis on record, the name compulsory, everything sealed at once. */
export async function createCustomer(
  context: Context,
  caller: Caller,
  input: CreateInput,
  yearNow: number,
): Promise<{ id: string; fileNo: string } | Refusal> {
  return await context.house.db.transact(async (w) => {
    const catalogue = await loadCatalogue(w)
    const given = checkedValues(catalogue, input.kind, input.values)
    mustHaveName(catalogue, input.kind, given, true)
    const values = new Map([...given].filter(([, value]) => value !== ''))
    await mustBeClasses(w, input.kind, input)
    const wanted = input.level ?? Math.min(...catalogue.levels.keys())
    if (!catalogue.levels.has(wanted)) throw new Mistake('custody.no-level', { field: 'level' })
    const duplicates = await duplicatesOf(context, w, catalogue, values)
    if (input.duplicateAccepted !== true && duplicates.length > 0)
      throw duplicateOf(catalogue, duplicates[0]!)
    // The same customer filed once more is not lower than before: else a file could be lowered by making it again.
    const level = Math.max(wanted, await highestLevelOf(w, duplicates.map((one) => one.customer))) // prettier-ignore
    const id = newId()
    const customer = {
      id,
      level,
      ownerId: input.ownerId ?? caller.personId,
      ...(input.departmentId === undefined ? {} : { departmentId: input.departmentId }),
    }
    const fields = [...values.keys()]
    const collecting = collectingOf(context)
    const purposes = await collecting.mustBeNeeded(w, { catalogue, fields, purposes: input.purposes })
    const sourceState = (await singleSourceStates(w, [input.sourceId])).get(input.sourceId)
    if (sourceState === undefined) throw new Mistake('custody.no-source', { field: 'sourceId' })
    const facts: Facts = {
      ...(await personFactsOf(context, caller.personId, w)),
      customer: { ...customer, status: 'active', quarantined: false, frozen: false, barred: {} },
      fields: plainFieldFacts(catalogue),
      grants: [],
    }
    const refusal = askToFile(context, w, caller, { id, fields }, facts, { ...input, purposes, sourceState })
    if (refusal !== undefined) return refusal
    const [fileNo] = await nextFileNos(w, 1, yearNow, input)
    const { keyring, clock } = context.house
    await insertCustomers(w, { keyring, catalogue, tokens: context.tokens, now: clock.now() }, [
      {
        ...customer,
        fileNo: fileNo!,
        kind: input.kind,
        sourceId: input.sourceId,
        legalBasis: input.legalBasis,
        marketingRefused: input.marketingRefused,
        values,
        createdBy: caller.personId,
        typeCode: input.typeCode,
        categoryCode: input.categoryCode,
      },
    ])
    await insertChange(w, {
      customerId: id,
      id: newId(),
      at: clock.now(),
      actorId: caller.personId,
      kind: 'created',
      fields,
    })
    const { sourceId, legalBasis } = input
    await collecting.recordOrigin(w, {
      customerId: id,
      fields,
      kind: 'hand',
      sourceId,
      purposes,
      legalBasis,
      actorId: caller.personId,
    })
    return { id, fileNo: fileNo! }
  })
}

/** Taking something in needs a basis and a source (import); holding it needs responsibility and clearance (write). */
function askToFile(
  context: Context,
  w: Writer,
  caller: Caller,
  file: { readonly id: string; readonly fields: readonly number[] },
  facts: Facts,
  input: CreateInput & { readonly sourceState: SourceState },
): Refusal | undefined {
  const at = nowOf(context)
  const intake = context.house.gate.askIn(
    w,
    { actor: caller.personId, verb: 'import', customer: file.id, fields: [], at },
    {
      ...facts,
      act: {
        verb: 'import', sourceKnown: true, sourceState: input.sourceState, brings: [], legalBasis: input.legalBasis,
        beyondNeed: 0,
      }, // prettier-ignore
    },
    { detail: { source: input.sourceId, basis: input.legalBasis, purposes: input.purposes } },
  )
  if (isRefusal(intake)) return intake
  const written = askToWrite(
    context.house,
    w,
    { actor: caller.personId, customer: file.id, fields: file.fields, at },
    facts,
  )
  return isRefusal(written) ? written : undefined
}

/** Asks for all fields; when one may not be written, the refused ones alone are asked for, so that the record says no. */
export function askToWrite(
  context: Pick<House, 'gate'>,
  w: Writer,
  question: Omit<Question, 'verb'>,
  facts: Facts,
): Permit<'write'> | Refusal {
  const { gate } = context
  const whole = { ...question, verb: 'write' as const }
  const foreseen = gate.foresee(whole, facts)
  const short = question.fields.filter((id) => foreseen.fields.get(id)?.sight !== 'full')
  const fields = foreseen.verdict === 'permit' && short.length > 0 ? short : question.fields
  return gate.askIn(w, { ...whole, fields }, facts)
}

interface Duplicate {
  readonly customer: string
  readonly field: number
}

/** Files that hold one of the identifiers already. */
async function duplicatesOf(
  context: Context,
  r: Reader,
  catalogue: Catalogue,
  values: ReadonlyMap<number, string>,
): Promise<Duplicate[]> {
  const wanted = new Map<bigint, number>()
  for (const [id, value] of values) {
    const type = catalogue.fields.get(id)!.type
    const token = uniqueTypes.has(type) ? context.tokens.ofIdentifier(type, value) : undefined
    if (token !== undefined) wanted.set(token, id)
  }
  const held = await heldIdentifiers(r, [...wanted.keys()])
  return held.map(({ customer, token }) => ({ customer, field: wanted.get(token)! }))
}

function duplicateOf(catalogue: Catalogue, { field: id }: Duplicate): Mistake {
  const field = catalogue.fields.get(id)!
  return new Mistake('custody.duplicate', {
    status: 409,
    field: `values.${field.id}`,
    values: { zh: field.zh, en: field.en },
  })
}

/**
 * Corrects values of one file; empty text removes a value. The person needs the right to write each field, and the
 * version they looked at must still be the newest.
 */
export async function correctCustomer(
  context: Context,
  caller: Caller,
  customerId: string,
  input: {
    readonly expectedVersion: number
    readonly values: Readonly<Record<string, string>>
    /** For values the file did not hold; absent = the purposes it is held for. */
    readonly purposes?: readonly string[] | undefined
  },
): Promise<{ version: number } | Refusal> {
  return await context.house.db.transact(async (w) => {
    const version = await lockCustomer(w, customerId)
    if (version === undefined) throw notFound()
    const { catalogue, material } = await fileOf(context, customerId, w)
    const changes = checkedValues(catalogue, material.head.kind, input.values)
    mustHaveName(catalogue, material.head.kind, changes, false)
    if (changes.size === 0) throw new Mistake('custody.nothing-changed', { field: 'values' })
    const collecting = collectingOf(context)
    // What is held already may always be put right, and taken away; only what is added has to be needed.
    const held = new Set(material.head.fields)
    const written = [...changes].flatMap(([id, value]) => (value === '' ? [] : [id]))
    const fields = written.filter((id) => !held.has(id))
    const permit = askToWrite(
      context.house,
      w,
      { actor: caller.personId, customer: customerId, fields: [...changes.keys()], at: nowOf(context) },
      {
        ...(await personFactsOf(context, caller.personId, w)),
        customer: material.facts,
        fields: material.fields as ReadonlyMap<number, FieldFacts>,
        grants: [],
      },
    )
    if (isRefusal(permit)) return permit
    // Asked after the gate: whether a field is held is nothing for those who may not write it.
    const purposes = await collecting.mustBeNeeded(w, {
      catalogue,
      customerId,
      fields,
      purposes: input.purposes,
    })
    await writeValues(context, w, permit, customerId, changes, input.expectedVersion)
    const { sourceId, legalBasis } = material.head
    const origin = { customerId, sourceId, purposes, legalBasis, actorId: caller.personId }
    await collecting.recordOrigin(w, { ...origin, kind: 'addition', fields })
    const corrected = written.filter((id) => held.has(id))
    await collecting.recordOrigin(w, { ...origin, kind: 'correction', fields: corrected })
    return { version: version + 1 }
  })
}

/**
 * Carries out a correction under a permit.
 * @throws Mistake `custody.changed-meanwhile` when the file has another version; ForgedPermit for a field not permitted
 */
export async function writeValues(
  context: Context,
  w: Writer,
  permit: Permit<'write'>,
  customerId: string,
  changes: ReadonlyMap<number, string>,
  expectedVersion: number,
): Promise<void> {
  const version = await lockCustomer(w, customerId)
  if (version === undefined) throw notFound()
  if (version !== expectedVersion) throw new Mistake('custody.changed-meanwhile', { status: 409 })
  const { catalogue, material } = await fileOf(context, customerId, w)
  await rewriteFile(context, w, {
    catalogue,
    material,
    permit,
    changes,
    kind: 'corrected',
    fields: [...changes.keys()],
    actorId: permit.actor,
  })
}
