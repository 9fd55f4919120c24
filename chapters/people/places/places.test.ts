import { describe, expect, test } from 'vitest'
import { familyOf } from './agents.ts'
import { openRoleRules } from './by-role.ts'
import { openNetworks, plainAddress, readNetwork } from './networks.ts'

describe('a network is read as it was meant, or not at all', () => {
  test.each([
    ['10.1.0.0/16', '10.1.0.0', 16],
    ['10.1.2.3', '10.1.2.3', 32],
    ['0.0.0.0/0', '0.0.0.0', 0],
    ['2001:db8::/32', '2001:db8::', 32],
    ['2001:db8::7', '2001:db8::7', 128],
    ['::1', '::1', 128],
    ['64:ff9b::192.0.2.0/120', '64:ff9b::192.0.2.0', 120],
  ])('%s', (text, base, bits) => expect(readNetwork(text)).toMatchObject({ base, bits }))

  test.each([
    ['', 'nothing'],
    ['10.1.0.0/33', 'longer than the address'],
    ['2001:db8::/129', 'longer than the address'],
    ['10.1.0.5/16', 'bits behind its length'],
    ['2001:db8::7/64', 'bits behind its length'],
    ['10.1/16', 'half an address'],
    ['010.1.0.0/16', 'a number that some read as octal'],
    ['::ffff:10.0.0.0/104', 'an IPv4 network in IPv6 clothes'],
    ['10.0.0.0/-1', 'a length below nothing'],
    ['10.0.0.0/8/8', 'two lengths'],
    ['mifeng.example', 'a name'],
    ['fe80::1%eth0', 'a zone'],
  ])('%s is none: %s', (text) => expect(readNetwork(text)).toBeUndefined())
})

describe('whether an address lies in a list', () => {
  const holds = openNetworks(['10.1.0.0/16', '192.0.2.7', '2001:db8::/32'].map((text) => readNetwork(text)!))
  test.each([
    ['10.1.0.0', true],
    ['10.1.255.255', true],
    ['10.2.0.0', false],
    ['10.0.255.255', false],
    ['::ffff:10.1.2.3', true],
    ['::ffff:10.2.2.3', false],
    ['::FFFF:10.1.2.3', true],
    ['192.0.2.7', true],
    ['192.0.2.8', false],
    ['2001:db8:ffff::1', true],
    ['2001:db9::1', false],
    ['local', false],
    ['', false],
    ['10.1.2.3, 8.8.8.8', false],
  ])('%s: %s', (address, inside) => expect(holds(address)).toBe(inside))
  test('an address keeps its plain form', () => {
    expect(plainAddress('::ffff:10.1.2.3')).toBe('10.1.2.3')
    expect(plainAddress('fe80::1%eth0')).toBe('fe80::1')
  })
})

describe('what the rules say of somebody with several roles', () => {
  const rules = openRoleRules([
    { role: 'staff', networks: ['10.0.0.0/8'], idleMinutes: null, absoluteHours: 10 },
    { role: 'legal', networks: ['10.7.0.0/16'], idleMinutes: 10, absoluteHours: null },
    { role: 'archivist', networks: [], idleMinutes: 5, absoluteHours: 2 },
    { role: 'executive', networks: ['spoilt'], idleMinutes: null, absoluteHours: null },
  ])
  test.each<[string[], string, string | undefined]>([
    [[], '10.1.1.1', undefined],
    [[], '192.0.2.1', 'staff'],
    [['legal'], '10.7.1.1', undefined],
    [['legal'], '10.8.1.1', 'legal'],
    [['archivist', 'legal'], '10.7.1.1', undefined],
    [['archivist', 'legal'], '10.8.1.1', 'legal'],
    [['executive'], '10.1.1.1', 'executive'],
  ])('%j from %s: kept out by %s', (roles, address, role) => {
    expect(rules.keptOutBy(roles, address)).toBe(role)
    expect(rules.allows(roles, address)).toBe(role === undefined)
  })
  test('the shortest limit counts', () => {
    expect(rules.limits([])).toEqual({ absoluteHours: 10 })
    expect(rules.limits(['legal', 'archivist'])).toEqual({ idleMinutes: 5, absoluteHours: 2 })
  })
  test('without rules nobody is kept out', () =>
    expect(openRoleRules([]).allows(['legal'], 'anywhere')).toBe(true))
})

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36',
    'chrome windows',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36',
    'chrome windows',
  ],
  ['Mozilla/5.0 (Windows NT 10.0) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0', 'edge windows'],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15',
    'safari mac',
  ],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) MicroMessenger/8.0', 'wechat ios'],
  ['Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36 wxwork/4.1', 'wecom android'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0', 'firefox linux'],
  ['curl/8.5', 'other other'],
  ['', 'other other'],
])('%s is %s', (agent, family) => expect(familyOf(agent)).toBe(family))
