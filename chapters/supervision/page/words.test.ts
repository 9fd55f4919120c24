import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { actVerbs, dataVerbs } from '../../../gate/index.ts'
import { texts } from './texts.ts'
import { findingCodes, kinds, verbs } from './words.ts'

const root = join(import.meta.dirname, '../../..')
const sources = ['chapters', 'gate', 'office']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|\/page\/|fixture\.ts$/.test(name))
  .map((name) => readFileSync(join(root, name), 'utf8'))

/** Kinds that the program writes into the ledger, as its text says. */
const written = new Set<string>(['reading', 'act'])
for (const text of sources) {
  for (const call of text.matchAll(/\.note\(\s*w,\s*((?:[^,]|\n)+?),/g)) {
    const [, kind = ''] = call
    for (const [, word = ''] of kind.matchAll(/(?<!=== )'([a-z-]+)'/g)) written.add(word)
  }
  for (const [, kind = ''] of text.matchAll(/\.(?:record|append)\([^)]*?kind: '([a-z-]+)'/g))
    written.add(kind)
}
/** Made from the verb of the deed, see approval/desk/act.ts. */
for (const deed of ['cc', 'urge']) written.add(`approval-${deed}`)

const word = (key: string): boolean => texts.zh[key] !== undefined && texts.en[key] !== undefined

test('every kind of entry that some chapter writes has a word in both languages, and is in the filter', () => {
  expect(written.size).toBeGreaterThan(20)
  expect([...written].filter((kind) => !word(`supervision.kind.${kind}`))).toEqual([])
  expect([...written].filter((kind) => !(kinds as readonly string[]).includes(kind))).toEqual([])
  expect(kinds.filter((kind) => !written.has(kind))).toEqual([])
})

test('every verb has one', () => {
  expect([...dataVerbs, ...actVerbs].filter((verb) => !(verbs as readonly string[]).includes(verb))).toEqual(
    [],
  )
  expect(verbs.filter((verb) => !word(`supervision.verb.${verb}`))).toEqual([])
})

test('every finding has one, and every finding in the code is known', () => {
  const code = readFileSync(join(root, 'chapters/supervision/findings.ts'), 'utf8')
  const said = [...code.matchAll(/say\(\s*'([a-z-]+)'/g)].map(([, one]) => one ?? '')
  expect([...new Set(said)].sort()).toEqual([...findingCodes].sort())
  expect(findingCodes.filter((one) => !word(`supervision.finding.${one}`))).toEqual([])
})

test('every way in which a ledger can be broken has one', () => {
  const faults = readFileSync(join(root, 'floor/ledger/faults.ts'), 'utf8')
  const harms = [...faults.matchAll(/^ {2}\| '([a-z-]+)'/gm)].map(([, one]) => one ?? '')
  expect(harms.length).toBeGreaterThan(8)
  expect(harms.filter((one) => !word(`supervision.harm.${one}`))).toEqual([])
})
