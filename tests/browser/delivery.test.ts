import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { axeFindings, openBrowser, overflows, type Seat, settle, sit } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

const clean = async (seat: Seat): Promise<string[]> => [
  ...(await axeFindings(seat.page)),
  ...((await overflows(seat.page)) ? ['wider than the window'] : []),
  ...seat.troubles.splice(0),
]

test('the system administrator adds channels and an OA; everybody then chooses how to be told', async () => {
  const seat = await sit(browser, 'A001')
  const { page } = seat
  await seat.goto('/delivery')
  expect(await clean(seat)).toEqual([])
  await page.getByRole('button', { name: '添加通道' }).first().click()
  await page.getByLabel('名称', { exact: true }).fill('公司邮件')
  await page.getByLabel('邮件服务器').fill('smtp.example.com')
  await page.getByLabel('账号').fill('mifeng')
  await page.getByLabel('发件地址').fill('mifeng@example.com')
  await seat.picture('delivery-drawer')
  expect(await clean(seat)).toEqual([])
  await page
    .getByRole('button', { name: /保\s*存/ })
    .last()
    .click()
  await page.getByText('请填写密码、密钥或机器人地址').waitFor()
  await page.getByLabel('密码或授权码').fill('secret-canary')
  await page
    .getByRole('button', { name: /保\s*存/ })
    .last()
    .click()
  await page.getByRole('cell', { name: '公司邮件' }).waitFor()
  await settle(page)
  expect(await page.content()).not.toContain('secret-canary')
  await seat.picture('delivery')
  expect(await clean(seat)).toEqual([])

  await seat.goto('/outside-links')
  await page.getByRole('button', { name: '新建对接' }).first().click()
  await page.getByLabel('名称', { exact: true }).fill('公司 OA')
  await page.getByLabel('事件接收地址').fill('https://169.254.169.254/')
  await page
    .getByRole('button', { name: /保\s*存/ })
    .last()
    .click()
  await page.getByText('该地址不允许访问').waitFor()
  await seat.picture('outside-drawer')
  expect(await clean(seat)).toEqual([])
  await page.getByLabel('事件接收地址').fill('https://oa.example.com/hook')
  await page
    .getByRole('button', { name: /保\s*存/ })
    .last()
    .click()
  await page.getByText(/whsec_/).waitFor()
  await seat.picture('outside-secret')
  await page.getByRole('button', { name: '已保存' }).click()
  await settle(page)
  expect(await page.content()).not.toContain('whsec_')
  await seat.picture('outside')
  expect(await clean(seat)).toEqual([])
  await seat.context.close()

  const clerk = await sit(browser, 'M012')
  await clerk.goto('/notices/choice')
  await clerk.page.getByRole('switch').click()
  await clerk.picture('choice')
  expect(await clean(clerk)).toEqual([])
  await clerk.page.getByRole('button', { name: /保\s*存/ }).click()
  await clerk.page.getByText('已保存。').waitFor()
  await clerk.context.close()
}, 180_000)

test('the pages in English, and how I am told on a phone', async () => {
  const admin = await sit(browser, 'A001', { language: 'en' })
  for (const path of ['/delivery', '/outside-links', '/outside-wishes', '/notices/choice']) {
    await admin.goto(path)
    await admin.picture(`en${path.replaceAll('/', '-')}`)
    expect(await clean(admin), path).toEqual([])
  }
  await admin.context.close()
  const phone = await sit(browser, 'M012', { phone: true })
  await phone.goto('/notices/choice')
  await phone.picture('choice-phone')
  expect(await axeFindings(phone.page)).toEqual([])
  const edge = await phone.page
    .locator('.delivery-table')
    .evaluate((table) => table.getBoundingClientRect().right)
  expect(edge).toBeLessThanOrEqual(390)
  await phone.context.close()
}, 120_000)
