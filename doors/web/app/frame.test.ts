import { describe, expect, test } from 'vitest'
import { hasPage, type PageDef } from '../ui/page.ts'
import type { Session } from '../ui/session.ts'
import { crumbsOf } from './crumbs-of.ts'
import { detour, wayBack } from './detour.ts'
import { menuFor } from './menu-for.ts'

const icon = (): null => null
const page = (path: string, rest: Partial<PageDef> = {}): PageDef => ({
  path,
  titleKey: path,
  element: icon,
  ...rest,
})
const pages: PageDef[] = [
  page('/', { menu: { section: 'home', labelKey: 'home', icon, order: 1 } }),
  page('/audit', {
    roles: ['auditor'],
    menu: { section: 'supervision', labelKey: 'audit', icon, order: 2 },
  }),
  page('/customers', { menu: { section: 'custody', labelKey: 'customers', icon, order: 1 } }),
  page('/customers/:id'),
  page('/customers/new'),
  page('/customers/:id/history', { parent: '/customers/:id' }),
]

describe('the menu', () => {
  test('follows the order of the rule book and leaves out what is for others', () => {
    expect(menuFor(pages, []).map((group) => group.section)).toEqual(['home', 'custody'])
    expect(menuFor(pages, ['auditor']).map((group) => group.section)).toEqual([
      'home',
      'custody',
      'supervision',
    ])
  })
})

describe('the breadcrumb', () => {
  test.each([
    ['/customers/17', ['/customers', '/customers/:id']],
    ['/customers/new', ['/customers', '/customers/new']],
    ['/customers/17/history', ['/customers', '/customers/:id', '/customers/:id/history']],
    ['/nowhere', []],
  ])('%s stands below its pages', (pathname, expected) => {
    expect(crumbsOf(pages, pathname).map((one) => one.path)).toEqual(expected)
  })
})

test('an address is offered only when a page answers to it', () => {
  expect(hasPage(pages, '/customers/17?tab=x')).toBe(true)
  expect(hasPage(pages, '/customers/17/other')).toBe(false)
})

const session = (rest: Partial<Session> = {}): Session => ({
  signedIn: true,
  setUp: true,
  csrf: '',
  counts: {},
  may: {},
  ...rest,
})

describe('where somebody must go first', () => {
  test.each([
    ['before the first run, everything leads to it', session({ setUp: false }), '/customers', '', '/setup'],
    ['the first run itself is open', session({ setUp: false }), '/setup', '', null],
    [
      'coming back from the company’s own sign-on is the way in',
      session({ signedIn: false }),
      '/sign-on/return/1',
      '?code=a',
      null,
    ],
    [
      'without sign-in the way back is kept',
      session({ signedIn: false }),
      '/customers/17',
      '?tab=a',
      '/sign-in?back=%2Fcustomers%2F17%3Ftab%3Da',
    ],
    [
      'after sign-in the way back is taken',
      session(),
      '/sign-in',
      '?back=%2Fcustomers%2F17',
      '/customers/17',
    ],
    ['nobody needs the first run twice', session(), '/setup', '', '/'],
    ['otherwise nowhere', session(), '/customers', '', null],
  ])('%s', (_name, who, path, search, to) => {
    expect(detour(who, path, search)).toBe(to)
  })

  test('a first password must be changed before anything else', () => {
    const person = {
      id: '1',
      name: '',
      employeeNo: '',
      department: '',
      post: '',
      roles: [],
      clearance: 1,
      mustEnrol: false,
      factorDueAt: null,
      changeReason: null,
      mustChangePassword: true,
    }
    expect(detour(session({ person }), '/customers', '')).toBe('/account/password')
    expect(detour(session({ person }), '/account/password', '')).toBeNull()
  })

  test.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', null])(
    'attack: sign-in never leads to %s',
    (back) => {
      expect(wayBack(back)).toBe('/')
    },
  )
})
