import { useGet, useLanguage, useText } from '../../../../doors/web/ui/index.ts'
import type { FieldReply } from '../../../custody/wire.ts'
import { roleCatalogue } from '../../../people/wire.ts'
import type { PurposeContent } from '../../wire.ts'

type Both = { readonly zh: string; readonly en: string }

export interface PurposeWords {
  fields: readonly FieldReply[]
  field: (id: number) => string
  sensitive: (ids: readonly number[]) => number
  role: (code: string) => string
  join: (words: readonly string[]) => string
  retention: (months: number | null) => string
  /** Roles and departments by name; everybody when none is named. */
  who: (roles: readonly string[], departments: readonly string[]) => string
  /** Every part of a purpose in words, to be compared: label and text. */
  lines: (content: PurposeContent, departments: readonly { id: string; name: string }[]) => [string, string][]
}

/** Names of fields, roles and parts of a purpose in the reader's language. */
export function usePurposeWords(): PurposeWords {
  const t = useText()
  const { pick } = useLanguage()
  const catalogue = useGet<{ rows: FieldReply[] }>('/catalogue/fields')
  const fields = catalogue.data?.rows ?? []
  const named = (one: Both | undefined, code: string): string => (one === undefined ? code : pick(one))
  const join = (words: readonly string[]): string => words.join(t('collection.purposes.comma'))
  const field = (id: number): string =>
    named(
      fields.find((one) => one.id === id),
      String(id),
    )
  const role = (code: string): string =>
    named(
      roleCatalogue.find((one) => one.code === code),
      code,
    )
  const retention = (months: number | null): string =>
    months === null ? t('collection.purposes.whole') : t('collection.purposes.monthsOf', { count: months })
  const who = (roles: readonly string[], departments: readonly string[]): string =>
    roles.length + departments.length === 0
      ? t('collection.purposes.everybody')
      : join([...roles.map(role), ...departments])
  return {
    fields,
    field,
    sensitive: (ids) => fields.filter((one) => one.sensitive && ids.includes(one.id)).length,
    role,
    join,
    retention,
    who,
    lines: (one, departments) => [
      [t('collection.purposes.zh'), one.zh],
      [t('collection.purposes.en'), one.en],
      [t('collection.purposes.basis'), t(`collection.basis.${one.legalBasis}`)],
      [t('collection.purposes.note'), one.note],
      [t('collection.purposes.notice'), one.noticeCode ?? ''],
      [t('collection.purposes.marketing'), one.marketing ? t('collection.purposes.yes') : ''],
      [t('collection.purposes.fields'), join(one.fields.map(field))],
      [t('collection.purposes.retention'), retention(one.retentionMonths)],
      [t('collection.purposes.afterwards'), t(`collection.purposes.after.${one.afterwards}`)],
      [
        t('collection.purposes.who'),
        who(
          one.roles,
          one.departments.map((id) => departments.find((known) => known.id === id)?.name ?? id),
        ),
      ],
      [t('collection.purposes.state'), t(`collection.purposes.${one.closed ? 'closed' : 'open'}`)],
      [t('collection.purposes.sort'), String(one.sort)],
    ],
  }
}
