import { checkNode, ensureBuilt, ensurePackages, runProgram } from './house.mjs'

/** `npm start -- [--demo] [--port P] [--data DIR] …`: from a fresh clone to a running office with one command. */
const ready = checkNode() && ensurePackages() && (await ensureBuilt())
if (ready) await runProgram(['serve', ...process.argv.slice(2)])
else process.exitCode = 1
