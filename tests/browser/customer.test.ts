import type { Browser, Page } from 'playwright-core'
import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openBrowser, sit } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

/** Nothing wider than the phone, and nothing axe has to say. */
async function expectSound(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])
}

test('Wang fills in a form on a small phone, consents, keeps the receipt and takes the consent back by its link', async () => {
  const { url } = inject('program')
  const clerk = await sit(browser, 'M047')
  await clerk.goto('/forms')
  await clerk.page.locator('main a[href^="/forms/"]').first().click()
  const address = clerk.page.getByText('/o/form/').first()
  const code = /\/o\/form\/([A-Z0-9]+)/.exec(await address.innerText())![1]!

  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    locale: 'zh-CN',
    isMobile: true,
    hasTouch: true,
  })
  const page = await context.newPage()
  await page.goto(`${url}/o/form/${code}`)
  await page.locator('#q-name').fill('王小红')
  await page.locator('#q-mobile').fill('13912345678')
  await page.locator('#q-how').selectOption('电话')
  for (const item of ['general', 'sensitive', 'provision', 'marketing'])
    expect(await page.locator(`input[name=${item}]`).isChecked(), `${item} is not ticked beforehand`).toBe(
      false,
    )
  await page.locator('input[name=general]').check()
  await expectSound(page)
  // Machines are quicker than people; the form waits for people.
  await page.waitForTimeout(3500)
  await page.locator('button[type=submit]').click()
  await page.getByText('13912345678').waitFor()
  await expectSound(page)
  expect(await context.cookies()).toEqual([])

  await page.locator('a[href^="/o/consent#"]').click()
  const withdraw = page.getByRole('button', { name: /撤回/ })
  await withdraw.first().waitFor()
  expect(page.url(), 'the secret stays in no address').not.toContain('#')
  await expectSound(page)
  await withdraw.first().click()
  await page.getByRole('group').getByRole('button').first().click()
  await page.getByText('已撤回').first().waitFor()

  await clerk.goto('/forms/submissions')
  await clerk.page.getByRole('button', { name: '收下' }).first().waitFor()
  expect(clerk.troubles).toEqual([])
  await context.close()
  await clerk.context.close()
})
