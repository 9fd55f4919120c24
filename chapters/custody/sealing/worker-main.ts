import { parentPort } from 'node:worker_threads'
import { BorrowedKeys } from '../../../floor/keyring/index.ts'
import { Tokens } from '../tokens.ts'
import type { Answer, ToThread } from './protocol.ts'
import { sealBatch, type SealingParts } from './seal.ts'

/** The thread that seals the customers of a large import, so that the program goes on answering meanwhile. */
const port = parentPort!
let keys: BorrowedKeys | undefined
let parts: Omit<SealingParts, 'now'> | undefined

port.on('message', (message: ToThread) => {
  if (message.kind === 'begin') {
    keys = new BorrowedKeys(message.keys)
    parts = { sealer: keys, catalogue: message.catalogue, tokens: new Tokens(keys) }
  } else if (message.kind === 'end') {
    keys?.close()
    port.close()
  } else port.postMessage(...answer(message))
})

function answer({ customers, now }: Extract<ToThread, { kind: 'order' }>): [Answer, ArrayBuffer[]] {
  try {
    const sealed = sealBatch({ ...parts!, now }, customers)
    const { keys: packed, blocks, parts: hashes, identifiers } = sealed
    return [{ sealed }, [packed.rows, blocks, hashes, identifiers].map((bytes) => bytes.buffer)]
  } catch (error) {
    return [{ fault: error instanceof Error ? error.name : 'unknown' }, []]
  }
}
