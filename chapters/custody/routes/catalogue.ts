import { isIdentifierType } from '../../../floor/identifiers/index.ts'
import { Mistake } from '../../../floor/errors.ts'
import { type Route, route } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { addField, editField, editLevels } from '../desk/catalogue.ts'
import {
  catalogueReply,
  done,
  fieldAdded,
  fieldEdit,
  fieldParams,
  fieldsReply,
  levelsEdit,
  levelsReply,
  newField,
  versionReply,
} from '../wire.ts'
import { catalogueReplyOf } from './reply.ts'

const tag = 'catalogue'

/** Data catalogue and levels. Everybody signed in may read them: they hold no customer data. */
export const catalogueRoutes = (context: Context): Route[] => [...readRoutes(context), ...editRoutes(context)]

function readRoutes(context: Context): Route[] {
  const reply = async () => catalogueReplyOf(await context.catalogue())
  return [
    route({
      method: 'GET',
      path: '/catalogue',
      who: 'signed-in',
      tag,
      summary: { zh: '数据目录：字段与密级', en: 'Data catalogue: fields and levels' },
      reply: catalogueReply,
      run: reply,
    }),
    route({
      method: 'GET',
      path: '/catalogue/fields',
      who: 'signed-in',
      tag,
      summary: { zh: '目录字段', en: 'Fields of the catalogue' },
      reply: fieldsReply,
      run: async () => {
        const { fields } = await reply()
        return { total: fields.length, rows: fields }
      },
    }),
    route({
      method: 'GET',
      path: '/levels',
      who: 'signed-in',
      tag,
      summary: { zh: '密级', en: 'Levels' },
      reply: levelsReply,
      run: async () => {
        const { levels } = await reply()
        return { total: levels.length, rows: levels }
      },
    }),
  ]
}

function editRoutes(context: Context): Route[] {
  return [
    route({
      method: 'POST',
      path: '/catalogue/fields',
      who: 'signed-in',
      tag,
      summary: { zh: '新增字段', en: 'Add a field' },
      body: newField,
      reply: fieldAdded,
      run: ({ caller, body }) => {
        if (!isIdentifierType(body.type)) throw new Mistake('custody.no-type', { field: 'type' })
        return addField(context, caller, { ...body, type: body.type })
      },
    }),
    route({
      method: 'PUT',
      path: '/catalogue/fields/:id',
      who: 'signed-in',
      tag,
      summary: { zh: '编辑字段（密级除外）', en: 'Edit a field, its level excepted' },
      params: fieldParams,
      body: fieldEdit,
      reply: versionReply,
      run: ({ caller, params, body }) => editField(context, caller, params.id, body),
    }),
    route({
      method: 'PUT',
      path: '/levels',
      who: 'signed-in',
      tag,
      summary: { zh: '编辑密级名称与期限', en: 'Edit names and figures of the levels' },
      body: levelsEdit,
      reply: done,
      run: ({ caller, body }) => editLevels(context, caller, body.levels),
    }),
  ]
}
