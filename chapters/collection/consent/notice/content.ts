import { createHash } from 'node:crypto'
import { canonical } from '../../../../floor/ledger/index.ts'
import type {
  ConsentItem,
  MissingItem,
  NoticeBody,
  NoticeDraft,
  NoticeKind,
  Said,
} from '../../wire/consent.ts'

/** What a notice refers to by code. */
export interface Register {
  readonly purposes: ReadonlyMap<string, RegisteredPurpose>
  readonly fields: ReadonlyMap<string, NoticeKind>
}
export interface RegisteredPurpose {
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly legalBasis: string
  readonly marketing: boolean
}

const isEmpty = (words: Said): boolean => words.zh === ''

/**
 * The statutory items that a draft lacks, each with the article that asks for it: PIPL 17 (who, why, how, what, how long,
 * how to exercise rights), 23 (recipients), 30 (sensitive data), 31 (minors), 39 (abroad), and article 21 of the
 * regulation on network data (what happens after the period). The Chinese words count; English ones are a courtesy.
 */
export function missingOf(draft: NoticeDraft, register: Register): MissingItem[] {
  const missing: MissingItem[] = []
  const need = (lacks: boolean, field: string, code: string, law: string): void => {
    if (lacks) missing.push({ field, code, law })
  }
  need(isEmpty(draft.title), 'title', 'title', 'PIPL 17')
  need(draft.processor.name === '', 'processor.name', 'processor-name', 'PIPL 17(1)(1)')
  need(draft.processor.contact === '', 'processor.contact', 'processor-contact', 'PIPL 17(1)(1)')
  need(draft.purposes.length === 0, 'purposes', 'purposes', 'PIPL 17(1)(2)')
  const codes = new Set<string>()
  draft.purposes.forEach((one, at) => {
    const path = `purposes.${at}`
    need(!register.purposes.has(one.purpose), `${path}.purpose`, 'purpose-unknown', 'PIPL 6')
    need(codes.has(one.purpose), `${path}.purpose`, 'purpose-twice', 'PIPL 17(1)(2)')
    codes.add(one.purpose)
    need(isEmpty(one.method), `${path}.method`, 'method', 'PIPL 17(1)(2)')
    need(one.fields.length === 0, `${path}.fields`, 'kinds', 'PIPL 17(1)(2)')
    need(
      one.fields.some((code) => !register.fields.has(code)),
      `${path}.fields`,
      'kind-unknown',
      'PIPL 17(1)(2)',
    )
  })
  need(isEmpty(draft.retention), 'retention', 'retention', 'PIPL 17(1)(2)')
  need(isEmpty(draft.afterwards), 'afterwards', 'afterwards', '网络数据安全管理条例 21')
  if (holdsSensitive(draft, register)) {
    need(isEmpty(draft.sensitive.necessity), 'sensitive.necessity', 'necessity', 'PIPL 30')
    need(isEmpty(draft.sensitive.impact), 'sensitive.impact', 'impact', 'PIPL 30')
  }
  for (const [list, law] of [
    ['recipients', 'PIPL 23'],
    ['abroad', 'PIPL 39'],
  ] as const)
    draft[list].forEach((one, at) => {
      const path = `${list}.${at}`
      need(one.name === '', `${path}.name`, 'recipient-name', law)
      need(one.contact === '', `${path}.contact`, 'recipient-contact', law)
      need(isEmpty(one.purpose), `${path}.purpose`, 'recipient-purpose', law)
      need(isEmpty(one.method), `${path}.method`, 'recipient-method', law)
      need(one.fields.length === 0, `${path}.fields`, 'recipient-kinds', law)
      need(
        one.fields.some((code) => !register.fields.has(code)),
        `${path}.fields`,
        'kind-unknown',
        law,
      )
    })
  draft.abroad.forEach((one, at) =>
    need(isEmpty(one.rightsThere), `abroad.${at}.rightsThere`, 'rights-there', 'PIPL 39'),
  )
  need(isEmpty(draft.rights), 'rights', 'rights', 'PIPL 17(1)(3)')
  need(isEmpty(draft.withdrawal), 'withdrawal', 'withdrawal', 'PIPL 15')
  need(isEmpty(draft.minors), 'minors', 'minors', 'PIPL 31')
  return missing
}

