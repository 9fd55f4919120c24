import type { IdentifierType } from '../../../floor/identifiers/index.ts'
import type { Catalogue } from '../../custody/index.ts'
import type { Draft } from '../reading/convert.ts'

export type DuplicateReason = 'uscc' | 'id-card' | 'passport' | 'name-phone'

/** An identifier by which two files are the same customer; for `name-phone` only where the name agrees. */
export interface DuplicateKey {
  readonly reason: DuplicateReason
  readonly type: IdentifierType
  readonly value: string
  /** The customer's name in the same row; may be empty. */
  readonly name: string
  /** One text for comparing within the file. */
  readonly text: string
}

const single = ['uscc', 'id-card', 'passport'] as const

/** Reads the keys off drafts; the fields are looked up once. */
export class KeyReader {
  readonly #fields: ReadonlyMap<string, number>
  constructor(catalogue: Catalogue) {
    const codes = [...single, 'mobile', 'landline', 'person-name', 'company-name']
    this.#fields = new Map(
      codes.flatMap((code) => {
        const field = catalogue.byCode.get(code)
        return field === undefined ? [] : [[code, field.id]]
      }),
    )
  }

  keysOf(draft: Pick<Draft, 'kind' | 'values'>): DuplicateKey[] {
    const keys: DuplicateKey[] = []
    const name = this.#value(draft, draft.kind === 'company' ? 'company-name' : 'person-name')
    for (const reason of single) {
      const value = this.#value(draft, reason)
      // Shorter texts are remarks such as "见附件", not identifiers.
      if (value.length >= 7 && /\d{5}/.test(value))
        keys.push({ reason, type: reason, value, name, text: `${reason}=${value}` })
    }
    if (name === '') return keys
    for (const type of ['mobile', 'landline'] as const) {
      const value = this.#value(draft, type)
      if (/\d{7}/.test(value))
        keys.push({ reason: 'name-phone', type, value, name, text: `${name}\n${value}` })
    }
    return keys
  }

  #value(draft: Pick<Draft, 'values'>, code: string): string {
    const id = this.#fields.get(code)
    return id === undefined ? '' : (draft.values.get(id) ?? '')
  }
}
