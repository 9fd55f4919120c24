import { makeCommands } from './commands.ts'
import { openPage } from './open-page.ts'
import { runCommand } from './run.ts'
import type { Terminal } from './run.ts'

/** The first Ctrl-C or SIGTERM asks for a clean end; a second one ends at once. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    const ask = (): void => {
      if (asked) process.exit(130)
      asked = true
      resolve()
    }
    process.on('SIGINT', ask)
    process.on('SIGTERM', ask)
  })
}

const terminal: Terminal = {
  out: (line) => void process.stdout.write(`${line}\n`),
  error: (line) => void process.stderr.write(`${line}\n`),
  stopped: untilStopped,
  environment: process.env,
  open: openPage,
}

const commands = makeCommands(async () => (await import('../../office.ts')).openOffice)
process.exitCode = await runCommand(process.argv.slice(2), commands, terminal)
// Whatever still holds the process open by then (an idle connection, a timer) has nothing more to say.
setTimeout(() => process.exit(), 3000).unref()
