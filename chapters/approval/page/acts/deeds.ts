import type { ApprovalReply } from '../../wire.ts'

/** Every deed that has a button on a form's page. */
export type Deed =
  | 'approve' | 'reject' | 'return' | 'advise' | 'transfer' | 'assign' | 'delegate' | 'add' | 'remove'
  | 'ask-material' | 'material' | 'claim' | 'release' | 'take-back' | 'comment' | 'cc' | 'withdraw' | 'revoke'
  | 'narrow' | 'again' | 'jump' | 'reassign' | 'suspend' | 'resume' | 'terminate' | 'confirm' | 'decline' // prettier-ignore

interface Shape {
  /** Last part of the address; the deed's own name unless said. */
  readonly path?: string
  /** `none`: the window asks for no words. */
  readonly opinion: 'needed' | 'free' | 'none'
  readonly people?: 'one' | 'many'
  /** Acts on the own open task; `hash` also names the text that was seen. */
  readonly on?: 'task' | 'hash'
  readonly danger?: boolean
}

/** What each deed asks for. */
export const shapes: Readonly<Record<Deed, Shape>> = {
  approve: { opinion: 'free', on: 'hash' },
  reject: { opinion: 'needed', on: 'hash', danger: true },
  return: { opinion: 'needed', on: 'hash' },
  advise: { opinion: 'needed', on: 'hash' },
  narrow: { opinion: 'needed', on: 'hash' },
  transfer: { opinion: 'needed', on: 'hash', people: 'one' },
  assign: { path: 'transfer', opinion: 'needed', on: 'hash', people: 'one' },
  delegate: { opinion: 'needed', on: 'hash', people: 'one' },
  add: { opinion: 'needed', on: 'hash', people: 'many' },
  remove: { opinion: 'free' },
  'ask-material': { opinion: 'needed', on: 'task' },
  material: { opinion: 'needed' },
  claim: { opinion: 'none', on: 'task' },
  release: { opinion: 'none', on: 'task' },
  'take-back': { opinion: 'needed' },
  comment: { opinion: 'needed' },
  cc: { opinion: 'none', people: 'many' },
  withdraw: { opinion: 'needed', danger: true },
  revoke: { opinion: 'needed', danger: true },
  again: { opinion: 'none' },
  jump: { opinion: 'needed' },
  reassign: { opinion: 'needed', people: 'one' },
  suspend: { opinion: 'needed' },
  resume: { opinion: 'needed' },
  terminate: { opinion: 'needed', danger: true },
  confirm: { opinion: 'free' },
  decline: { path: 'confirm', opinion: 'needed' },
}

/** What was filled in in the window. */
export interface Given {
  readonly opinion: string
  readonly people: readonly string[]
  readonly where: 'before' | 'after' | 'peer'
  readonly mode: 'all' | 'any' | 'sequence'
  /** `applicant` or the place of a step. */
  readonly to: string
  readonly after: 'rerun' | 'back'
  /** The task of somebody else: who is taken away, whose task is re-assigned. */
  readonly taskId: string
  readonly picks: Readonly<Record<string, readonly string[]>>
  readonly signature: { readonly png: string; readonly how: 'drawn' | 'typed' } | null
  /** Files that go with a comment or an answer. */
  readonly files: readonly string[]
  /** What is left out or shortened, by entry. */
  readonly change: Readonly<Record<string, string | number | readonly string[]>>
}

/** Address of a deed on a form, after `/api/v1`. */
export const addressOf = (deed: Deed, id: string): string => `/approvals/${id}/${shapes[deed].path ?? deed}`

/** The body that is sent: a decision names its task and the hash of the text that was seen. */
export function bodyOf(
  deed: Deed,
  form: Pick<ApprovalReply, 'taskId' | 'hash' | 'takeBackTaskId'>,
  given: Given,
): Readonly<Record<string, unknown>> {
  const { on, opinion, people } = shapes[deed]
  return {
    ...(on === undefined ? {} : { taskId: form.taskId }),
    ...(on === 'hash' ? { hash: form.hash } : {}),
    ...(opinion === 'none' ? {} : { opinion: given.opinion.trim() }),
    ...(people === 'one' ? { to: given.people[0] } : people === 'many' ? { people: given.people } : {}),
    ...more(deed, form, given),
  }
}

