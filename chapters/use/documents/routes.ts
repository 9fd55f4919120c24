import { type Route, route } from '../../../gate/index.ts'
import type { DocumentSearch } from './search.ts'
import { documentSearchBody, documentSearchReply } from './wire.ts'

/** Search in the content of documents. A POST: what is looked for stands in no address and no log. */
export const documentSearchRoutes = (desk: DocumentSearch): readonly Route[] => [
  route({
    method: 'POST',
    path: '/documents/search',
    who: 'signed-in',
    tag: '使用 Use',
    holdsCustomerData: true,
    summary: { zh: '按内容查找文档（标题脱敏）', en: 'Find documents by their content, titles masked' },
    body: documentSearchBody,
    reply: documentSearchReply,
    run: ({ caller, body }) => desk.search(caller, body),
  }),
]
