import { maskChoices } from '../../../floor/identifiers/index.ts'
import type { Catalogue, CatalogueField } from '../catalogue.ts'
import type { Context } from '../context.ts'
import { maskExample, searchableUpTo } from '../desk/catalogue.ts'
import type { CatalogueReply, FieldReply } from '../wire.ts'

/** A field as pages see it, with what each choosable mask would leave of an invented value. */
export function fieldReply(field: CatalogueField): FieldReply {
  const { allowed, warned } = maskChoices[field.type]
  return {
    ...field,
    maskExample: maskExample(field.type, field.mask),
    masks: [...new Set([...allowed, ...warned])].map((kind) => ({
      kind,
      example: maskExample(field.type, kind),
      warned: warned.includes(kind),
    })),
    searchableUpTo: searchableUpTo(field.type),
  }
}

const known = new WeakMap<Catalogue, CatalogueReply>()

/** The catalogue as pages see it; made once for each state of the catalogue. */
export function catalogueReplyOf(catalogue: Catalogue): CatalogueReply {
  let reply = known.get(catalogue)
  if (reply === undefined) {
    reply = { levels: [...catalogue.levels.values()], fields: [...catalogue.fields.values()].map(fieldReply) }
    known.set(catalogue, reply)
  }
  return reply
}

export interface PersonReply {
  id: string
  name: string
  employeeNo: string
}

/** Names of people for a list; somebody unknown is shown by a dash. */
export async function peopleReply(
  context: Context,
  ids: readonly string[],
): Promise<(id: string) => PersonReply> {
  const names = await context.people.names([...new Set(ids)])
  return (id) => ({ id, name: names.get(id)?.name ?? '—', employeeNo: names.get(id)?.employeeNo ?? '' })
}