const holdsSensitive = (draft: NoticeDraft, register: Register): boolean =>
  [...draft.purposes, ...draft.recipients, ...draft.abroad].some(({ fields }) =>
    fields.some((code) => register.fields.get(code)?.sensitive === true),
  )

/**
 * The boxes of a notice follow from what it says, so that none can be left out or bundled with another: what rests on
 * consent, sensitive kinds, recipients, recipients abroad, marketing.
 */
export function itemsOf(draft: NoticeDraft, register: Register): ConsentItem[] {
  const purposes = draft.purposes.flatMap((one) => register.purposes.get(one.purpose) ?? [])
  const items: ConsentItem[] = []
  if (purposes.some((one) => one.legalBasis === 'consent' && !one.marketing)) items.push('general')
  if (holdsSensitive(draft, register)) items.push('sensitive')
  if (draft.recipients.length > 0) items.push('provision')
  if (draft.abroad.length > 0) items.push('abroad')
  if (purposes.some((one) => one.marketing)) items.push('marketing')
  return items
}

/** The content of a version: the draft with every code resolved to the names of this moment. Call it when nothing is missing. */
export function bodyOf(notice: string, number: number, draft: NoticeDraft, register: Register): NoticeBody {
  const kinds = (codes: readonly string[]): NoticeKind[] => codes.map((code) => register.fields.get(code)!)
  const told = (one: NoticeDraft['recipients'][number]) => ({
    name: one.name,
    contact: one.contact,
    purpose: one.purpose,
    method: one.method,
    kinds: kinds(one.fields),
  })
  const { title, processor, retention, afterwards, sensitive, rights, withdrawal, minors, validMonths } =
    draft
  return {
    notice,
    number,
    title,
    processor,
    purposes: draft.purposes.map((one) => {
      const { code, zh, en, legalBasis, marketing } = register.purposes.get(one.purpose)!
      return { code, zh, en, legalBasis, marketing, method: one.method, kinds: kinds(one.fields) }
    }),
    retention,
    afterwards,
    sensitive,
    recipients: draft.recipients.map(told),
    abroad: draft.abroad.map((one) => ({ ...told(one), country: one.country, rightsThere: one.rightsThere })),
    rights,
    withdrawal,
    minors,
    validMonths,
    items: itemsOf(draft, register),
  }
}

/** SHA-256 over the canonical JSON (RFC 8785 as the ledger writes it), 64 hexadecimal digits. */
export const hashOf = (content: object): string =>
  createHash('sha256').update(canonical(content)).digest('hex')

/** SHA-256 of a text in UTF-8, 64 hexadecimal digits. */
export const hashOfText = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/** What asks for consent anew when it differs (PIPL 14): purposes, ways, kinds, and who is given the data. */
const bindingPart = (body: NoticeBody): unknown => ({
  purposes: body.purposes.map(({ code, legalBasis, marketing, method, kinds }) => ({ code, legalBasis, marketing, method: method.zh, kinds: kinds.map((one) => one.code).toSorted() })),
  recipients: body.recipients.map(({ name, purpose, method, kinds }) => ({ name, purpose: purpose.zh, method: method.zh, kinds: kinds.map((one) => one.code).toSorted() })),
  abroad: body.abroad.map(({ name, country, purpose, method, kinds }) => ({ name, country, purpose: purpose.zh, method: method.zh, kinds: kinds.map((one) => one.code).toSorted() })),
}) // prettier-ignore

/** Whether somebody who agreed to the one has to be asked about the other. */
export const changesWhatWasAgreed = (before: NoticeBody, after: NoticeBody): boolean =>
  canonical(bindingPart(before) as object) !== canonical(bindingPart(after) as object)
