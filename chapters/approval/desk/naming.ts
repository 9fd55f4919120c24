import type { Writer } from '../../../floor/database/index.ts'
import type { Case } from '../definition/conditions.ts'
import { filledIn, type Placeholder, ruleMost } from '../definition/paper.ts'
import type { StoredDefinition } from '../store/flows.ts'
import type { ApprovalForm, Both } from '../types.ts'
import type { DeskContext } from './context.ts'

/** Series of the numbers of a flow's forms: its own, else the form's. */
export const seriesOf = ({ paper }: StoredDefinition, form: ApprovalForm): string =>
  paper?.series ?? form.series

interface Named {
  readonly number: string
  readonly form: ApprovalForm
  readonly definition: StoredDefinition
  readonly about: Partial<Case>
  readonly applicantId: string
  readonly level: number
  readonly at: Date
  /** What the form's own chapter calls it. */
  readonly title: Both
}

/** Title and summary by the rules of the flow; without a rule the title of the form's own chapter, and no summary. */
export async function namesFor(
  { house, people }: DeskContext,
  w: Writer,
  one: Named,
): Promise<{ title: Both; summary: Both }> {
  const { paper, zh, en } = one.definition
  const none = { zh: '', en: '' }
  if (paper?.title === undefined && paper?.summary === undefined) return { title: one.title, summary: none }
  const person = (await people.names([one.applicantId], w)).get(one.applicantId)
  const same = (text: string): Both => ({ zh: text, en: text })
  const date = new Intl.DateTimeFormat('sv', { timeZone: house.timeZone, dateStyle: 'short' }).format(one.at)
  const values: Readonly<Record<Placeholder, Both>> = {
    form: one.form.name,
    flow: { zh, en },
    number: same(one.number),
    date: same(date),
    level: same(String(one.level)),
    customers: same(String(one.about.customers ?? 0)),
    applicant: same(person?.name ?? ''),
    department: same(person?.department ?? ''),
    post: same(person?.post ?? ''),
  }
  const cut = ({ zh: a, en: b }: Both): Both => ({ zh: a.slice(0, ruleMost), en: b.slice(0, ruleMost) })
  return {
    title: paper.title === undefined ? one.title : cut(filledIn(paper.title, values)),
    summary: paper.summary === undefined ? none : cut(filledIn(paper.summary, values)),
  }
}
