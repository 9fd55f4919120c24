import { Mistake } from '../../../floor/errors.ts'
import { type Route, route } from '../../../gate/index.ts'
import type { DeskContext } from '../desk/context.ts'
import { addFile, materialMostBytes, openFile } from '../desk/files.ts'
import * as wire from '../wire.ts'

const tag = 'approval'

/** Files handed in with a form, and the signatures of its decisions. */
export const fileRoutes = (context: DeskContext): readonly Route[] => [
  route({
    method: 'POST',
    path: '/approvals/:id/files',
    who: 'signed-in',
    tag,
    summary: {
      zh: '上传补充材料附件（随评论或补充材料提交后他人才可见）',
      en: 'Add a file; others see it once it is handed in with a comment or an answer',
    },
    params: wire.idParams,
    upload: { field: 'file', maxBytes: materialMostBytes },
    reply: wire.fileReply,
    run: async ({ caller, params, file }) => {
      if (file === undefined) throw new Mistake('approval.file-missing', { field: 'file' })
      return await addFile(context, caller, params.id, file.path)
    },
  }),
  route({
    method: 'GET',
    path: '/approvals/:id/files/:fileId',
    who: 'signed-in',
    tag,
    summary: { zh: '打开附件或签名（计入记录）', en: 'Open a file or a signature, as a recorded act' },
    params: wire.fileParams,
    reply: 'file',
    holdsCustomerData: true,
    run: ({ caller, params }) => openFile(context, caller, params.id, params.fileId),
  }),
]
