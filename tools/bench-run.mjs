/** One benchmark in a process of its own: `node --import tsx tools/bench-run.mjs NAME [--quick]`. */
const [name, ...flags] = process.argv.slice(2)
const { run } = await import(`../bench/${name}.ts`)
const figures = await run({ quick: flags.includes('--quick') })
console.log(JSON.stringify({ bench: name, figures }))
// A benchmark may leave a pool or a child open; its figures are out, so it ends here.
process.exit(0)
