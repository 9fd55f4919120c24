import { expect, test } from 'vitest'
import type { ApprovalReply } from '../../wire.ts'
import { addressOf, bodyOf, type Deed, type Given, lacking, mainDeeds, moreDeeds } from './deeds.ts'

const form = {
  taskId: 'my-task',
  hash: 'seen',
  takeBackTaskId: 'old-task',
  opinionNeeded: false,
  signatureNeeded: false,
  picks: [],
}
const given: Given = {
  opinion: ' in order ',
  people: ['wang'],
  where: 'after',
  mode: 'all',
  to: '1',
  after: 'back',
  taskId: 'their-task',
  picks: {},
  signature: null,
  files: [],
  change: {},
}
const none = {
  approve: false, return: false, transfer: false, delegate: false, add: false, addPeer: false, advise: false,
  claim: false, release: false, takeBack: false, askMaterial: false,
  narrow: false, giveMaterial: false, save: false,
  assign: false, steer: false, confirm: false, withdraw: false, revoke: false, again: false, urge: false,
  comment: true, cc: true, resubmit: false, straight: false,
} satisfies ApprovalReply['may'] // prettier-ignore
const standing = { may: none, removable: [], suspendedAt: null, jumpTo: [], now: [] }

test.each<[Deed, object]>([
  ['approve', { taskId: 'my-task', hash: 'seen', opinion: 'in order' }],
  ['return', { taskId: 'my-task', hash: 'seen', opinion: 'in order', to: 1, after: 'back' }],
  ['transfer', { taskId: 'my-task', hash: 'seen', opinion: 'in order', to: 'wang' }],
  [
    'add',
    { taskId: 'my-task', hash: 'seen', opinion: 'in order', people: ['wang'], where: 'after', mode: 'all' },
  ],
  ['remove', { taskId: 'their-task', opinion: 'in order' }],
  ['take-back', { taskId: 'old-task', opinion: 'in order' }],
  ['claim', { taskId: 'my-task' }],
  ['cc', { people: ['wang'] }],
  ['jump', { opinion: 'in order', to: 1 }],
  ['reassign', { taskId: 'their-task', opinion: 'in order', to: 'wang' }],
  ['decline', { accept: false, opinion: 'in order' }],
])('%s sends its task, what was seen and what was filled in', (deed, body) => {
  expect(bodyOf(deed, form, given)).toEqual(body)
})

test('naming an approver is a transfer, declining a confirmation', () => {
  expect([addressOf('assign', 'f'), addressOf('decline', 'f'), addressOf('take-back', 'f')]).toEqual([
    '/approvals/f/transfer',
    '/approvals/f/confirm',
    '/approvals/f/take-back',
  ])
})

test('a window is not sent half filled in', () => {
  const empty = { ...given, opinion: '', people: [], taskId: '', to: '' }
  const picks = [{ stepId: 'legal', step: { zh: '法务', en: 'Legal' }, most: 1, from: [] }]
  expect(lacking('approve', form, empty)).toBeNull()
  expect(lacking('approve', { ...form, opinionNeeded: true }, empty)).toBe('opinion')
  expect(lacking('approve', { ...form, picks }, empty)).toBe('pick')
  expect(lacking('reject', form, empty)).toBe('opinion')
  expect(lacking('add', form, empty)).toBe('people')
  expect(lacking('reassign', form, { ...empty, people: ['wang'] })).toBe('task')
})

test('somebody who was only copied may comment and copy, and nothing else', () => {
  expect(mainDeeds(standing)).toEqual([])
  expect(moreDeeds(standing)).toEqual([['comment', 'cc']])
})

test('an adviser answers and does not decide', () => {
  expect(mainDeeds({ may: { ...none, advise: true } })).toEqual([
    { deed: 'advise', look: 'primary', open: true },
  ])
})

test('a flow administrator suspends a running form and resumes a suspended one', () => {
  const may = { ...none, steer: true }
  expect(moreDeeds({ ...standing, may }).at(-1)).toEqual(['suspend', 'terminate'])
  expect(moreDeeds({ ...standing, may, suspendedAt: '2026-11-24T00:00:00Z' }).at(-1)).toEqual([
    'resume',
    'terminate',
  ])
})
