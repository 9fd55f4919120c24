import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, type Seat, settle, sit } from './browser.ts'

const verifier = fileURLToPath(new URL('../../verifier/verify.mjs', import.meta.url))
let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

/** A person's file whose identity number Li sees masked and may apply for. */
const fileToApplyFor = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const json = async <T>(path: string): Promise<T> => (await (await fetch(`/api/v1${path}`)).json()) as T
    const list = await json<{ rows: { id: string }[] }>('/customers?kind=person&size=50&sort=fileNo.asc')
    for (const { id } of list.rows) {
      const file = await json<{ fields: { code: string; way: string }[]; grants: unknown[] }>(
        `/customers/${id}`,
      )
      if (
        file.grants.length === 0 &&
        file.fields.some((field) => field.code === 'id-card' && field.way === 'apply')
      )
        return id
    }
    throw new Error('no file to apply for')
  })

const identityRow = (page: Page) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: '身份证号', exact: true }) })

async function applies(li: Seat, customer: string): Promise<string> {
  const { page } = li
  await li.goto(`/customers/${customer}`)
  await expect.poll(() => identityRow(page).count()).toBe(1)
  await li.picture('file')
  await identityRow(page)
    .getByRole('button', { name: /^申请查看/ })
    .click()
  await page
    .getByRole('button', { name: '填写使用申请' })
    .or(page.getByRole('link', { name: '填写使用申请' }))
    .click()
  await page.waitForURL(/applications\/new/)
  await settle(page)
  await page.getByLabel('使用目的').click()
  await page.locator('.ant-select-item-option').filter({ hasText: '合同签订与履行' }).click()
  await page.locator('#reason').fill('续签合同，核对身份信息')
  await page.getByText('我已阅读并作出上述承诺').click()
  await li.picture('application')
  await page.getByRole('button', { name: '提交申请' }).first().click()
  await page.waitForURL(/approvals\//)
  await settle(page)
  return new URL(page.url()).pathname
}

async function approves(lin: Seat, address: string): Promise<void> {
  await lin.goto(address)
  const { page } = lin
  await page.getByRole('button', { name: '同意', exact: true }).click()
  await page.locator('.ant-modal textarea').fill('同意，按申请范围使用')
  await lin.picture('approval')
  await page
    .locator('.ant-modal')
    .getByRole('button', { name: /同意|确定/ })
    .click()
  await expect.poll(() => page.getByText('已通过').count(), { timeout: 15_000 }).toBeGreaterThan(0)
}

test('Li applies for one number, Lin approves, Li reads it, Lin revokes it under his eyes, the auditor proves it', async () => {
  const [li, lin] = [await sit(browser, 'M012'), await sit(browser, 'M011')]
  const customer = await fileToApplyFor(li.page)
  const address = await applies(li, customer)
  await approves(lin, address)

  await li.goto(`/customers/${customer}`)
  await identityRow(li.page)
    .getByRole('button', { name: /查看|打开/ })
    .first()
    .click()
  const shown = identityRow(li.page).locator('.field-value.shown')
  await expect
    .poll(() => shown.innerText().then((text) => text.replace(/\s/g, '')), { timeout: 15_000 })
    .toMatch(/^[1-9]\d{16}[\dX]/)
  await li.picture('file-opened')

  const grant = await lin.page.evaluate(async (application) => {
    const answer = await fetch('/api/v1/grants?whose=managed&size=50')
    const { rows } = (await answer.json()) as { rows: { id: string; application: string }[] }
    return rows.find((row) => row.application === application)?.id
  }, address.split('/').at(-1))
  expect(grant).toBeDefined()
  await lin.goto('/grants?whose=managed')
  await lin.picture('grants')
  await lin.page.evaluate(async (id) => {
    const token = /mifeng_csrf=([^;]*)/.exec(document.cookie)?.[1] ?? ''
    await fetch(`/api/v1/grants/${id}/revoke`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-mifeng-csrf': token },
      body: JSON.stringify({ reason: '合同已签，提前收回' }),
    })
  }, grant)
  await expect.poll(() => shown.count(), { timeout: 10_000 }).toBe(0)
  expect(li.troubles).toEqual([])

  await proves(await sit(browser, 'A003'), address)
}, 180_000)

async function proves(sun: Seat, address: string): Promise<void> {
  const { page } = sun
  await sun.goto(`/audit${address.replace('/approvals/', '/applications/')}`)
  await expect.poll(() => page.getByText('相符').count()).toBeGreaterThan(0)
  await sun.picture('life')
  await sun.goto('/audit/ledger')
  await page.getByRole('button', { name: /核验/ }).first().click()
  await expect.poll(() => page.getByText(/完整/).count(), { timeout: 20_000 }).toBeGreaterThan(0)
  await sun.picture('ledger')
  const folder = mkdtempSync(join(tmpdir(), 'mifeng-evidence-'))
  try {
    const key = page.waitForEvent('download')
    await page
      .getByRole('button', { name: /下载/ })
      .or(page.getByRole('link', { name: /下载/ }))
      .first()
      .click()
    await (await key).saveAs(join(folder, 'key'))
    await sun.goto(`/audit?application=${address.split('/').at(-1)}`)
    const bundle = page.waitForEvent('download')
    await page.getByRole('button', { name: '导出证据包' }).click()
    await (await bundle).saveAs(join(folder, 'bundle.json'))
    const checked = spawnSync(
      process.execPath,
      [verifier, join(folder, 'bundle.json'), '--key', join(folder, 'key')],
      { encoding: 'utf8' },
    )
    expect([checked.status, checked.stderr]).toEqual([0, ''])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
