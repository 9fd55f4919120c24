#!/usr/bin/env node
import { checkNode, ensureBuilt, ensurePackages, runProgram } from '../tools/house.mjs'

/** `npx mifeng COMMAND …`: the same program as `npm start`, with all its commands. */
const ready = checkNode() && ensurePackages() && (await ensureBuilt())
if (ready) await runProgram(process.argv.slice(2))
else process.exitCode = 1
