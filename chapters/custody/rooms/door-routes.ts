import { type Route, route } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { compareDoorLog, importDoorLog, previewDoorLog, showDoorBatches } from './door-log.ts'
import {
  compareQuery,
  compareReply,
  doorBatches,
  doorLogBytes,
  doorLogReply,
  doorUploadBody,
} from './door-wire.ts'

const tag = 'rooms'
const importers = ['archivist', 'system-admin']
const readers = ['archivist', 'system-admin', 'secrecy-office', 'audit-admin']
const upload = { maxBytes: doorLogBytes, field: 'file' }

/** What the door control wrote down: reading it in, and comparing it with the register (3.2.3). */
export const doorRoutes = (context: Context): Route[] => [
  route({
    method: 'GET', path: '/door-log', who: readers, tag,
    summary: { zh: '已导入的门禁记录', en: 'Door logs that were read in' },
    reply: doorBatches,
    run: () => showDoorBatches(context),
  }),
  route({
    method: 'GET', path: '/door-log/comparison', who: readers, tag,
    summary: { zh: '门禁记录与出入登记的核对', en: 'The door log compared with the entry register' },
    query: compareQuery,
    reply: compareReply,
    run: ({ query }) => compareDoorLog(context, query),
  }),
  route({
    method: 'POST', path: '/door-log/preview', who: importers, tag,
    summary: { zh: '预览门禁记录文件', en: 'Try a door log' },
    body: doorUploadBody,
    upload,
    reply: doorLogReply,
    run: ({ file, signal }) => previewDoorLog(context, { path: file!.path, name: file!.name, signal }),
  }),
  route({
    method: 'POST', path: '/door-log', who: importers, tag,
    summary: { zh: '导入门禁记录', en: 'Read a door log in' },
    body: doorUploadBody,
    upload,
    reply: doorLogReply,
    run: ({ caller, file, signal }) => importDoorLog(context, caller, { path: file!.path, name: file!.name, signal }),
  }),
] // prettier-ignore
