import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../../floor/database/index.ts'
import { isRefusal } from '../../../floor/errors.ts'
import { publish, saveForm, viewForm } from './desk/forms.ts'
import { openFormView } from './desk/open.ts'
import { asks, must, openDirectOffice } from './fixture.ts'

/** Zhou builds a form for which Li answers. */

let office: Awaited<ReturnType<typeof openDirectOffice>>
let form: { id: string; code: string; number: number; hash: string }
beforeAll(async () => {
  office = await openDirectOffice()
  form = await office.published()
})
afterAll(() => office.close())

const shown = (code: string) => openFormView(office.direct, code)
const mistake = async (act: Promise<unknown>): Promise<string> =>
  await act.then(
    () => 'taken',
    (error: unknown) => {
      const { code, field } = error as { code: string; field: string }
      return `${code} ${field}`.trim()
    },
  )

describe('building', () => {
  test('a field that no chosen purpose needs, a missing notice, a collector who is none: each keeps the form unpublished', async () => {
    const { byCode } = await office.custody.catalogue()
    office.needs.set('visit', new Set([byCode.get('person-name')!.id]))
    const draft = office.draft({ purposes: ['visit'], notice: 'none', responsible: office.clerk })
    const id = (await office.published({ title: { zh: '另一份', en: '' } })).id
    const { revision } = await viewForm(office.direct, id, '')
    const saved = must(await saveForm(office.direct, office.officer, id, { revision, name: 'x', draft }))
    expect(saved.problems.map((one) => `${one.field} ${one.code}`)).toEqual([
      'notice notice',
      'responsible responsible',
      'questions.1 needless',
      'questions.2 needless',
      'questions.3 needless',
    ])
    const refused = await publish(office.direct, office.officer, id, saved.revision)
    expect(isRefusal(refused) && refused.because[0]).toBe('2.2.1')
    expect(await shown((await viewForm(office.direct, id, '')).code)).toMatchObject({
      title: { zh: '另一份' },
    })
    office.needs.clear()
  })

  test.each([
    ['the customer’s name is not asked', { questions: [asks('mobile', 'mobile')] }, 'questions name'],
    [
      'a condition on a later question',
      {
        questions: [
          asks('name', 'person-name', { required: true, showIf: { question: 'want', is: ['上门'] } }),
        ],
      },
      'questions.0 condition',
    ],
    [
      'a company’s field for a person',
      { questions: [asks('name', 'person-name', { required: true }), asks('code', 'uscc')] },
      'questions.1 kind',
    ],
    [
      'one field twice',
      { questions: [asks('name', 'person-name', { required: true }), asks('again', 'person-name')] },
      'questions.1 same-field',
    ],
    [
      'an end before the start',
      { startsAt: '2026-12-01T00:00:00Z', endsAt: '2026-11-01T00:00:00Z' },
      'endsAt period',
    ],
  ])('%s', async (_, more, wanted) => {
    const { id } = form
    const before = await viewForm(office.direct, id, '')
    const draft = office.draft(more)
    const saved = must(
      await saveForm(office.direct, office.officer, id, { revision: before.revision, name: '登记', draft }),
    )
    expect(saved.problems.map((one) => `${one.field} ${one.code}`)).toContain(wanted)
    expect(await mistake(publish(office.direct, office.officer, id, saved.revision))).toMatch(
      /^form.not-ready/,
    )
    must(
      await saveForm(office.direct, office.officer, id, {
        revision: saved.revision,
        name: '登记',
        draft: before.draft,
      }),
    )
  })

  test('a version never changes: not by publishing the same again, and not by hand', async () => {
    const { id, code } = form
    const { revision } = await viewForm(office.direct, id, '')
    expect(must(await publish(office.direct, office.officer, id, revision))).toMatchObject({ number: 1 })
    for (const change of [
      sql`update collection.form_version set hash = hash`,
      sql`delete from collection.form_version`,
    ])
      await expect(office.house.db.transact((w) => w.run(change))).rejects.toThrow()
    expect((await shown(code)).version).toMatchObject({ number: 1, hash: form.hash })
  })

  test('somebody without the office builds nothing; two who save at once do not overwrite each other', async () => {
    const { id } = form
    const { revision, draft } = await viewForm(office.direct, id, '')
    const body = { revision, name: '登记', draft }
    expect(isRefusal(await saveForm(office.direct, office.clerk, id, body))).toBe(true)
    must(await saveForm(office.direct, office.officer, id, body))
    expect(await mistake(saveForm(office.direct, office.officer, id, body))).toBe(
      'form.changed-meanwhile revision',
    )
  })
})
