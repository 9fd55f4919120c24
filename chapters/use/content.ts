import { z } from 'zod'
import { Fault } from '../../floor/errors.ts'
import type { GrantMode } from '../../gate/index.ts'
import { modes } from './wire.ts'

/**
 * What an application asks for, as it is hashed, decided on and granted. Lists are sorted, so that the same wish has
 * the same hash. The grant is made from this and nothing else.
 */
export const content = z.strictObject({
  purpose: z.string(),
  reason: z.string(),
  customers: z.array(z.uuid()).min(1),
  fields: z.array(z.number().int()).min(1),
  modes: z.array(z.enum(modes)).min(1),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  countLimit: z.number().int().nullable(),
  storagePlace: z.string(),
  returnMethod: z.string(),
  undertaking: z.literal(true),
})
export type Content = z.infer<typeof content>

/** The content of a stored application. @throws Fault when it is not what this version of the program writes */
export function contentOf(snapshot: unknown): Content {
  const parsed = content.safeParse(snapshot)
  if (!parsed.success) throw new Fault('an application is not of the shape it was filed in')
  return parsed.data
}

/** Modes from harmless to grave: reading, copying, printing, taking a file away. */
const grave: readonly GrantMode[] = ['read', 'copy', 'print', 'export']

/** Each mode once, from harmless to grave. */
export const sortedModes = (list: readonly GrantMode[]): GrantMode[] =>
  grave.filter((mode) => list.includes(mode))

/** The gravest of the modes: the action by which a flow is chosen. */
export const gravest = (list: readonly GrantMode[]): GrantMode => sortedModes(list).at(-1) ?? 'read'

/** Words for the modes. */
export const modeWords: Readonly<Record<GrantMode, { readonly zh: string; readonly en: string }>> = {
  read: { zh: '查阅', en: 'reading' },
  copy: { zh: '复制', en: 'copying' },
  print: { zh: '打印', en: 'printing' },
  export: { zh: '导出', en: 'export' },
}
