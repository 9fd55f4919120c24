import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { totpAt } from '../../chapters/people/factors/totp.ts'
import { demoPassword } from '../../office/demo/people.ts'
import { axeFindings, openBrowser, overflows, settle } from './browser.ts'

/** Somebody of the demo company whom no other test needs. */
const who = 'M021'
let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

/** A browser with a fingerprint reader of its own, at an address to which passkeys can be bound. */
async function desk(): Promise<{
  page: Page
  url: string
  /** From the next page on this is a browser that offers no passkeys by itself. */
  offersNone: () => Promise<void>
  close: () => Promise<void>
}> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' })
  await context.addInitScript(() => localStorage.setItem('mifeng.language', JSON.stringify('zh')))
  const page = await context.newPage()
  const reader = await context.newCDPSession(page)
  await reader.send('WebAuthn.enable')
  await reader.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  const url = inject('program').url.replace('127.0.0.1', 'localhost')
  const offersNone = async (): Promise<void> => {
    await page.addInitScript(() => {
      PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false)
    })
  }
  return { page, url, offersNone, close: () => context.close() }
}

const inside = (page: Page): Promise<void> =>
  page.waitForURL((address) => !address.pathname.startsWith('/sign-in')).then(() => settle(page))

async function byPassword(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/sign-in`)
  await page.locator('input[autocomplete~=username]').fill(who)
  await page.locator('input[autocomplete=current-password]').fill(demoPassword)
  await page.locator('input[autocomplete=current-password]').press('Enter')
}

async function signOut(page: Page, url: string): Promise<void> {
  await page.context().clearCookies()
  await page.goto(`${url}/sign-in`)
}

test('a passkey is added, signs in alone and beside the password; an app is added, asked and removed', async () => {
  const { page, url, offersNone, close } = await desk()
  await byPassword(page, url)
  await inside(page)
  await page.goto(`${url}/account/factors`)
  await settle(page)
  await page.getByRole('button', { name: '添加通行密钥' }).click()
  const codes = page.locator('.people-codes li')
  await codes.first().waitFor()
  expect(await codes.count()).toBe(10)
  const recovery = (await codes.first().textContent())!
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('checkbox', { name: '我已妥善保存' }).check()
  await page.getByRole('button', { name: '完成' }).click()

  await page.getByRole('button', { name: '添加动态口令' }).click()
  const secret = (await page.locator('.people-secret').first().textContent())!
  const app = page.locator('input[autocomplete=one-time-code]')
  await app.fill(totpAt(secret, Date.now()))
  await page.getByRole('button', { name: '启用' }).click()
  await page.getByRole('cell', { name: '动态口令' }).first().waitFor()
  expect(await overflows(page)).toBe(false)

  // The browser offers the passkey by itself, under the name field: nothing is clicked.
  await signOut(page, url)
  await inside(page)

  await offersNone()
  await signOut(page, url)
  await page.getByRole('button', { name: /用通行密钥登录/ }).click()
  await inside(page)

  await signOut(page, url)
  await byPassword(page, url)
  await page.getByRole('button', { name: '用通行密钥验证' }).waitFor()
  expect(await axeFindings(page)).toEqual([])
  await page.getByRole('button', { name: '改用动态口令' }).click()
  // The next code: the one of this half minute was used up by the enrolment.
  await app.fill(totpAt(secret, Date.now() + 30_000))
  await inside(page)

  await signOut(page, url)
  await byPassword(page, url)
  await page.getByRole('button', { name: '改用恢复码' }).click()
  await page.locator('.people-code').fill(recovery)
  await page.locator('.people-code').press('Enter')
  await inside(page)
  await page.goto(`${url}/account/factors`)
  await settle(page)
  const removals = page.getByRole('cell').getByRole('button', { name: '移除' })
  for (let left = 2; left > 0; left -= 1) {
    await removals.nth(left - 1).click()
    await page.locator('.ant-modal-confirm-btns .ant-btn-dangerous').click()
    await removals.nth(left - 1).waitFor({ state: 'detached' })
  }
  await close()
}, 180_000)
