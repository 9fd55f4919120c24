import type { Reader } from '../../../floor/database/index.ts'
import type { Catalogue } from '../../custody/index.ts'
import { roleCatalogue } from '../../people/index.ts'
import { type Context, usedCatalogue } from '../context.ts'
import { companyName, filesByPurpose, filesWithout, noticesByPurpose } from './record-store.ts'
import type { ProcessingRecord, RecordedPurpose } from './record-wire.ts'
import { type Purpose, readPurposes } from './register.ts'
import { departmentNames } from './store.ts'

/**
 * The record of processing activities as it stands (PIPL 54, 55 and 56 ask for it to be kept and shown): for every
 * purpose in use why, what, whose, who, how long. Counted from the tables, nothing in it is typed twice.
 */
export async function processingRecord(ctx: Context): Promise<ProcessingRecord> {
  const { house } = ctx
  const catalogue = await usedCatalogue(ctx)
  const lanes = await house.ledger.lanes()
  const heads = await Promise.all(lanes.map(({ lane }) => house.ledger.head(lane)))
  return await house.db.read(async (r) => {
    const { files, without } = await filesWithout(r)
    return {
      company: await companyName(r),
      at: house.clock.now().toISOString(),
      purposes: await recorded(r, catalogue),
      files,
      filesWithout: without,
      levels: [...catalogue.levels.values()].map(({ rank, zh, en }) => ({ rank, zh, en })),
      heads: heads.map(({ lane, name, size, root }) => ({ lane, name, size, root: root.toString('hex') })),
    }
  })
}

async function recorded(r: Reader, catalogue: Catalogue): Promise<RecordedPurpose[]> {
  const [files, notices, departments] = [
    await filesByPurpose(r),
    await noticesByPurpose(r),
    new Map((await departmentNames(r)).map(({ id, name }) => [id, name])),
  ]
  return (await readPurposes(r))
    .filter((one) => one.open)
    .map((one) => ({
      code: one.code,
      zh: one.zh,
      en: one.en,
      legalBasis: one.legalBasis,
      note: one.note,
      categories: categoriesOf(one, catalogue),
      ...(files.get(one.code) ?? { persons: 0, companies: 0 }),
      roles: [...one.roles].map((code) => {
        const role = roleCatalogue.find((known) => known.code === code)
        return { code, zh: role?.zh ?? code, en: role?.en ?? code }
      }),
      departments: [...one.departments].map((id) => departments.get(id) ?? ''),
      retentionMonths: one.retentionMonths ?? null,
      afterwards: one.afterwards,
      notices: notices.get(one.code) ?? 0,
      recipients: [],
    }))
}

function categoriesOf(purpose: Purpose, catalogue: Catalogue): RecordedPurpose['categories'] {
  const sections = new Map<string, RecordedPurpose['categories'][number]['fields']>()
  for (const { id, zh, en, section, sensitive, level } of catalogue.fields.values()) {
    if (!purpose.fields.has(id)) continue
    const fields = sections.get(section) ?? []
    fields.push({ id, zh, en, sensitive, level })
    sections.set(section, fields)
  }
  return [...sections].map(([section, fields]) => ({ section, fields }))
}
