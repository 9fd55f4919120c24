import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join, relative } from 'node:path'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Which file holds which rule, by reading the rule files: `{ "4.2.1/approved-application": "chapters/use/clauses/…" }`.
 * The clause page shows it; a test compares the kept list with this one.
 */
export function ruleFiles(): Record<string, string> {
  const found: [string, string][] = []
  for (const chapter of readdirSync(join(root, 'chapters'), { withFileTypes: true })) {
    if (!chapter.isDirectory()) continue
    const folder = join(root, 'chapters', chapter.name, 'clauses')
    for (const file of filesIn(folder)) {
      const text = readFileSync(join(folder, file), 'utf8')
      for (const [, number, name] of text.matchAll(/number: '([\d.]+)',\s+name: '([a-z-]+)'/g)) {
        found.push([`${number}/${name}`, relative(root, join(folder, file))])
      }
    }
  }
  return Object.fromEntries(found.sort(([a], [b]) => a.localeCompare(b)))
}

const filesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  } catch {
    return []
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(
    join(root, 'chapters/supervision/rule-files.json'),
    `${JSON.stringify(ruleFiles(), null, 2)}\n`,
  )
}
