import type { House } from '../gate/index.ts'

type Health = { ok: boolean; database: 'up' | 'down'; ledger: 'whole' | 'uncertain' | 'behind' | 'down' }

/** What the commands and the health page ask of the ledger. */
export function ledgerTasks(house: House) {
  return {
    health: async (): Promise<Health> => {
      try {
        await house.ledger.lanes()
        return { ok: true, database: 'up', ledger: 'whole' }
      } catch {
        return { ok: false, database: 'down', ledger: 'down' }
      }
    },
    exportLedger: async (out: string): Promise<{ leaves: number; root: string }> => {
      const summary = await house.ledger.exportTo(out)
      return {
        leaves: summary.lanes.reduce((sum, lane) => sum + lane.size, 0),
        root: (await house.ledger.head(0)).root.toString('base64'),
      }
    },
    verifyLedger: async () => {
      const verdict = await house.ledger.verify()
      if (!verdict.whole) {
        return {
          whole: false,
          leaves: 0,
          root: '',
          firstBad: `${verdict.lane}/${verdict.index}: ${verdict.what} ${verdict.detail}`,
        }
      }
      const leaves = verdict.lanes.reduce((sum, lane) => sum + lane.size, 0)
      return { whole: true, leaves, root: verdict.lanes[0]?.root ?? '' }
    },
    ledgerKey: async (): Promise<string> => house.ledger.signer.vkey,
  }
}
