import { type Route, route } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { idParams } from '../wire.ts'
import { viewOrigins } from './view.ts'
import { originsReply } from './wire.ts'

/** Where the values on one file come from. */
export const originRoutes = (ctx: Context): Route[] => [
  route({
    method: 'GET',
    path: '/customers/:id/origins',
    who: 'signed-in',
    tag: 'customers',
    summary: {
      zh: '档案各项的来历（不含内容）',
      en: 'Where every value of a file comes from, without values',
    },
    params: idParams,
    reply: originsReply,
    run: ({ caller, params }) => viewOrigins(ctx, caller, params.id),
  }),
]
