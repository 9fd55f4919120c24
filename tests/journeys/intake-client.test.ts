import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type * as Client from '../../sdk/src/index.ts'
import { keptOperations } from '../../tools/sdk.ts'
import { openTestOffice, type TestOffice } from '../support/cast.ts'
import { program, type Program } from '../support/programs.ts'

/** The client as it is published: built with its own settings, then used over a real connection. */

const folder = mkdtempSync(join(tmpdir(), 'mifeng-sdk-'))
let office: TestOffice
let crm: Program
let client: typeof Client
let mifeng: Client.Mifeng
beforeAll(async () => {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'sdk', '--outDir', folder])
  client = (await import(pathToFileURL(join(folder, 'index.js')).href)) as typeof Client
  office = await openTestOffice()
  const put = await office.deng.asks('POST', '/sources', {
    name: 'CRM',
    kind: 'direct',
    legalBasis: 'contract',
    note: '',
  })
  crm = await program(office, office.deng, {
    kind: 'system', fields: ['person-name'], scope: 'all',
    intake: { system: 'crm', fields: ['person-name', 'mobile'], purposes: ['service'], source: String(put.body.id), rowsPerDay: 5000 },
  }) // prettier-ignore
  await office.server.listen({ port: 0, host: '127.0.0.1' })
  const { port } = office.server.server.address() as AddressInfo
  mifeng = new client.Mifeng({ address: `http://localhost:${port}/`, token: crm.token, retries: 2 })
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await office.close()
})

const customer = (name: string, more: object = {}): Client.Customer => ({
  kind: 'person', values: { 'person-name': name }, purposes: ['service'], legalBasis: 'contract', ...more,
}) // prettier-ignore

test('its types are those of the API as it is: npx tsx tools/sdk.ts', async () => {
  expect(readFileSync('sdk/src/operations.ts', 'utf8')).toBe(await keptOperations())
})

test('delivers one customer, tries another out, and reads by the word it was given', async () => {
  expect((await mifeng.call('GET /token', {})).intake?.system).toBe('crm')
  const first = await mifeng.upsert('crm', 'K/1'.replace('/', '-'), customer('王小红'), { ifVersion: 0 })
  expect(first).toMatchObject({ created: true, version: 1 })
  expect(await mifeng.upsert('crm', 'K-1', customer('王小红'))).toMatchObject({ created: false, changed: [] })
  expect(await mifeng.upsert('crm', 'K-2', customer('李四'), { dryRun: true })).toMatchObject({
    dryRun: true,
  })
  const read = await mifeng.call('POST /readings/by-reference', {
    body: { reference: first.token, fields: [await office.field('person-name')], purpose: 'service' },
  })
  expect(read.values).toMatchObject([{ sight: 'masked' }])
})

test('sends many in several calls, and says of each that was not taken in why', async () => {
  const replies: Client.BulkReply[] = []
  const lines = function* (): Generator<Client.BulkLine> {
    for (let n = 0; n < 450; n += 1)
      yield {
        key: `N-${n}`,
        ...customer('客', n === 300 ? { values: { 'person-name': '客', mobile: '1' } } : {}),
      }
  }
  for await (const reply of mifeng.bulk('crm', lines(), { perCall: 250 })) replies.push(reply)
  expect(replies.map(({ rows, created, mistakes }) => ({ rows, created, mistakes }))).toEqual([
    { rows: 250, created: 250, mistakes: 0 },
    { rows: 200, created: 199, mistakes: 1 },
  ])
  expect(replies[1]!.results).toMatchObject([
    { row: 51, code: 'custody.value-unfit', field: 'values.mobile' },
  ])
})

test('what went wrong is told as what it is', async () => {
  const wrong = mifeng.upsert('crm', 'K-3', customer('', { values: { 'person-name': '' } }))
  await expect(wrong).rejects.toMatchObject({
    name: 'MifengMistake',
    code: 'custody.name-needed',
    field: 'values.person-name',
  })
  await expect(wrong).rejects.toBeInstanceOf(client.MifengMistake)
  const refused = mifeng.upsert('shop', 'K-3', customer('王'))
  await expect(refused).rejects.toMatchObject({ name: 'MifengRefusal', because: ['3.2.1'] })
  await expect(mifeng.upsert('crm', '..', customer('王'))).rejects.toThrow(TypeError)
})

test('waits when it is told to, gives up when there is nobody, and never follows an address with its token', async () => {
  const seen: { url: string; at: number; token: string | undefined }[] = []
  const busy = createServer((request, reply) => {
    seen.push({ url: request.url!, at: performance.now(), token: request.headers.authorization })
    if (request.url!.startsWith('/api/v1/purposes'))
      reply.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()
    else if (seen.length === 1) reply.writeHead(429, { 'retry-after': '1' }).end('{}')
    else reply.writeHead(200, { 'content-type': 'application/json' }).end('{"intake":null}')
  })
  await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve))
  const { port } = busy.address() as AddressInfo
  const other = new client.Mifeng({ address: `http://127.0.0.1:${port}`, token: 'mfs_x', retries: 1 })
  expect(await other.call('GET /token', {})).toEqual({ intake: null })
  expect(seen[1]!.at - seen[0]!.at).toBeGreaterThan(900)
  await expect(other.call('GET /purposes', {} as never)).rejects.toMatchObject({ code: 'no-answer' })
  busy.close()
  busy.closeAllConnections()
  await expect(other.call('GET /token', {})).rejects.toMatchObject({ status: 0, code: 'no-answer' })
})
