import { AxeBuilder } from '@axe-core/playwright'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { build } from 'vite'

/**
 * Builds the gallery, opens each page in both languages and both looks under the policy the server sends, and
 * reports what axe, the console and the layout say. Usage:
 * `npx tsx doors/web/gallery/look.ts OUTPUT_FOLDER [VIEW…]`; without views, all of them.
 */

const out = process.argv[2] ?? ''
if (out === '') throw new Error('name a folder for the screenshots')
const wanted = process.argv.slice(3)
const built = join(out, 'built')
mkdirSync(out, { recursive: true })

const person = {
  id: 'p1',
  name: '陈晓',
  employeeNo: '1024',
  department: '销售部',
  post: '专员',
  roles: [],
  clearance: 3,
  mustChangePassword: false,
}
const session = {
  signedIn: true,
  setUp: true,
  person,
  company: { name: '临安云杉科技有限公司' },
  csrf: 'x',
  counts: { todo: 7, cc: 2, notices: 3 },
  may: {},
}
const customers = Array.from({ length: 20 }, (_, i) => ({
  id: String(i + 1).padStart(4, '0'),
  fileNo: `KH-2026-${String(i + 1).padStart(4, '0')}`,
  name: ['林*', '南湖**有限公司', '周**', '海川**贸易公司'][i % 4],
  rank: (i % 4) + 1,
  at: new Date(Date.now() - i * 7_300_000).toISOString(),
}))

function answer(path: string, query: URLSearchParams): unknown {
  if (path === '/api/v1/session') return session
  if (path === '/api/v1/jobs/1') return { state: 'running', done: 1240, total: 2310 }
  if (path === '/api/v1/people') return { rows: [person], total: 1 }
  if (path === '/api/v1/customers')
    return query.has('level') ? { rows: [], total: 0 } : { rows: customers, total: 2310 }
  return {}
}

function serve(): Promise<Server> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (url.pathname.startsWith('/api/')) {
      response.setHeader('content-type', 'application/json')
      return response.end(JSON.stringify(answer(url.pathname, url.searchParams)))
    }
    if (url.pathname.startsWith('/assets/')) {
      response.setHeader('content-type', url.pathname.endsWith('.css') ? 'text/css' : 'text/javascript')
      return response.end(readFileSync(join(built, url.pathname)))
    }
    if (url.pathname === '/favicon.ico') return response.writeHead(204).end()
    const nonce = randomBytes(16).toString('base64')
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.setHeader(
      'content-security-policy',
      `default-src 'self'; script-src 'self' 'nonce-${nonce}'; style-src-elem 'self' 'nonce-${nonce}'; ` +
        `style-src-attr 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'`,
    )
    return response.end(readFileSync(join(built, 'index.html'), 'utf8').replaceAll('__CSP_NONCE__', nonce))
  })
  return new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(server)))
}

const say = (text: string): boolean => process.stdout.write(`${text}\n`)
let troubles = 0
const trouble = (text: string): void => {
  troubles += 1
  say(`TROUBLE ${text}`)
}

const shiftScript = `window.__shift = 0; new PerformanceObserver((list) => {
  for (const e of list.getEntries()) if (!e.hadRecentInput) { window.__shift += e.value; window.__moved = (window.__moved ?? '') + e.sources.map((s) => s.node?.className ?? s.node?.nodeName) + ';' }
}).observe({ type: 'layout-shift', buffered: true })`

async function inspect(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.waitForTimeout(350)
  const shift = Number(await page.evaluate('window.__shift'))
  if (shift > 0.02)
    trouble(`${name}: layout shift ${shift.toFixed(3)} of ${String(await page.evaluate('window.__moved'))}`)
  const found = await new AxeBuilder({ page }).analyze()
  for (const one of found.violations)
    trouble(`${name}: axe ${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)
  const wide = Number(await page.evaluate('document.documentElement.scrollWidth - screen.width'))
  if (wide > 0) trouble(`${name}: ${wide} px too wide`)
  await page.screenshot({ path: join(out, `${name}.png`) })
  say(`looked at ${name}`)
}

const views: [string, string, ((page: Page) => Promise<void>)?][] = [
  ['notices', '/'],
  ['list', '/customers'],
  [
    'list-selected',
    '/customers',
    async (page) => {
      await page.getByRole('checkbox').nth(2).click()
      await page.locator('.table-tools button').first().click()
    },
  ],
  ['list-empty', '/customers?level=1'],
  ['file', '/customers/0018'],
  ['form', '/applications/new'],
  [
    'form-errors',
    '/applications/new',
    async (page) => {
      await page.locator('.page-actions button').last().click()
      await page.getByRole('combobox').first().click()
    },
  ],
  ['approval', '/approvals'],
  [
    'approval-reject',
    '/approvals',
    async (page) => {
      await page.locator('.page-actions button').first().click()
      await page.locator('.ant-modal button').last().click()
    },
  ],
  ['charts', '/dashboard'],
  ['help', '/', async (page) => page.keyboard.press('?')],
  ['search', '/', async (page) => page.keyboard.press('Control+k')],
  ['missing', '/nowhere'],
]

async function lookAll(
  context: BrowserContext,
  origin: string,
  suffix: string,
  only?: string[],
): Promise<void> {
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      trouble(`console ${suffix}: ${message.text().slice(0, 300)}`)
  })
  page.on('pageerror', (error) => trouble(`page error: ${error.message}`))
  await page.addInitScript(shiftScript)
  for (const [name, path, act] of views) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    if (only !== undefined && !only.includes(name)) continue
    await page.goto(origin + path)
    await page.waitForLoadState('networkidle')
    await act?.(page)
    await inspect(page, `${name}-${suffix}`)
  }
  await page.close()
}

async function tamper(context: BrowserContext, origin: string): Promise<void> {
  const page = await context.newPage()
  await page.goto(`${origin}/customers/0018`)
  const layer = page.locator('.watermarked > div[aria-hidden="true"][style]')
  await layer.waitFor({ state: 'attached' })
  await layer.evaluate((element) => element.remove())
  if ((await layer.count()) !== 1) trouble('watermark: not back after removal')
  await layer.evaluate((element) => element.setAttribute('style', 'display:none'))
  await page.waitForTimeout(100)
  if ((await layer.evaluate((element) => getComputedStyle(element).display)) !== 'block')
    trouble('watermark: not back after hiding')
  await page.pdf({ path: join(out, 'file.pdf'), preferCSSPageSize: true })
  await page.goto(`${origin}/approvals`)
  await page.waitForLoadState('networkidle')
  await page.pdf({ path: join(out, 'approval.pdf'), preferCSSPageSize: true })
  await page.close()
}

await build({
  configFile: join(import.meta.dirname, 'vite.config.ts'),
  build: { outDir: built },
  logLevel: 'warn',
})
const server = await serve()
const address = server.address()
const origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
for (const language of ['zh', 'en']) {
  for (const look of ['light', 'dark']) {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 } })
    await context.addInitScript(
      `localStorage.setItem('mifeng.language', '"${language}"'); localStorage.setItem('mifeng.look', '"${look}"')`,
    )
    const some = ['file', 'notices', 'list-selected', 'charts', 'approval']
    await lookAll(context, origin, `${language}-${look}`, look === 'dark' ? some : undefined)
    if (language === 'zh' && look === 'light') await tamper(context, origin)
    await context.close()
  }
}
const phone = await browser.newContext({
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
})
await lookAll(phone, origin, 'phone', ['notices', 'file', 'list', 'approval'])
await browser.close()
server.close()
say(`${troubles} troubles`)
process.exitCode = troubles === 0 ? 0 : 1
