import { boxesOf, sectionsOf } from '../consent/notice/render.ts'
import { publishedByCode, publishedVersions, type StoredVersion } from '../consent/store/notices.ts'
import type { DirectAsked, NoticeInForce } from './context.ts'

const textIn = (body: StoredVersion['body'], language: 'zh' | 'en'): string =>
  sectionsOf(body, language)
    .map(({ heading, paragraphs }) => [`【${heading}】`, ...paragraphs].join('\n'))
    .join('\n\n')

function inForce(version: StoredVersion): NoticeInForce {
  const [zh, en] = [boxesOf(version.body, 'zh'), boxesOf(version.body, 'en')]
  return {
    code: version.code,
    name: { zh: version.name, en: version.body.title.en || version.name },
    versionId: version.id,
    hash: version.hash,
    items: zh.map((box) => box.item),
    boxes: zh.map((box, at) => ({ zh: box.text, en: en[at]!.text })),
    text: { zh: textIn(version.body, 'zh'), en: textIn(version.body, 'en') },
  }
}

/** Notices of the part for consent, as forms show them. */
export const noticesInForce: Pick<DirectAsked, 'notices' | 'notice'> = {
  notices: async (r) => (await publishedVersions(r)).map(inForce),
  notice: async (r, code) => {
    const found = await publishedByCode(r, code)
    return found === undefined ? undefined : inForce(found)
  },
}
