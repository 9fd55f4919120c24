import type { Writer } from '../../../floor/database/index.ts'
import { isRefusal, Mistake, type Refusal } from '../../../floor/errors.ts'
import { newId } from '../../../floor/ids.ts'
import { askedBy, type Caller, factsOfCaller, isStaff } from '../../../gate/index.ts'
import { type Context, fileOf, notFound, nowOf, personFactsOf } from '../context.ts'
import { mayLookAt } from '../desk/attachments.ts'
import { mustBePlain } from '../plain-words.ts'
import { lockRoom } from '../rooms/store.ts'
import { insertChange, lockCustomer } from '../store/file.ts'
import { classOfFile, oldNumbers } from './archive.ts'
import { mustBeClasses } from './classes.ts'
import { checkPaper, electronicOf, insertPaper, paperOf, removePaper, updatePaper } from './parts-store.ts'
import { peopleReply } from '../routes/reply.ts'
import type { PaperBody, PartsReply } from './wire.ts'

/** What a file consists of: fields and attachments, and the paper with its places. For whoever may see the file. */
export async function showParts(
  context: Context,
  caller: Caller,
  customerId: string,
): Promise<PartsReply | Refusal> {
  const { material } = await fileOf(context, customerId)
  const refusal = await mayLookAt(context, caller, material)
  if (refusal !== undefined) return refusal
  const { paper, electronic, classed, old, facts } = await context.house.db.read(async (r) => ({
    paper: await paperOf(r, customerId),
    electronic: await electronicOf(r, customerId),
    classed: await classOfFile(r, customerId),
    old: await oldNumbers(r, customerId),
    facts: await personFactsOf(context, caller.personId, r),
  }))
  const ids = paper.flatMap((one) => [one.filedBy, ...(one.holderId === null ? [] : [one.holderId])])
  const person = await peopleReply(context, ids)
  const question = {
    ...askedBy(caller),
    verb: 'attach' as const,
    customer: customerId,
    fields: [],
    at: nowOf(context),
  }
  const may = context.house.gate.foresee(question, {
    ...factsOfCaller(caller),
    ...facts,
    customer: material.facts,
    act: { verb: 'attach', level: material.head.level },
  })
  return {
    electronic,
    paper: paper.map(({ roomId, room, holderId, filedAt, filedBy, checkedAt, ...rest }) => ({
      ...rest,
      room: roomId === null ? null : { id: roomId, name: room ?? '' },
      holder: holderId === null ? null : person(holderId),
      filedAt: filedAt.toISOString(),
      filedBy: person(filedBy),
      checkedAt: checkedAt?.toISOString() ?? null,
    })),
    type: classed.typeCode ?? '',
    category: classed.categoryCode ?? '',
    oldNumbers: old,
    mayEdit: may.verdict === 'permit',
  }
}

type Step = 'filed' | 'moved' | 'checked' | 'taken-out'

/** Asks whether this person may file parts of that customer (attach), with the row of the file held. */
async function askPaper(
  context: Context,
  w: Writer,
  caller: Caller,
  customerId: string,
  part: { readonly id: string; readonly step: Step; readonly room?: string | null },
): Promise<{ level: number; kind: 'person' | 'company' } | Refusal> {
  if ((await lockCustomer(w, customerId)) === undefined) throw notFound()
  const { material } = await fileOf(context, customerId, w)
  const answer = context.house.gate.askIn(
    w,
    { ...askedBy(caller), verb: 'attach', customer: customerId, fields: [], at: nowOf(context) },
    {
      ...factsOfCaller(caller),
      ...(await personFactsOf(context, caller.personId, w)),
      customer: material.facts,
      act: { verb: 'attach', level: material.head.level },
    },
    {
      subject: `paper/${part.id}`,
      detail: {
        step: part.step,
        ...(part.room === undefined || part.room === null ? {} : { room: part.room }),
      },
    },
  )
  if (isRefusal(answer)) return answer
  if (material.head.status !== 'active' || material.facts.quarantined) throw notFound()
  return { level: material.head.level, kind: material.head.kind }
}

async function mustBePlace(context: Context, w: Writer, body: PaperBody, level: number): Promise<void> {
  mustBePlain(body.place, 'place')
  await mustBeClasses(w, 'person', { categoryCode: body.category })
  if (body.roomId !== null) {
    const room = await lockRoom(w, body.roomId)
    if (room === undefined || room.closedAt !== null) throw new Mistake('filing.no-room', { field: 'roomId' })
    if (room.level < level) throw new Mistake('filing.room-below', { field: 'roomId' })
  }
  if (body.holderId === null) return
  const { person } = await personFactsOf(context, body.holderId, w)
  if (person === undefined || !isStaff(person, nowOf(context)))
    throw new Mistake('filing.no-holder', { field: 'holderId' })
  if (person.clearance < level) throw new Mistake('filing.holder-below', { field: 'holderId' })
}

/** Files something on paper: category, pages, where it lies, who holds it. Its level is the file's. */
export const addPaper = (
  context: Context,
  caller: Caller,
  customerId: string,
  body: PaperBody,
): Promise<{ id: string } | Refusal> =>
  context.house.db.transact(async (w) => {
    const id = newId()
    const asked = await askPaper(context, w, caller, customerId, { id, step: 'filed', room: body.roomId })
    if (isRefusal(asked)) return asked
    await mustBePlace(context, w, body, asked.level)
    const at = context.house.clock.now()
    await insertPaper(w, { ...body, id, customerId, level: asked.level, by: caller.personId, at })
    await history(w, customerId, caller, at, 'paper-filed')
    return { id }
  })

const changedMeanwhile = (): Mistake => new Mistake('custody.changed-meanwhile', { status: 409 })

/** Moves or corrects a part on paper; whoever moves it has to look again whether it is there. */
export const movePaper = (
  context: Context,
  caller: Caller,
  of: { readonly customerId: string; readonly id: string },
  body: PaperBody & { readonly version: number },
): Promise<{ done: true } | Refusal> =>
  context.house.db.transact(async (w) => {
    const part = { id: of.id, step: 'moved' as const, room: body.roomId }
    const asked = await askPaper(context, w, caller, of.customerId, part)
    if (isRefusal(asked)) return asked
    await mustBePlace(context, w, body, asked.level)
    if (!(await updatePaper(w, { ...of, version: body.version }, body))) throw changedMeanwhile()
    await history(w, of.customerId, caller, context.house.clock.now(), 'paper-moved')
    return { done: true as const }
  })

/** Somebody looked: the paper lies where the catalogue says, or it is taken out of the file. */
export const markPaper = (
  context: Context,
  caller: Caller,
  of: { readonly customerId: string; readonly id: string; readonly version: number },
  step: 'checked' | 'taken-out',
): Promise<{ done: true } | Refusal> =>
  context.house.db.transact(async (w) => {
    const asked = await askPaper(context, w, caller, of.customerId, { id: of.id, step })
    if (isRefusal(asked)) return asked
    const at = context.house.clock.now()
    const mark = step === 'checked' ? checkPaper : removePaper
    if (!(await mark(w, of, caller.personId, at))) throw changedMeanwhile()
    await history(w, of.customerId, caller, at, step === 'checked' ? 'paper-checked' : 'paper-taken-out')
    return { done: true as const }
  })

const history = (
  w: Writer,
  customerId: string,
  caller: Caller,
  at: Date,
  kind: 'paper-filed' | 'paper-moved' | 'paper-checked' | 'paper-taken-out',
): Promise<void> =>
  insertChange(w, { customerId, id: newId(), at, actorId: caller.personId, kind, fields: [] })
