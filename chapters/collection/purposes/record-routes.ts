import { type Route, route } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { languageQuery } from '../wire.ts'
import { processingRecord } from './record.ts'
import { printRecord } from './record-paper.ts'
import { processingRecord as recordReply } from './record-wire.ts'

/** Whoever answers for the processing, and whoever supervises it. */
const readers = [
  'legal',
  'secrecy-office',
  'archivist',
  'general-manager',
  'executive',
  'audit-admin',
] as const

/** The record of processing activities, on the screen and on paper. */
export const recordRoutes = (ctx: Context): Route[] => [
  route({
    method: 'GET',
    path: '/purposes/record',
    who: readers,
    tag: 'purposes',
    summary: { zh: '个人信息处理活动记录', en: 'Record of processing activities' },
    reply: recordReply,
    run: () => processingRecord(ctx),
  }),
  route({
    method: 'GET',
    path: '/purposes/record/paper',
    who: readers,
    tag: 'purposes',
    summary: {
      zh: '打印个人信息处理活动记录（A4 PDF）',
      en: 'Print the record of processing activities (A4 PDF)',
    },
    query: languageQuery,
    reply: 'file',
    run: ({ caller, query }) => printRecord(ctx, caller, query.language),
  }),
]
