import { useState } from 'react'

const named = (name: string): string => `mifeng.${name}`

/** A setting of this browser, or the given one when there is none or it cannot be read. */
export function readStored<T>(name: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(named(name))
    return text === null ? otherwise : (JSON.parse(text) as T)
  } catch {
    return otherwise
  }
}

/** Keeps a setting in this browser. Only how things look: never a customer's data, never a search text. */
export function writeStored(name: string, value: unknown): void {
  try {
    localStorage.setItem(named(name), JSON.stringify(value))
  } catch {
    // A full or forbidden store costs the person a preference, nothing else.
  }
}

/** State that survives a reload; see `writeStored` for what may be kept. */
export function useStored<T>(name: string, otherwise: T): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => readStored(name, otherwise))
  return [
    value,
    (next) => {
      setValue(next)
      writeStored(name, next)
    },
  ]
}
