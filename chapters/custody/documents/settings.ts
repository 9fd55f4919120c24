import type { ScannerAddress } from '../../../floor/documents/index.ts'
import { scannerAnswers } from '../../../floor/documents/index.ts'
import { type Reader, sql } from '../../../floor/database/index.ts'
import { isRefusal, type Refusal } from '../../../floor/errors.ts'
import type { Caller } from '../../../gate/index.ts'
import { type Context, nowOf, personFactsOf } from '../context.ts'
import type { DocumentSettingBody, DocumentSettingReply } from './wire.ts'

/** What the company decided about documents that are handed in. */
export interface DocumentSetting {
  /** Macros and scripts inside office files and PDF. */
  readonly macros: 'refuse' | 'flag'
  /** What becomes of uploads while a scanner is set up and cannot be reached. */
  readonly scannerDown: 'refuse' | 'flag'
  /** Whether text is also read out of pictures, where that part is installed. */
  readonly readPictures: boolean
}

/** The company's settings about documents as they are now. */
export async function documentSetting(r: Reader): Promise<DocumentSetting> {
  const row = await r.row<DocumentSetting>(sql`
    select macros, scanner_down as "scannerDown", read_pictures as "readPictures" from custody.document_setting`)
  // Without its row nothing is let in that should not be.
  return row ?? { macros: 'refuse', scannerDown: 'refuse', readPictures: false }
}

/** Where the scanner listens, as people read it; the path or the host is the operator's, not a secret. */
const placeOf = (address: ScannerAddress): string =>
  'path' in address ? address.path : `${address.host}:${address.port}`

/** The settings, with what is installed and whether the scanner answers at this moment. */
export async function settingReply(context: Context): Promise<DocumentSettingReply> {
  const { scanner, workshop } = context.documents
  const setting = await context.house.db.read(documentSetting)
  return {
    ...setting,
    scanner:
      scanner === undefined ? null : { place: placeOf(scanner), answers: await scannerAnswers(scanner) },
    picturesInstalled: workshop.canReadPictures(),
  }
}

/** Changes the settings; an act of whoever may change settings. */
export async function changeSetting(
  context: Context,
  caller: Caller,
  wanted: DocumentSettingBody,
): Promise<DocumentSettingReply | Refusal> {
  const refusal = await context.house.db.transact(async (w) => {
    const facts = {
      ...(await personFactsOf(context, caller.personId, w)),
      act: { verb: 'settings' as const },
    }
    const asked = context.house.gate.askIn(
      w,
      { actor: caller.personId, verb: 'settings', fields: [], at: nowOf(context) },
      facts,
      { subject: 'documents', detail: { ...wanted } },
    )
    if (isRefusal(asked)) return asked
    await w.run(sql`
      update custody.document_setting set macros = ${wanted.macros}, scanner_down = ${wanted.scannerDown},
        read_pictures = ${wanted.readPictures}, changed_by = ${caller.personId}, changed_at = ${context.house.clock.now()}`)
    return undefined
  })
  return refusal ?? (await settingReply(context))
}
