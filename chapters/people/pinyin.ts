import { pinyin } from 'pinyin-pro'

const readings = (name: string): string[] =>
  pinyin(name, { toneType: 'none', type: 'array', surname: 'head', nonZh: 'consecutive' }).map((part) =>
    part
      .toLowerCase()
      .replace(/ü/g, 'v')
      .replace(/[^a-z0-9]/g, ''),
  )

/** A name as it is typed on a keyboard, whole and by first letters: `张伟` → `zhangwei zw`. */
export function pinyinOf(name: string): string {
  const parts = readings(name)
  return `${parts.join('')} ${parts.map((part) => part[0] ?? '').join('')}`.trim()
}
