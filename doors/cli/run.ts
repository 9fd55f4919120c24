import { parseArgs } from 'node:util'
import { Mistake } from '../../floor/errors.ts'
import { HELP, TEXTS } from './texts.ts'
import type { Language } from './texts.ts'

/**
 * The command line: reads the words, calls what office.ts provides, prints, and ends with a code.
 * 0 done · 1 the answer is no (a ledger that is not whole) · 2 not understood · 3 a mistake to put right · 70 our fault
 */
export const EXIT = { done: 0, no: 1, usage: 2, mistake: 3, fault: 70 } as const

/** What every command may be told about the office it works on. */
export interface Place {
  /** The data folder; absent means the setting or its default. */
  readonly data?: string
}

export interface ImportReport {
  readonly rows: number
  readonly customers: number
  readonly duplicates: number
  readonly columns: readonly {
    readonly sheet: string
    readonly header: string
    readonly type: string
    readonly category: string
    readonly level: string
    readonly confidence: number
  }[]
  /** Columns left out, since none of the purposes needs them. */
  readonly extraColumns: readonly {
    readonly sheet: string
    readonly header: string
    readonly neededBy: readonly { readonly zh: string; readonly en: string }[]
  }[]
  readonly errors: readonly {
    readonly sheet: string
    readonly row: number
    readonly column: string
    readonly code: string
    readonly message: string
  }[]
}

export interface LedgerFinding {
  readonly whole: boolean
  readonly leaves: number
  readonly root: string
  readonly firstBad?: string
}

/** An account whose password was reset; the password is not kept anywhere. */
export interface ResetAccount {
  readonly name: string
  readonly employeeNo: string
  readonly signInName: string
  readonly oneTimePassword: string
}

/** What the commands do; commands.ts makes them of an office. */
export interface Commands {
  /** Starts the program and returns once it can be used. `notes` are lines for a person (demo sign-in names). */
  serve(
    options: Place & { readonly demo: boolean; readonly port?: number; readonly host?: string },
  ): Promise<{
    readonly url: string
    readonly notes?: readonly string[]
    /** Path of the first-run page with its secret, while the company is not set up. */
    readonly firstPage?: string | undefined
    stop(): Promise<void>
  }>
  importFile(
    options: Place & { readonly file: string; readonly dryRun: boolean; readonly signal: AbortSignal },
  ): Promise<ImportReport>
  /** Writes the whole log as an evidence bundle. */
  exportLedger(
    options: Place & { readonly out: string },
  ): Promise<{ readonly leaves: number; readonly root: string }>
  /** Checks the ledger where it lies. `firstBad` names the first entry that is wrong. */
  verifyLedger(options: Place): Promise<LedgerFinding>
  /** The public key that checkpoints are signed with, as a C2SP note verifier key. */
  ledgerKey(options: Place): Promise<string>
  /** A new one-time password for an account; undefined when nobody with an account has this employee number. */
  resetAccount(options: Place & { readonly employeeNo: string }): Promise<ResetAccount | undefined>
  /** Clears every list of networks that keeps somebody from signing in; resolves to how many there were. */
  openPlaces(options: Place): Promise<number>
  /** The hidden child process that reads one workbook. */
  sheetWorker(): Promise<void>
}

/** Where the command line writes and how it is told to stop; tests replace it. */
export interface Terminal {
  out(line: string): void
  error(line: string): void
  /** Resolves when a person or the system asks the program to end (Ctrl-C, SIGTERM). */
  stopped(): Promise<void>
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Opens an address in the person's browser, where there is one. */
  open?(address: string): void
}

/** Chinese unless the words or the environment ask for English. */
export function languageOf(wanted: string | undefined, environment: Terminal['environment']): Language {
  const named = wanted ?? environment['LC_ALL'] ?? environment['LANG'] ?? 'zh'
  return named.toLowerCase().startsWith('en') ? 'en' : 'zh'
}

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  lang: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  demo: { type: 'boolean' },
  port: { type: 'string' },
  host: { type: 'string' },
} as const

type Values = { readonly [name in keyof typeof OPTIONS]?: string | boolean }

/** Which options each command takes besides --help, --lang and --data. */
const TAKES: Readonly<Record<string, { readonly words: number; readonly options: readonly string[] }>> = {
  serve: { words: 0, options: ['demo', 'port', 'host'] },
  import: { words: 1, options: ['json', 'dry-run'] },
  'ledger export': { words: 1, options: ['json'] },
  'ledger verify': { words: 0, options: ['json'] },
  'ledger key': { words: 0, options: [] },
  'account reset': { words: 1, options: ['json'] },
  'places open': { words: 0, options: [] },
  'sheet-worker': { words: 0, options: [] },
}

/** Commands of two words. */
const GROUPS: readonly string[] = ['ledger', 'account', 'places']

interface Understood {
  readonly command: string
  readonly words: readonly string[]
  readonly values: Values
}

/** Splits the words into a command and its options; a text instead when they are not understood. */
function understand(argv: readonly string[]): Understood | string {
  let parsed
  try {
    parsed = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true })
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  const [first = '', second = '', ...rest] = parsed.positionals
  const grouped = GROUPS.includes(first)
  const command = grouped ? `${first} ${second}`.trim() : first
  const words = grouped ? rest : parsed.positionals.slice(1)
  const values: Values = parsed.values
  if (values.help === true || command === 'help' || command === '') return { command: 'help', words, values }
  const takes = TAKES[command]
  if (takes === undefined) return command
  const foreign = Object.keys(values).find((name) => !['lang', 'data', ...takes.options].includes(name))
  if (foreign !== undefined) return `${command} --${foreign}`
  return words.length === takes.words ? { command, words, values } : `${command} ${words.join(' ')}`.trim()
}

