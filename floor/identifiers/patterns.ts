import { foldWidth } from './normalise.ts'
import { patternLongest } from './types.ts'

/** What is wrong with a pattern: a code, and where (UTF-16, from 0). */
export class PatternProblem extends Error {
  override readonly name = 'PatternProblem'
  readonly code: 'empty' | 'too-long' | 'unclosed' | 'repeat' | 'class' | 'escape' | 'matches-nothing'
  readonly at: number
  constructor(code: PatternProblem['code'], at: number) {
    super(`${code} at ${at}`)
    this.code = code
    this.at = at
  }
}

/** Most places of a pattern once its repeats are written out. */
const placesMost = 128
const repeatMost = 64

/** Counts what matching costs, so that many patterns over a long text stop in time. */
export interface Effort {
  /** Steps left; matching stops below zero. */
  left: number
}

export interface Pattern {
  readonly source: string
  /**
   * Whether it stands anywhere in the text; `undefined` when the effort ran out first. Time is linear in the length of
   * the text: no pattern can make it slower.
   */
  isIn(text: string, effort?: Effort): boolean | undefined
}

type Test = (code: number) => boolean
interface Place {
  readonly test: Test
  readonly optional: boolean
  /** May be taken again and again. */
  readonly loops: boolean
}

const isDigit: Test = (code) => code >= 48 && code <= 57
const isLetter: Test = (code) => (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
const isSpace: Test = (code) => code === 32 || (code >= 9 && code <= 13) || code === 0x3000 || code === 0xa0
const isChinese: Test = (code) => code >= 0x4e00 && code <= 0x9fff
const named: Readonly<Record<string, Test>> = {
  d: isDigit,
  a: isLetter,
  w: (code) => isDigit(code) || isLetter(code) || code === 95,
  s: isSpace,
  z: isChinese,
}
const notNewline: Test = (code) => code !== 10 && code !== 13

/** Same letter whatever its case and width. */
const lower = (code: number): number => (code >= 65 && code <= 90 ? code + 32 : code)

/** Reads a pattern; a small language on purpose, see `compilePattern`. */
class Reading {
  readonly #text: string
  #at = 0
  constructor(source: string) {
    this.#text = foldWidth(source)
  }

  places(): Place[] {
    const places: Place[] = []
    while (this.#at < this.#text.length) {
      const test = this.#atom()
      const [least, most] = this.#repeat()
      const count = most === Infinity ? Math.max(least, 1) : most
      for (let i = 0; i < count; i += 1)
        places.push({ test, optional: i >= least, loops: most === Infinity && i === count - 1 })
      if (places.length > placesMost) throw new PatternProblem('too-long', this.#at)
    }
    if (places.length === 0) throw new PatternProblem('empty', 0)
    if (places.every((place) => place.optional)) throw new PatternProblem('matches-nothing', 0)
    return places
  }

  #atom(): Test {
    const at = this.#at
    const character = this.#text[this.#at++]!
    if (character === '.') return notNewline
    if (character === '\\') return this.#escaped()
    if (character === '[') return this.#class(at)
    if ('*+?{'.includes(character)) throw new PatternProblem('repeat', at)
    if (']}'.includes(character)) throw new PatternProblem('unclosed', at)
    const code = lower(character.charCodeAt(0))
    return (one) => one === code
  }

  #escaped(): Test {
    const character = this.#text[this.#at++]
    if (character === undefined) throw new PatternProblem('escape', this.#at - 1)
    const known = named[character]
    if (known !== undefined) return known
    if (/[A-Za-z0-9]/.test(character)) throw new PatternProblem('escape', this.#at - 1)
    const code = character.charCodeAt(0)
    return (one) => one === code
  }

  #class(open: number): Test {
    const not = this.#text[this.#at] === '^'
    if (not) this.#at += 1
    const tests: Test[] = []
    for (;;) {
      const character = this.#text[this.#at]
      if (character === undefined) throw new PatternProblem('unclosed', open)
      this.#at += 1
      if (character === ']') break
      if (character === '\\') {
        tests.push(this.#escaped())
        continue
      }
      tests.push(this.#member(character))
    }
    if (tests.length === 0) throw new PatternProblem('class', open)
    return (code) => tests.some((test) => test(code)) !== not
  }

  #member(character: string): Test {
    const from = lower(character.charCodeAt(0))
    const next = this.#text[this.#at + 1]
    if (this.#text[this.#at] !== '-' || next === undefined || next === ']') return (code) => code === from
    const to = lower(next.charCodeAt(0))
    if (to < from) throw new PatternProblem('class', this.#at)
    this.#at += 2
    return (code) => code >= from && code <= to
  }

  #repeat(): readonly [least: number, most: number] {
    const character = this.#text[this.#at]
    if (character === '?') return this.#took(1, [0, 1])
    if (character === '*') return this.#took(1, [0, Infinity])
    if (character === '+') return this.#took(1, [1, Infinity])
    if (character !== '{') return [1, 1]
    const found = /^\{(\d{1,3})(?:(,)(\d{1,3})?)?\}/.exec(this.#text.slice(this.#at, this.#at + 10))
    if (found === null) throw new PatternProblem('repeat', this.#at)
    const least = Number(found[1])
    const most = found[2] === undefined ? least : found[3] === undefined ? Infinity : Number(found[3])
    if (least > repeatMost || (most !== Infinity && (most > repeatMost || most < least || most === 0)))
      throw new PatternProblem('repeat', this.#at)
    return this.#took(found[0].length, [least, most])
  }

  #took(length: number, range: readonly [number, number]): readonly [number, number] {
    this.#at += length
    return range
  }
}

/** One set of places that may come next, and where each class of characters leads from it. */
interface State {
  readonly places: readonly number[]
  readonly accepts: boolean
  readonly next: Map<string, State>
}

const statesMost = 512

/**
 * Compiles a pattern that somebody at the company wrote: literal characters (case and width do not matter), `.` for any
 * one, `\d` digit, `\a` letter, `\w` either, `\s` space, `\z` Chinese character, classes `[…]` and `[^…]`, and the repeats
 * `?`, `*`, `+`, `{n}`, `{m,n}`, `{m,}` with at most 64. There are no groups, alternatives or back references, so that
 * matching takes one step a character, on whatever text: states are sets of places, made when they are first needed.
 * @throws PatternProblem when it is not of this language, or too long
 */
export function compilePattern(source: string): Pattern {
  if (source.length > patternLongest) throw new PatternProblem('too-long', patternLongest)
  const places = new Reading(source).places()
  return { source, isIn: (text, effort) => new Machine(places).isIn(text, effort) }
}

class Machine {
  readonly #places: readonly Place[]
  #states = new Map<string, State>()
  #classes = new Map<number, string>()
  constructor(places: readonly Place[]) {
    this.#places = places
  }

  isIn(text: string, effort: Effort = { left: Infinity }): boolean | undefined {
    const folded = foldWidth(text)
    let state = this.#state(this.#closed([0]))
    if (state.accepts) return true
    for (let at = 0; at < folded.length; at += 1) {
      const kind = this.#classOf(folded.charCodeAt(at), effort)
      let next = state.next.get(kind)
      if (next === undefined) {
        effort.left -= this.#places.length
        next = this.#state(this.#step(state.places, kind))
        state.next.set(kind, next)
      }
      effort.left -= 1
      if (next.accepts) return true
      if (effort.left < 0) return undefined
      state = next
    }
    return false
  }

  /** Which places a character satisfies, as a text of one mark a place: characters alike for the pattern share it. */
  #classOf(code: number, effort: Effort): string {
    let kind = this.#classes.get(code)
    if (kind === undefined) {
      effort.left -= this.#places.length
      const own = lower(code)
      kind = this.#places.map(({ test }) => (test(own) || test(code) ? '1' : '0')).join('')
      if (this.#classes.size > 4096) this.#classes.clear()
      this.#classes.set(code, kind)
    }
    return kind
  }

  #step(from: readonly number[], kind: string): number[] {
    const reached: number[] = [0]
    for (const at of from) {
      if (kind[at] !== '1') continue
      reached.push(at + 1)
      if (this.#places[at]?.loops === true) reached.push(at)
    }
    return this.#closed(reached)
  }

  /** With every place that may be skipped; the first is always there, since a match may begin anywhere. */
  #closed(places: readonly number[]): number[] {
    const all = new Set<number>()
    for (let at of places) {
      all.add(at)
      while (this.#places[at]?.optional === true) all.add(++at)
    }
    return [...all].sort((a, b) => a - b)
  }

  #state(places: readonly number[]): State {
    const key = places.join(',')
    let state = this.#states.get(key)
    if (state === undefined) {
      // A hostile text may call for very many sets; forgetting them costs time for one step each, never memory.
      if (this.#states.size >= statesMost) this.#states = new Map()
      state = { places, accepts: places.includes(this.#places.length), next: new Map() }
      this.#states.set(key, state)
    }
    return state
  }
}
