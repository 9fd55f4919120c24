import { PassThrough } from 'node:stream'
import { Mistake } from '../../../floor/errors.ts'
import { writeWorkbook } from '../../../floor/sheet/index.ts'
import { type Route, route } from '../../../gate/index.ts'
import type { Context } from '../context.ts'
import { calendarOf, changeCalendar } from '../desk/calendar.ts'
import { changeDepartment, createDepartment, departments } from '../desk/departments.ts'
import { importPeople } from '../desk/import.ts'
import { templateColumns } from '../desk/import-read.ts'
import { changePerson, createPerson, people, takeBack } from '../desk/persons.ts'
import {
  calendarBody,
  calendarQuery,
  calendarReply,
  departmentBody,
  departmentChange,
  departmentsReply,
  done,
  emptyBody,
  idParams,
  idReply,
  importBody,
  importReply,
  peopleQuery,
  peopleReply,
  personBody,
  personChange,
} from '../wire.ts'

const tag = 'people'
const who = ['system-admin']

/** Departments, people, their import, and the working-day calendar. */
export const organisationRoutes = (context: Context): readonly Route[] => [
  ...departmentRoutes(context),
  ...personRoutes(context),
  ...importRoutes(context),
  ...calendarRoutes(context),
]

const departmentRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/departments',
    who: 'signed-in',
    summary: { zh: '部门树', en: 'The tree of departments' },
    tag,
    reply: departmentsReply,
    run: () => context.house.db.read((r) => departments(r, context.house.clock.now())),
  }),
  route({
    method: 'POST',
    path: '/departments',
    who,
    summary: { zh: '新增部门', en: 'Add a department' },
    tag,
    body: departmentBody,
    reply: idReply,
    run: (input) => createDepartment(context, input.caller, input.body),
  }),
  route({
    method: 'PUT',
    path: '/departments/:id',
    who,
    summary: { zh: '修改、移动或停用部门', en: 'Change, move or close a department' },
    tag,
    params: idParams,
    body: departmentChange,
    reply: done,
    run: (input) => changeDepartment(context, input.caller, input.params.id, input.body),
  }),
]

const personRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/people',
    who: 'signed-in',
    summary: { zh: '人员列表与选人', en: 'People, also for choosing somebody' },
    tag,
    query: peopleQuery,
    reply: peopleReply,
    run: (input) => people(context, input.caller, input.query),
  }),
  route({
    method: 'POST',
    path: '/people',
    who,
    summary: { zh: '新增人员', en: 'Add a person' },
    tag,
    body: personBody,
    reply: idReply,
    run: (input) => createPerson(context, input.caller, input.body),
  }),
  route({
    method: 'PUT',
    path: '/people/:id',
    who,
    summary: { zh: '修改人员', en: 'Change a person' },
    tag,
    params: idParams,
    body: personChange,
    reply: done,
    run: (input) => changePerson(context, input.caller, input.params.id, input.body),
  }),
  route({
    method: 'POST',
    path: '/people/:id/return',
    who,
    summary: { zh: '重新入职', en: 'Take a leaver back' },
    tag,
    params: idParams,
    body: emptyBody,
    reply: done,
    run: (input) => takeBack(context, input.caller, input.params.id),
  }),
]

const importRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'POST',
    path: '/people/import',
    who,
    summary: { zh: '导入人员和部门（可先试运行）', en: 'Import people and departments, or try it' },
    tag,
    body: importBody,
    upload: { maxBytes: 20 * 1024 * 1024, field: 'file' },
    reply: importReply,
    run: (input) => {
      const { path, name } = input.file!
      const { dryRun, digest } = input.body
      // Nothing is put in force that was not looked at first.
      if (!dryRun && digest === undefined) throw new Mistake('people.preview-needed', { field: 'digest' })
      return importPeople(context, input.caller, { ...input.body, digest, path, name, signal: input.signal })
    },
  }),
  route({
    method: 'GET',
    path: '/people/import/template',
    who,
    summary: { zh: '下载导入模板', en: 'The template for an import' },
    tag,
    reply: 'file',
    run: async () => {
      const body = new PassThrough()
      const sheet = {
        name: '人员',
        columns: templateColumns.map(({ header }) => ({ header })),
        rows: [templateColumns.map(({ example }) => example)],
      }
      // The workbook is written while the reply is read; a failure ends the reply.
      writeWorkbook(body, [sheet]).catch((error: unknown) =>
        body.destroy(error instanceof Error ? error : undefined),
      )
      return {
        fileName: '人员导入模板.xlsx',
        contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        body,
      }
    },
  }),
]

const calendarRoutes = (context: Context): readonly Route[] => [
  route({
    method: 'GET',
    path: '/calendar',
    who: 'signed-in',
    summary: { zh: '工作日历', en: 'The working-day calendar' },
    tag,
    query: calendarQuery,
    reply: calendarReply,
    run: (input) => context.house.db.read((r) => calendarOf(r, input.query.year)),
  }),
  route({
    method: 'PUT',
    path: '/calendar',
    who,
    summary: { zh: '设置节假日和调休', en: 'Set holidays and working weekends' },
    tag,
    body: calendarBody,
    reply: done,
    run: (input) => changeCalendar(context, input.caller, input.body),
  }),
]
