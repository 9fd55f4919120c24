import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { House } from '../../gate/index.ts'
import type { Chapters } from '../../office.ts'
import { tellAssistant } from './assistant.ts'
import { tellDeliveries } from './deliveries.ts'
import { tellWishes } from './wishes.ts'
import { tellAuthority } from './authority.ts'
import { tellConsent } from './consent.ts'
import { tellRights } from './rights.ts'
import { hireEverybody, signInNotes } from './cast.ts'
import { tellForms } from './forms.ts'
import { tellIndirect } from './indirect.ts'
import { tellLevels } from './levels.ts'
import { writeDemoLedger } from './ledger.ts'
import { tellPurposes } from './purposes.ts'
import { tellDocuments } from './documents.ts'
import { tellRegisters } from './registers.ts'
import { tellReview } from './review.ts'
import { tellRooms } from './rooms.ts'
import { Stories } from './stories.ts'
import { tellTidying } from './tidying.ts'

/**
 * Makes the demo company at the first start: about thirty people, a ledger of 2,000 customers through the same import
 * as everybody's, applications in every state. A later start finds it as it was left.
 */
export async function prepareDemo(house: House, chapters: Chapters): Promise<string[]> {
  if ((await chapters.people.company()) === undefined) {
    const cast = await hireEverybody(house, chapters)
    const file = join(house.workFolder, 'demo-ledger.xlsx')
    await writeDemoLedger(file)
    await chapters.collection.importFile({
      file,
      name: '客户台账.xlsx',
      actor: cast.who('M046'),
      dryRun: false,
      signal: new AbortController().signal,
    })
    rmSync(file, { force: true })
    await new Stories(house, chapters, cast).tell()
    await tellAssistant(house, chapters, cast)
    await tellDeliveries(house, chapters, cast)
    await tellWishes(chapters, cast)
    await tellReview(house, chapters, cast)
    await tellAuthority(chapters, cast)
    await tellRooms(house, chapters, cast)
    await tellRegisters(house, chapters, cast)
    await tellPurposes(chapters, cast)
    await tellConsent(house, chapters, cast)
    await tellForms(chapters, cast)
    await tellTidying(house, chapters, cast)
    await tellDocuments(house, chapters, cast)
    await tellIndirect(house, chapters, cast)
    await tellLevels(house, chapters, cast)
    await tellRights(house, chapters, cast)
  }
  return signInNotes()
}
