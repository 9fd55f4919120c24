import type { Duties } from '../../duties/index.ts'

/** Files with defects that are to be put right; goes up to the records officers (2.3.1). */
export const tidyDuty = 'tidying.open'
/** Files that are to be confirmed; goes up to the manager. */
export const confirmDuty = 'tidying.confirm'
/** A correction somebody asked for; see corrections.ts. */
export const correctionDuty = 'tidying.correction'

/** Says which kinds of duties tidying has. */
export function registerDuties(duties: Pick<Duties, 'kind'>): void {
  duties.kind({
    code: tidyDuty,
    clause: '2.3.1',
    name: { zh: '整理新收档案', en: 'Tidy new files' },
    remindDaysBefore: [3, 1],
    escalateAfterDays: 1,
    escalateTo: 'archivist',
  })
  duties.kind({
    code: confirmDuty,
    clause: '2.3.1',
    name: { zh: '确认久未更新的档案', en: 'Confirm files that have grown old' },
    remindDaysBefore: [3],
    escalateAfterDays: 5,
    escalateTo: 'manager',
  })
  duties.kind({
    code: correctionDuty,
    clause: '2.3.1',
    name: { zh: '处理更正申请', en: 'Decide about a correction' },
    remindDaysBefore: [1],
    escalateAfterDays: 2,
    escalateTo: 'manager',
  })
}
