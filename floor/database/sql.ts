import { Fault } from '../errors.ts'

/** A statement with its parameters. Only the `sql` tag makes one that the database will run. */
export interface Sql {
  readonly text: string
  readonly values: readonly unknown[]
  /** Set by `sql.named`: the server prepares it once per connection under this name. */
  readonly name?: string
}

/**
 * The only class whose text reaches the server. A look-alike object (say, from a request body) is a parameter,
 * never text, because splicing asks for an instance of this class.
 */
class Statement implements Sql {
  /** One more than `values`: the literal text around them. */
  readonly strings: readonly string[]
  readonly values: readonly unknown[]
  readonly name?: string
  #text: string | undefined
  constructor(strings: readonly string[], values: readonly unknown[], text?: string, name?: string) {
    this.strings = strings
    this.values = values
    this.#text = text
    if (name !== undefined) this.name = name
  }
  get text(): string {
    return (this.#text ??= numbered(this.strings))
  }
}

const numbered = (strings: readonly string[]): string => {
  let text = strings[0]!
  for (let at = 1; at < strings.length; at++) text += `$${at}${strings[at]!}`
  return text
}

/** Texts of templates without nested statements, so that a hot statement is put together once. */
const textOf = new WeakMap<TemplateStringsArray, string>()

function build(strings: TemplateStringsArray, ...values: unknown[]): Sql {
  let nested = false
  for (const value of values) {
    if (value === undefined)
      throw new Fault('a parameter of an SQL statement is undefined; write null if that is meant')
    if (value instanceof Statement) nested = true
  }
  if (!nested) {
    let text = textOf.get(strings)
    if (text === undefined) textOf.set(strings, (text = numbered(strings)))
    return new Statement(strings, values, text)
  }
  const flatStrings: string[] = [strings[0]!]
  const flatValues: unknown[] = []
  for (let at = 0; at < values.length; at++) {
    const value = values[at]
    if (value instanceof Statement) {
      flatStrings[flatStrings.length - 1] += value.strings[0]!
      for (let inner = 0; inner < value.values.length; inner++) {
        flatValues.push(value.values[inner])
        flatStrings.push(value.strings[inner + 1]!)
      }
      flatStrings[flatStrings.length - 1] += strings[at + 1]!
    } else {
      flatValues.push(value)
      flatStrings.push(strings[at + 1]!)
    }
  }
  return new Statement(flatStrings, flatValues)
}

const empty: Sql = new Statement([''], [])
const comma: Sql = new Statement([', '], [])
const namePattern = /^[a-z_][a-z0-9_.]*$/

/**
 * A statement from a template: a nested statement is spliced, everything else becomes a `$n` parameter.
 * Raw text cannot be spliced; `sql.identifier` takes lower-case names only.
 */
export const sql = Object.assign(build, {
  /** A table, schema-qualified name or column; each part is quoted. Throws a Fault for anything else. */
  identifier(name: string): Sql {
    const parts = name.split('.')
    if (!namePattern.test(name) || parts.some((part) => part === '')) throw new Fault('not an SQL identifier')
    return new Statement([parts.map((part) => `"${part}"`).join('.')], [])
  },
  /** The list with a separator between (a comma when not given); an empty list gives empty text. */
  join(list: readonly Sql[], separator: Sql = comma): Sql {
    let all = list[0] ?? empty
    for (const next of list.slice(1)) all = build(joinParts, all, separator, next)
    return all
  },
  empty,
  /** The same statement, prepared once per connection under this name; its text must never vary. */
  named(name: string, q: Sql): Sql {
    const statement = asStatement(q)
    return new Statement(statement.strings, statement.values, statement.text, name)
  },
  /** A jsonb parameter. Without this an array would be sent as an SQL array. */
  json(value: unknown): Sql {
    return new Statement(['', '::jsonb'], [JSON.stringify(value)])
  },
})

const joinParts = Object.assign(['', '', '', ''], { raw: ['', '', '', ''] }) as TemplateStringsArray

/** Refuses objects that were not made by the `sql` tag, whatever their shape. */
export function asStatement(q: Sql): Sql & { readonly strings: readonly string[] } {
  if (q instanceof Statement) return q
  throw new Fault('only statements made by the sql tag are run')
}
