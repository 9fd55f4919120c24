import { describe, expect, test } from 'vitest'
import { applicationBody, draft } from '../../wire.ts'
import {
  bodyOf,
  draftOf,
  emptyValues,
  fieldOfPath,
  takesOut,
  valuesFromAddress,
  valuesFromContent,
  valuesFromDraft,
  type Values,
} from './values.ts'

const today = '2026-11-24'
const li = '0190a0a0-0000-7000-8000-000000000001'
const filled: Values = {
  ...emptyValues(today),
  customers: [li],
  fields: [3, 7],
  purpose: 'service',
  reason: ' 客户来电报修 ',
  undertaking: true,
}

describe('an address fills the form in', () => {
  test('with customers and fields, each once', () => {
    const values = valuesFromAddress(new URLSearchParams(`customers=${li},${li}&fields=3,7,7`), today)
    expect(values).toMatchObject({ customers: [li], fields: [3, 7], purpose: null })
  })
  test('the attachments of the files are asked for with 0', () => {
    expect(valuesFromAddress(new URLSearchParams('fields=0'), today).fields).toEqual([0])
  })
  test('and what is no number is left out', () => {
    expect(valuesFromAddress(new URLSearchParams('fields=3,x,-1,2.5'), today).fields).toEqual([3])
  })
  test('a week from today unless something else is said', () => {
    expect(valuesFromAddress(new URLSearchParams(), today).period).toEqual([today, '2026-12-01'])
  })
})

describe('what is sent', () => {
  test('is of the shape the server takes, without empty parts', () => {
    const body = bodyOf(filled)
    expect(applicationBody.parse(body)).toEqual(body)
    expect(body).not.toHaveProperty('storagePlace')
    expect(body.reason).toBe('客户来电报修')
  })
  test('a draft keeps choices and no words', () => {
    const kept = draftOf(filled)
    expect(draft.parse(kept)).toEqual(kept)
    expect(JSON.stringify(kept)).not.toContain('客户来电报修')
  })
})

describe('an earlier form', () => {
  test('is repeated from today for as many days, the undertaking given anew', () => {
    const values = valuesFromContent(
      {
        id: li, number: 'SY-1', state: 'approved', level: 2, purpose: 'service', reason: 'r', customers: [{ id: li, fileNo: 'K1', level: 2 }],
        fields: [3], modes: ['read', 'copy'], startsAt: '2026-01-01T01:00:00Z', endsAt: '2026-01-04T16:00:00Z', countLimit: null,
        storagePlace: '', returnMethod: '', createdAt: '2026-01-01T00:00:00Z', grant: null,
      straightTo: null,
      },
      today,
    ) // prettier-ignore
    expect(values).toMatchObject({ period: [today, '2026-11-27'], undertaking: false, customers: [li] })
  })
  test('a draft from last month does not apply backwards in time', () => {
    const old = { customers: [], fields: [], modes: [], startsAt: '2026-10-01', endsAt: '2026-10-05' }
    expect(valuesFromDraft(old, today).period).toEqual([today, today])
  })
})

test.each([
  ['endsAt', 'period'],
  ['customers[0]', 'customers'],
  ['fields.2', 'fields'],
  ['unknown', null],
])('the server means %s: the form shows it at %s', (path, field) => {
  expect(fieldOfPath(path)).toBe(field)
})

test('reading and copying stay inside, printing and export leave', () => {
  expect([takesOut(['read', 'copy']), takesOut(['print']), takesOut(['export'])]).toEqual([false, true, true])
})
