import { AxeBuilder } from '@axe-core/playwright'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { inject } from 'vitest'
import { demoPassword } from '../../office/demo/people.ts'

/** Set MIFENG_TEST_SHOTS to a folder to keep a picture of every page that is visited. */
const shots = process.env['MIFENG_TEST_SHOTS']

/** Debian's Chromium, headless, without anything that looks for the network. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['MIFENG_TEST_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

/** A person at a desk of 1366×768 (or with a phone), in one language, with what went wrong written down. */
export interface Seat {
  readonly context: BrowserContext
  readonly page: Page
  /** Console errors, page errors, replies of 500 and above; empty when all is well. */
  readonly troubles: string[]
  goto(path: string): Promise<void>
  picture(name: string): Promise<void>
}

/** Opens a seat and signs in through the sign-in page. */
export async function sit(
  browser: Browser,
  employeeNo: string,
  options: { language?: 'zh' | 'en'; phone?: boolean } = {},
): Promise<Seat> {
  const { url } = inject('program')
  const language = options.language ?? 'zh'
  const context = await browser.newContext({
    viewport: options.phone === true ? { width: 390, height: 844 } : { width: 1366, height: 768 },
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'Asia/Shanghai',
    acceptDownloads: true,
  })
  await context.addInitScript(
    (chosen) => localStorage.setItem('mifeng.language', JSON.stringify(chosen)),
    language,
  )
  const page = await context.newPage()
  const troubles = watch(page)
  const seat: Seat = {
    context,
    page,
    troubles,
    goto: async (path) => {
      await page.goto(url + path)
      await settle(page)
    },
    picture: async (name) => {
      if (shots === undefined) return
      mkdirSync(shots, { recursive: true })
      await page.screenshot({ path: join(shots, `${name}-${language}.png`) })
    },
  }
  await seat.goto('/sign-in')
  const [name, password] = [
    page.locator('input[autocomplete~=username]'),
    page.locator('input[autocomplete=current-password]'),
  ]
  await name.fill(employeeNo)
  await password.fill(demoPassword)
  await password.press('Enter')
  await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'))
  await settle(page)
  return seat
}

function watch(page: Page): string[] {
  const troubles: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      troubles.push(`console: ${message.text().slice(0, 300)}`)
  })
  page.on('pageerror', (error) => troubles.push(`page: ${error.message.slice(0, 300)}`))
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (response.status() >= 500 || (response.status() === 404 && pathname.startsWith('/api/')))
      troubles.push(`${response.status()} ${pathname}`)
  })
  return troubles
}

/** Waits until nothing is being fetched and nothing shows as loading. */
export async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => undefined)
  await page
    .waitForFunction(
      () => document.querySelector('.ant-spin-spinning, .ant-skeleton-active') === null,
      undefined,
      { timeout: 10_000 },
    )
    .catch(() => undefined)
}

/** What axe finds on the page as it stands, by rule, with the first place. */
export async function axeFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map((one) => `${one.id}: ${one.nodes[0]?.target.join(' ') ?? ''} (${one.nodes.length})`)
}

/** Whether the page is wider than the window. */
export const overflows = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1)
