import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { axeFindings, openBrowser, overflows, settle, sit } from './browser.ts'

/** Somebody of the demo company whom no other test needs. */
const leaver = 'M023'
let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

test('somebody leaves on one page: everything held is listed, one act ends it, the open page is shut at once, and the list is printed', async () => {
  const desk = await sit(browser, leaver)
  await desk.goto('/customers')
  const seat = await sit(browser, 'A001')
  const { page } = seat
  const found = await page.request.get(new URL(`/api/v1/people?q=${leaver}`, page.url()).href)
  const { rows } = (await found.json()) as { rows: { id: string; employeeNo: string }[] }
  await seat.goto(`/people/${rows.find((one) => one.employeeNo === leaver)!.id}/leave`)
  await page.getByRole('table', { name: '持有事项' }).waitFor()
  await settle(page)
  await seat.picture('leave')
  expect(await axeFindings(page)).toEqual([])
  expect(await overflows(page)).toBe(false)

  await page.getByRole('button', { name: /确认离职/ }).click()
  const answered = page.waitForResponse(
    (reply) => reply.url().endsWith('/leave') && reply.request().method() === 'POST',
  )
  await page
    .locator('.ant-popconfirm')
    .getByRole('button', { name: /确认离职/ })
    .click()
  expect((await answered).status()).toBe(200)
  // The page that is still open gets nothing any more, and whoever touches it is back at the door.
  const begun = Date.now()
  const refused = await desk.page.evaluate(async () => (await fetch('/api/v1/desk/counts')).status)
  expect(refused).toBe(401)
  expect(Date.now() - begun).toBeLessThan(1000)
  await desk.page.getByRole('link', { name: /待办/ }).first().click()
  await desk.page.waitForURL((address) => address.pathname.startsWith('/sign-in'))

  await page
    .getByText(/LZ-\d{4}-\d{4}/)
    .first()
    .waitFor()
  await seat.picture('leave-done')
  expect(await axeFindings(page)).toEqual([])
  const link = page.getByRole('link', { name: /打印/ })
  const paper = await page.request.get(new URL((await link.getAttribute('href'))!, page.url()).href)
  expect(paper.status()).toBe(200)
  expect(paper.headers()['content-type']).toContain('pdf')
  expect((await paper.body()).subarray(0, 5).toString()).toBe('%PDF-')
  expect(seat.troubles).toEqual([])

  // Signing in again is of no use.
  await desk.goto('/sign-in')
  await desk.page.locator('input[autocomplete~=username]').fill(leaver)
  await desk.page.locator('input[autocomplete=current-password]').fill('bamboo lantern quiet river 42')
  await desk.page.locator('input[autocomplete=current-password]').press('Enter')
  await desk.page.getByRole('alert').first().waitFor()
  expect(new URL(desk.page.url()).pathname).toBe('/sign-in')
  await desk.context.close()
  await seat.context.close()
}, 180_000)

test('an administrator’s leaving waits on the page of changes to confirm, for another administrator', async () => {
  const seat = await sit(browser, 'A002')
  await seat.goto('/confirmations')
  await seat.page.getByRole('heading', { name: '待确认的变更' }).waitFor()
  await seat.picture('confirmations')
  expect(await axeFindings(seat.page)).toEqual([])
  expect(await overflows(seat.page)).toBe(false)
  expect(seat.troubles).toEqual([])
  await seat.context.close()
})