function more(deed: Deed, form: Pick<ApprovalReply, 'takeBackTaskId'>, given: Given): object {
  switch (deed) {
    case 'approve':
      return { ...(Object.keys(given.picks).length === 0 ? {} : { picks: given.picks }), ...signed(given) }
    case 'reject':
      return signed(given)
    case 'comment':
    case 'material':
      return given.files.length === 0 ? {} : { files: given.files }
    case 'narrow':
      return { change: given.change }
    case 'return':
      return { to: given.to === 'applicant' ? given.to : Number(given.to), after: given.after }
    case 'add':
      return { where: given.where, mode: given.mode, ...(given.where === 'after' ? signed(given) : {}) }
    case 'remove':
    case 'reassign':
      return { taskId: given.taskId }
    case 'take-back':
      return { taskId: form.takeBackTaskId }
    case 'jump':
      return { to: Number(given.to) }
    case 'confirm':
    case 'decline':
      return { accept: deed === 'confirm' }
    default:
      return {}
  }
}

const signed = ({ signature }: Given): object => (signature === null ? {} : { signature })

/** Does this deed decide, and want a signature therefore? */
export const signs = (
  deed: Deed,
  form: Pick<ApprovalReply, 'signatureNeeded'>,
  given: Pick<Given, 'where'>,
): boolean =>
  form.signatureNeeded &&
  (deed === 'approve' || deed === 'reject' || (deed === 'add' && given.where === 'after'))

/** What still has to be filled in, as the end of a text's key; null when it can be sent. */
export function lacking(
  deed: Deed,
  form: Pick<ApprovalReply, 'opinionNeeded' | 'picks' | 'signatureNeeded'>,
  given: Given,
): 'opinion' | 'people' | 'pick' | 'task' | 'signature' | 'change' | null {
  const { opinion, people } = shapes[deed]
  const needed = opinion === 'needed' || (deed === 'approve' && form.opinionNeeded)
  if (people !== undefined && given.people.length === 0) return 'people'
  if ((deed === 'remove' || deed === 'reassign') && given.taskId === '') return 'task'
  if (deed === 'jump' && given.to === '') return 'task'
  if (deed === 'approve' && form.picks.some(({ stepId }) => (given.picks[stepId] ?? []).length === 0))
    return 'pick'
  if (deed === 'narrow' && Object.keys(given.change).length === 0) return 'change'
  if (needed && given.opinion.trim().length < 2) return 'opinion'
  return signs(deed, form, given) && given.signature === null ? 'signature' : null
}

interface Offer {
  readonly deed: Deed
  readonly look?: 'primary' | 'danger'
}
type Standing = Pick<ApprovalReply, 'may' | 'removable' | 'suspendedAt' | 'jumpTo' | 'now'>

/** The deeds with a button of their own, in the order in which they always stand. */
export function mainDeeds({ may }: Pick<ApprovalReply, 'may'>): readonly Offer[] {
  const all: readonly (Offer & { readonly open: boolean })[] = [
    { deed: 'claim', look: 'primary', open: may.claim },
    { deed: 'approve', look: 'primary', open: may.approve },
    { deed: 'reject', look: 'danger', open: may.approve },
    { deed: 'return', open: may.return },
    { deed: 'narrow', open: may.narrow },
    { deed: 'advise', look: 'primary', open: may.advise },
    { deed: 'assign', look: 'primary', open: may.assign },
    { deed: 'material', look: 'primary', open: may.giveMaterial },
    { deed: 'take-back', open: may.takeBack },
    { deed: 'again', look: 'primary', open: may.again },
    { deed: 'withdraw', look: 'danger', open: may.withdraw },
    { deed: 'revoke', look: 'danger', open: may.revoke },
  ]
  return all.filter(({ open }) => open)
}

/** The rarer deeds, for the menu 更多, in three groups: on the task, for everybody, for a flow administrator. */
export function moreDeeds({ may, removable, suspendedAt, jumpTo, now }: Standing): readonly Deed[][] {
  const pick = (list: readonly (readonly [Deed, boolean])[]): Deed[] =>
    list.filter(([, open]) => open).map(([deed]) => deed)
  return [
    pick([
      ['transfer', may.transfer],
      ['delegate', may.delegate],
      ['add', may.add || may.addPeer],
      ['remove', removable.length > 0],
      ['ask-material', may.askMaterial],
      ['release', may.release],
    ]),
    pick([
      ['comment', may.comment],
      ['cc', may.cc],
    ]),
    pick([
      ['jump', may.steer && jumpTo.length > 0],
      ['reassign', may.steer && now.length > 0],
      ['suspend', may.steer && suspendedAt === null],
      ['resume', may.steer && suspendedAt !== null],
      ['terminate', may.steer],
    ]),
  ].filter((group) => group.length > 0)
}
