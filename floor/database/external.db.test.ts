import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { once, startDebianServer } from '../../tests/support/postgres.ts'
import type { StandaloneServer } from '../../tests/support/postgres.ts'
import { migrate, openDatabase, sql } from './index.ts'

describe.runIf(existsSync('/usr/lib/postgresql'))('an external server that asks for passwords', () => {
  let server: StandaloneServer
  beforeAll(async () => {
    server = await startDebianServer({ password: 'owner:秘密/1' })
  })
  afterAll(() => server.stop())

  test('the program’s role gets its password, which the server is never told, and can work', async () => {
    const appPassword = 'p@ss:word/2'
    for (let start = 0; start < 2; start++) {
      const opened = await openDatabase({ url: server.url, appPassword })
      try {
        await migrate(opened.owner.connection)
        const row = await opened.db.read((r) => r.row<{ me: string }>(sql`select current_user as me`))
        expect([opened.engine, row?.me]).toEqual(['external', 'mifeng_app'])
      } finally {
        await opened.close()
      }
    }
    const stored = await once({ url: server.url }, (client) =>
      client.query<{ rolpassword: string }>(`select rolpassword from pg_authid where rolname = 'mifeng_app'`),
    )
    expect(stored.rows[0]?.rolpassword).toMatch(/^SCRAM-SHA-256\$4096:/)
  })

  test('a wrong password for the program’s role is an error, not another way in', async () => {
    const url = new URL(server.url)
    url.username = 'mifeng_app'
    url.password = 'wrong'
    const opened = await openDatabase({ url: server.url, appUrl: url.toString() })
    try {
      await expect(opened.db.read((r) => r.rows(sql`select 1`))).rejects.toMatchObject({
        name: 'DatabaseUnavailable',
      })
    } finally {
      await opened.close()
    }
  })

  test('without a way for the program’s role to log in the start is refused', async () => {
    await expect(openDatabase({ url: server.url })).rejects.toMatchObject({ code: 'database.no-app-role' })
  })

  test('a database that is not UTF-8 is refused with the remedy', async () => {
    await once({ url: server.url }, (client) =>
      client.query(`create database plain template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`),
    )
    const url = new URL(server.url)
    url.pathname = '/plain'
    await expect(openDatabase({ url: url.toString(), appPassword: 'x' })).rejects.toMatchObject({
      code: 'database.not-utf8',
    })
  })
})