/**
 * Runs one command.
 * @param argv the words after the program's name
 * @returns the exit code; nothing is thrown
 */
export async function runCommand(
  argv: readonly string[],
  commands: Commands,
  terminal: Terminal,
): Promise<number> {
  const understood = understand(argv)
  const wanted = /--lang[= ](\w+)/.exec(argv.join(' '))?.[1]
  const language = languageOf(wanted, terminal.environment)
  if (typeof understood === 'string') {
    terminal.error(`${TEXTS[language].notUnderstood}: ${understood}`)
    terminal.error(HELP[language])
    return EXIT.usage
  }
  try {
    return await perform(understood, commands, terminal, language)
  } catch (error) {
    if (error instanceof Mistake) {
      if (understood.values.json === true) terminal.out(JSON.stringify(mistakeObject(error)))
      else terminal.error(error.field === '' ? error.message : `${error.field}: ${error.message}`)
      return EXIT.mistake
    }
    // A command has no log of its own; the stack is for whoever typed it, on their own machine.
    terminal.error(
      `${TEXTS[language].fault}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    )
    return EXIT.fault
  }
}

/** A mistake for a program that asked for JSON; the same names as in a reply over HTTP. */
const mistakeObject = ({ code, field, values, message }: Mistake) => ({
  mistake: { code, field, values, text: message },
})

async function perform(
  { command, words, values }: Understood,
  commands: Commands,
  terminal: Terminal,
  language: Language,
): Promise<number> {
  const place: Place = typeof values.data === 'string' ? { data: values.data } : {}
  const word = words[0] ?? ''
  switch (command) {
    case 'serve':
      return serve(values, place, commands, terminal, language)
    case 'import': {
      const dryRun = values['dry-run'] === true
      const controller = new AbortController()
      void terminal.stopped().then(() => controller.abort())
      const report = await commands.importFile({ ...place, file: word, dryRun, signal: controller.signal })
      if (values.json === true) terminal.out(JSON.stringify(report))
      else for (const line of importLines(report, dryRun, language)) terminal.out(line)
      return EXIT.done
    }
    case 'ledger export': {
      const written = await commands.exportLedger({ ...place, out: word })
      const text = TEXTS[language].exported(word, written.leaves, written.root)
      terminal.out(values.json === true ? JSON.stringify(written) : text)
      return EXIT.done
    }
    case 'ledger verify': {
      const found = await commands.verifyLedger(place)
      terminal.out(values.json === true ? JSON.stringify(found) : TEXTS[language].verified(found))
      return found.whole ? EXIT.done : EXIT.no
    }
    case 'ledger key':
      terminal.out(await commands.ledgerKey(place))
      return EXIT.done
    case 'account reset': {
      const account = await commands.resetAccount({ ...place, employeeNo: word })
      if (account === undefined) {
        terminal.error(TEXTS[language].noAccount(word))
        return EXIT.mistake
      }
      terminal.out(values.json === true ? JSON.stringify(account) : TEXTS[language].reset(account))
      return EXIT.done
    }
    case 'places open':
      terminal.out(TEXTS[language].placesOpened(await commands.openPlaces(place)))
      return EXIT.done
    case 'sheet-worker':
      await commands.sheetWorker()
      return EXIT.done
    default:
      terminal.out(HELP[language])
      return EXIT.done
  }
}

async function serve(
  values: Values,
  place: Place,
  commands: Commands,
  terminal: Terminal,
  language: Language,
): Promise<number> {
  const port = typeof values.port === 'string' ? Number(values.port) : undefined
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    terminal.error(TEXTS[language].badPort)
    return EXIT.usage
  }
  // Asked for before the start, so that a Ctrl-C during a slow first start is not lost.
  const stopped = terminal.stopped()
  const running = await commands.serve({
    ...place,
    demo: values.demo === true,
    ...(port === undefined ? {} : { port }),
    ...(typeof values.host === 'string' ? { host: values.host } : {}),
  })
  for (const note of running.notes ?? []) terminal.error(note)
  if (running.firstPage !== undefined) {
    const address = `${running.url}${running.firstPage}`
    terminal.error(TEXTS[language].firstRun(address))
    terminal.open?.(address)
  }
  terminal.out(`Mifeng ready ${running.url}`)
  await stopped
  await running.stop()
  return EXIT.done
}

function importLines(report: ImportReport, dryRun: boolean, language: Language): string[] {
  const texts = TEXTS[language]
  const lines = [texts.imported(report.rows, report.customers, report.duplicates, dryRun)]
  for (const { sheet, header, type, category, level, confidence } of report.columns) {
    lines.push(
      `  ${sheet} · ${header} → ${type} (${Math.round(confidence * 100)} %) · ${category} · ${level}`,
    )
  }
  for (const { sheet, header, neededBy } of report.extraColumns)
    lines.push(
      `  ${texts.extraColumn(
        `${sheet} · ${header}`,
        neededBy.map((one) => one[language]),
      )}`,
    )
  if (report.errors.length > 0) lines.push(texts.rowErrors(report.errors.length))
  for (const { sheet, row, column, message } of report.errors.slice(0, 20)) {
    lines.push(`  ${sheet} · ${row} · ${column}: ${message}`)
  }
  if (report.errors.length > 20) lines.push(texts.more(report.errors.length - 20))
  return lines
}
