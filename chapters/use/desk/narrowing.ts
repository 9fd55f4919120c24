import { Mistake } from '../../../floor/errors.ts'
import type { FormField, Instance, Narrowable, Narrowing } from '../../approval/index.ts'
import type { Catalogue } from '../../custody/index.ts'
import { type Content, contentOf } from '../content.ts'
import { dayOf, startOfDay } from '../period.ts'
import { attachments, attachmentWords } from '../wire.ts'

/** Entries of an application whose rights a step of its flow may set. */
export const applicationFields: readonly FormField[] = [
  { key: 'purpose', name: { zh: '使用目的', en: 'Purpose' } },
  { key: 'reason', name: { zh: '具体事由', en: 'Reason' } },
  { key: 'modes', name: { zh: '使用方式', en: 'Way of use' } },
  { key: 'period', name: { zh: '起止期限', en: 'Period' }, narrows: true },
  { key: 'count-limit', name: { zh: '次数上限', en: 'Openings at most' }, narrows: true },
  { key: 'storage', name: { zh: '存放地点', en: 'Kept at' } },
  { key: 'return', name: { zh: '归还或销毁方式', en: 'Return or destruction' } },
  { key: 'customers', name: { zh: '客户资料', en: 'Customer files' }, narrows: true },
  { key: 'fields', name: { zh: '字段范围', en: 'Fields' }, narrows: true },
]

const nameOf = (key: string) => applicationFields.find((field) => field.key === key)!.name

/** What an approver may narrow, of the entries in `keys`. `files` names the customer files as the approver sees them. */
export function narrowableParts(
  content: Content,
  keys: ReadonlySet<string>,
  catalogue: Catalogue,
  files: readonly { readonly id: string; readonly fileNo: string }[],
): readonly Narrowable[] {
  const both = (text: string) => ({ zh: text, en: text })
  const fields = content.fields.flatMap((id) => {
    const field = id === attachments ? attachmentWords : catalogue.fields.get(id)
    return field === undefined ? [] : [{ id: String(id), name: { zh: field.zh, en: field.en } }]
  })
  const all: readonly Narrowable[] = [
    { key: 'period', name: nameOf('period'), kind: 'until', value: content.endsAt, options: [] },
    { key: 'count-limit', name: nameOf('count-limit'), kind: 'most', value: content.countLimit, options: [] },
    {
      key: 'customers',
      name: nameOf('customers'),
      kind: 'some',
      value: null,
      options: files.map(({ id, fileNo }) => ({ id, name: both(fileNo) })),
    },
    { key: 'fields', name: nameOf('fields'), kind: 'some', value: null, options: fields },
  ]
  return all.filter(({ key }) => keys.has(key))
}

const notNarrower = (key: string): Mistake =>
  new Mistake('use.not-narrower', { field: `change.${key}`, values: { entry: nameOf(key).zh } })

/**
 * The content with a change that only takes away: an earlier end (a day lasts to its end), fewer openings, fewer files,
 * fewer fields. Level and mode of the form stay, so that the narrower form never needs fewer approvers.
 * @throws Mistake `use.not-narrower`, `use.ends-before-start`
 */
export function narrowedContent(instance: Instance, change: Narrowing, now: Date, timeZone: string): Content {
  let content = contentOf(instance.snapshot)
  for (const [key, value] of Object.entries(change)) content = withPart(content, key, value, now, timeZone)
  return content
}

function withPart(
  content: Content,
  key: string,
  value: Narrowing[string],
  now: Date,
  timeZone: string,
): Content {
  switch (key) {
    case 'period':
      return { ...content, endsAt: earlierEnd(content, value, now, timeZone) }
    case 'count-limit':
      if (typeof value !== 'number' || value < 1 || value > (content.countLimit ?? Infinity))
        throw notNarrower(key)
      return { ...content, countLimit: value }
    case 'customers':
      return { ...content, customers: fewer(key, content.customers, value) }
    case 'fields':
      return { ...content, fields: fewer('fields', content.fields.map(String), value).map(Number) }
    default:
      throw new Mistake('use.not-narrowed', { field: `change.${key}`, values: { entry: key } })
  }
}

/** Of the present ones those that stay, in the present order; at least one, and none that is not there. */
function fewer(key: string, present: readonly string[], wanted: Narrowing[string]): string[] {
  if (!Array.isArray(wanted)) throw notNarrower(key)
  const stays = new Set(wanted as readonly string[])
  if (stays.size === 0 || [...stays].some((id) => !present.includes(id))) throw notNarrower(key)
  return present.filter((id) => stays.has(id))
}

const dayMs = 86_400_000
/** A day, or a moment of ISO 8601. */
const isMoment = /^\d{4}-\d{2}-\d{2}(T[0-9:.]{5,12}(Z|[+-]\d{2}:\d{2}))?$/

function earlierEnd(content: Content, value: Narrowing[string], now: Date, timeZone: string): string {
  if (typeof value !== 'string' || !isMoment.test(value) || Number.isNaN(Date.parse(value)))
    throw notNarrower('period')
  const day = value.length === 10
  if (Date.parse(value) > Date.parse(content.endsAt)) throw notNarrower('period')
  if (Date.parse(value) < Date.parse(content.startsAt) - 2 * dayMs)
    throw new Mistake('use.ends-before-start', { field: 'change.period' })
  // The end of a day is the start of the next; by noon of it no change of clocks matters.
  const next = dayOf(timeZone, new Date(Date.parse(`${value.slice(0, 10)}T12:00:00Z`) + dayMs))
  const end = day ? startOfDay(timeZone, next) : new Date(value)
  if (end.getTime() > Date.parse(content.endsAt)) throw notNarrower('period')
  if (end <= now || end.getTime() <= Date.parse(content.startsAt))
    throw new Mistake('use.ends-before-start', { field: 'change.period' })
  return end.toISOString()
}
