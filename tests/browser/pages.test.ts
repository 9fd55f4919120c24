import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { axeFindings, openBrowser, overflows, sit } from './browser.ts'

/** Who opens which pages of the demo company. */
const visits: Readonly<Record<string, readonly string[]>> = {
  M012: [
    '/',
    '/customers',
    '/customers?q=科技',
    '/applications',
    '/applications/new',
    '/grants',
    '/desk/mine',
    '/desk/cc',
    '/notices',
    '/notices/choice',
    '/outside-wishes',
    '/clauses',
    '/account',
    '/account/factors',
    '/account/password',
    '/account/tokens',
  ],
  M050: ['/rooms', '/room-entries', '/room-entries/print', '/visits'],
  M011: [
    '/account',
    '/',
    '/desk/todo',
    '/desk/done',
    '/desk/drafts',
    '/proxies',
    '/grants',
    '/rights-review',
    '/visits',
  ],
  M046: [
    '/catalogue',
    '/levels',
    '/imports',
    '/imports/new',
    '/duplicates',
    '/sources',
    '/quarantine',
    '/customers/new',
    '/level-changes',
    '/level-changes/new',
    '/purposes',
    '/purposes/record',
    '/forms',
    '/forms/submissions',
    '/forms/channels',
    '/tidying',
    '/quality',
    '/corrections',
    '/merges',
    '/archive',
    '/filing',
    '/level-rules',
    '/level-terms',
    '/documents',
    '/documents/search',
    '/intake-systems',
    '/duties',
    '/rooms',
    '/room-entries',
    '/door-log',
    '/things',
    '/handovers',
    '/exit-letters',
  ],
  M040: [
    '/appointments',
    '/consent-notices',
    '/consents/backlog',
    '/consents/anew',
    '/sources?kind=partner',
    '/quarantine',
    '/rights-requests',
    '/file-holds',
    '/copies-to-destroy',
  ],
  M001: ['/appointments'],
  A001: [
    '/',
    '/people',
    '/people/import',
    '/posts',
    '/handovers',
    '/people/directory',
    '/settings/sign-on',
    '/accounts',
    '/service-accounts',
    '/calendar',
    '/delivery',
    '/outside-links',
    '/things',
    '/exit-letters',
    '/appointments',
  ],
  A002: [
    '/roles',
    '/sign-in-rules',
    '/rights-reviews',
    '/rights-review',
    '/authority',
    '/authority/print',
    '/clauses/3.2.2',
    '/flows',
    '/flows/use-level-4',
    '/flows/new',
    '/grants',
    '/desk/office',
  ],
  A003: [
    '/room-entries',
    '/visits',
    '/audit',
    '/audit/ledger',
    '/audit/applications/SY-2026-0001',
    '/clauses/4.2.1',
  ],
}

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

describe.each(['zh', 'en'] as const)('every page in %s', (language) => {
  test.each(Object.entries(visits))(
    '%s opens every page without an error, axe-clean, within 1366 pixels',
    async (who, paths) => {
      const seat = await sit(browser, who, { language })
      const found: string[] = []
      for (const path of paths) {
        await seat.goto(path)
        await seat.picture(`${who}${path.replaceAll(/[^\w.-]+/g, '_')}`)
        if ((await seat.page.locator('h1').count()) === 0) found.push(`${path}: no heading`)
        if (await overflows(seat.page)) found.push(`${path}: wider than the window`)
        // The structure is the same in both languages; axe takes seconds a page.
        if (language === 'zh')
          found.push(...(await axeFindings(seat.page)).map((finding) => `${path}: ${finding}`))
        found.push(...seat.troubles.splice(0).map((trouble) => `${path}: ${trouble}`))
      }
      await seat.context.close()
      expect(found).toEqual([])
    },
    180_000,
  )
})
