import dayjs from 'dayjs'
import { attachments, type ApplicationBody, type ApplicationContent, type Draft } from '../../wire.ts'

export type Mode = ApplicationBody['modes'][number]

/** The form as it is filled in. Days are `YYYY-MM-DD` where the company is. */
export interface Values {
  customers: string[]
  fields: number[]
  purpose: string | null
  reason: string
  modes: Mode[]
  period: [string, string]
  countLimit: number | null
  storagePlace: string
  returnMethod: string
  cc: string[]
  /** Who decides the steps that are left to the applicant, by step. */
  picks: Record<string, string[]>
  undertaking: boolean
}

const dayForm = 'YYYY-MM-DD'

/** A period that begins today and lasts so many days. */
export const periodFrom = (today: string, days: number): [string, string] => [
  today,
  dayjs(today).add(days, 'day').format(dayForm),
]

/** An empty form: reading, from today for a week. */
export const emptyValues = (today: string): Values => ({
  customers: [],
  fields: [],
  purpose: null,
  reason: '',
  modes: ['read'],
  period: periodFrom(today, 7),
  countLimit: null,
  storagePlace: '',
  returnMethod: '',
  cc: [],
  picks: {},
  undertaking: false,
})

const listOf = (text: string | null): string[] => (text ?? '').split(',').filter((part) => part !== '')

/** What the address already says: `?customers=ID,ID&fields=1,2&purpose=CODE`. */
export function valuesFromAddress(query: URLSearchParams, today: string): Values {
  const fields = listOf(query.get('fields')).map(Number)
  return {
    ...emptyValues(today),
    customers: [...new Set(listOf(query.get('customers')))],
    fields: [...new Set(fields)].filter((id) => Number.isInteger(id) && id >= attachments),
    purpose: query.get('purpose'),
  }
}

const dayOr = (text: string | undefined, otherwise: string): string => {
  const day = text === undefined ? '' : text.length === 10 ? text : dayjs(text).format(dayForm)
  return day < otherwise ? otherwise : day
}

/** A form from the draft that the server kept: choices only, no words. */
export function valuesFromDraft(draft: Draft, today: string): Values {
  const empty = emptyValues(today)
  const begins = dayOr(draft.startsAt, today)
  return {
    ...empty,
    customers: draft.customers,
    fields: draft.fields,
    purpose: draft.purpose ?? null,
    modes: draft.modes.length === 0 ? empty.modes : draft.modes,
    period: draft.endsAt === undefined ? periodFrom(begins, 7) : [begins, dayOr(draft.endsAt, begins)],
    countLimit: draft.countLimit ?? null,
  }
}

/** A new form like an earlier one: as many days, from today; the undertaking is given anew. */
export function valuesFromContent(content: ApplicationContent, today: string): Values {
  const days = dayjs(content.endsAt).diff(dayjs(content.startsAt), 'day')
  return {
    customers: content.customers.map((customer) => customer.id),
    fields: content.fields,
    purpose: content.purpose,
    reason: content.reason,
    modes: content.modes,
    period: periodFrom(today, Math.max(0, days)),
    countLimit: content.countLimit,
    storagePlace: content.storagePlace,
    returnMethod: content.returnMethod,
    cc: [],
    picks: {},
    undertaking: false,
  }
}

/** What the server keeps of an unfinished form. */
export const draftOf = (values: Values): Draft => ({
  customers: values.customers,
  fields: values.fields,
  modes: values.modes,
  startsAt: values.period[0],
  endsAt: values.period[1],
  ...(values.purpose === null ? {} : { purpose: values.purpose }),
  ...(values.countLimit === null ? {} : { countLimit: values.countLimit }),
})

/** The application as it is sent. Only a form whose undertaking is ticked is sent. */
export const bodyOf = (values: Values, picks: Record<string, string[]> = {}): ApplicationBody => ({
  purpose: values.purpose ?? '',
  reason: values.reason.trim(),
  customers: values.customers,
  fields: values.fields,
  modes: values.modes,
  startsAt: values.period[0],
  endsAt: values.period[1],
  undertaking: true,
  ...(values.countLimit === null ? {} : { countLimit: values.countLimit }),
  ...(values.storagePlace.trim() === '' ? {} : { storagePlace: values.storagePlace.trim() }),
  ...(values.returnMethod.trim() === '' ? {} : { returnMethod: values.returnMethod.trim() }),
  ...(values.cc.length === 0 ? {} : { cc: values.cc }),
  ...(Object.keys(picks).length === 0 ? {} : { picks }),
})

/** Is something taken out of the program: then it must be said where it is kept and how it comes back. */
export const takesOut = (modes: readonly Mode[]): boolean =>
  modes.some((mode) => mode === 'export' || mode === 'print')

const formFields = [
  'customers', 'fields', 'purpose', 'reason', 'modes', 'period', 'countLimit', 'storagePlace', 'returnMethod', 'cc', 'picks', 'undertaking',
] as const satisfies readonly (keyof Values)[] // prettier-ignore

/** The field of the form that a path in the request means. */
export function fieldOfPath(path: string): keyof Values | null {
  const first = path.split(/[.[]/)[0] ?? ''
  if (first === 'startsAt' || first === 'endsAt') return 'period'
  return formFields.find((name) => name === first) ?? null
}

/** Whether a returned application was changed in the form: what it is about, how, and for how long. */
export function isChanged(initial: Values, values: Values): boolean {
  const plain = ({ cc: _cc, picks: _picks, ...rest }: ApplicationBody): string =>
    JSON.stringify({
      ...rest,
      customers: rest.customers.toSorted(),
      fields: rest.fields.toSorted((a, b) => a - b),
      modes: rest.modes.toSorted(),
    })
  return plain(bodyOf(initial)) !== plain(bodyOf(values))
}
