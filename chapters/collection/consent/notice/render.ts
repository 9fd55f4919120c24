import type { ConsentItem, NoticeBody, NoticeKind, Said, Section } from '../../wire/consent.ts'
import { hashOfText } from './content.ts'
import { noticeWords } from './texts.ts'

type Language = 'zh' | 'en'

/** What a version says, section by section, in one language; where the company wrote no English, its Chinese stands. */
export function sectionsOf(body: NoticeBody, language: Language): Section[] {
  const text = noticeWords[language]
  const say = (words: Said): string => (language === 'en' && words.en !== '' ? words.en : words.zh)
  const name = (one: { zh: string; en: string }): string =>
    language === 'en' && one.en !== '' ? one.en : one.zh
  const list = (kinds: readonly NoticeKind[]): string => kinds.map(name).join(text.list)
  const { processor } = body
  const sensitive = sensitiveKinds(body)
  const told = (one: NoticeBody['recipients'][number]): string =>
    text.recipient(one.name, one.contact, say(one.purpose), say(one.method), list(one.kinds))
  return [
    {
      heading: text.processor,
      paragraphs: [
        text.processorLine(processor.name, processor.contact),
        ...(processor.address === '' ? [] : [text.address(processor.address)]),
        ...(processor.officer === '' ? [] : [text.officer(processor.officer)]),
      ],
    },
    {
      heading: text.purposes,
      paragraphs: body.purposes.map(
        (one) =>
          `${text.purpose(name(one), say(one.method), list(one.kinds))}${text.basis[one.legalBasis] ?? ''}`,
      ),
    },
    { heading: text.retention, paragraphs: [say(body.retention), say(body.afterwards)] },
    {
      heading: text.sensitive,
      paragraphs:
        sensitive.length === 0
          ? [text.noSensitive]
          : [
              text.sensitiveKinds(list(sensitive)),
              text.necessity(say(body.sensitive.necessity)),
              text.impact(say(body.sensitive.impact)),
            ],
    },
    {
      heading: text.recipients,
      paragraphs: body.recipients.length === 0 ? [text.noRecipients] : body.recipients.map(told),
    },
    {
      heading: text.abroad,
      paragraphs:
        body.abroad.length === 0
          ? [text.noAbroad]
          : body.abroad.map((one) => text.abroadLine(one.country, told(one), say(one.rightsThere))),
    },
    {
      heading: text.rights,
      paragraphs: [
        say(body.rights),
        say(body.withdrawal),
        ...(body.validMonths === null ? [] : [text.valid(body.validMonths)]),
      ],
    },
    { heading: text.minors, paragraphs: [say(body.minors)] },
  ]
}

/** The sensitive kinds that a version names anywhere, each once. */
export function sensitiveKinds(body: NoticeBody): NoticeKind[] {
  const all = [...body.purposes, ...body.recipients, ...body.abroad].flatMap(({ kinds }) => kinds)
  return [...new Map(all.filter((one) => one.sensitive).map((one) => [one.code, one])).values()]
}

/** The separate boxes with the sentence beside each. */
export const boxesOf = (body: NoticeBody, language: Language): { item: ConsentItem; text: string }[] =>
  body.items.map((item) => ({ item, text: noticeWords[language].item[item] }))

/** The title in that language. */
export const titleOf = (body: NoticeBody, language: Language): string =>
  language === 'en' && body.title.en !== '' ? body.title.en : body.title.zh

/** The exact text as it is shown: title, sections, boxes. It is kept and hashed when somebody answers. */
export function shownText(body: NoticeBody, language: Language): { text: string; hash: string } {
  const parts = [
    titleOf(body, language),
    ...sectionsOf(body, language).flatMap(({ heading, paragraphs }) => [heading, ...paragraphs]),
    noticeWords[language].boxes,
    ...boxesOf(body, language).map(({ text }) => `□ ${text}`),
  ]
  const text = parts.join('\n')
  return { text, hash: hashOfText(text) }
}

/** The parts in which two versions differ, as their readers see them. */
export function differencesOf(
  before: NoticeBody,
  after: NoticeBody,
  language: Language,
): { part: string; before: string; after: string }[] {
  const parts = (body: NoticeBody): Map<string, string> =>
    new Map([
      ['title', titleOf(body, language)],
      ...sectionsOf(body, language).map(
        ({ heading, paragraphs }) => [heading, paragraphs.join('\n')] as const,
      ),
      [
        noticeWords[language].boxes,
        boxesOf(body, language)
          .map(({ text }) => text)
          .join('\n'),
      ],
    ])
  const [old, fresh] = [parts(before), parts(after)]
  return [...fresh]
    .filter(([part, text]) => old.get(part) !== text)
    .map(([part, text]) => ({ part, before: old.get(part) ?? '', after: text }))
}
