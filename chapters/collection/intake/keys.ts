import type { IdentifierType } from '../../../floor/identifiers/index.ts'
import type { Catalogue } from '../../custody/index.ts'
import type { Draft } from '../reading/convert.ts'

export type DuplicateReason = 'uscc' | 'id-card' | 'passport' | 'name-phone'

/** An identifier by which two files are the same customer; `name-phone` needs both parts. */
export interface DuplicateKey {
  readonly reason: DuplicateReason
  readonly parts: readonly { readonly type: IdentifierType; readonly value: string }[]
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

  keysOf(draft: Draft): DuplicateKey[] {
    const keys: DuplicateKey[] = []
    for (const reason of single) {
      const value = this.#value(draft, reason)
      // Shorter texts are remarks such as "见附件", not identifiers.
      if (value.length >= 7 && /\d{5}/.test(value))
        keys.push({ reason, parts: [{ type: reason, value }], text: `${reason}=${value}` })
    }
    const type = draft.kind === 'company' ? 'company-name' : 'person-name'
    const name = this.#value(draft, type)
    if (name === '') return keys
    for (const phone of ['mobile', 'landline'] as const) {
      const value = this.#value(draft, phone)
      if (!/\d{7}/.test(value)) continue
      const parts = [
        { type: phone, value },
        { type, value: name },
      ] as const
      keys.push({ reason: 'name-phone', parts, text: `${name}\n${value}` })
    }
    return keys
  }

  #value(draft: Draft, code: string): string {
    const id = this.#fields.get(code)
    return id === undefined ? '' : (draft.values.get(id) ?? '')
  }
}
