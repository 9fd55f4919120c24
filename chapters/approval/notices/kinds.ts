import type { ChannelKind, PersonalKind, Topic } from '../wire/notices.ts'

/** What a notice is about, as people choose it. Kinds that are not listed are `other`, and are told like everything else. */
const topics: Readonly<Record<string, Topic>> = {
  assigned: 'task',
  urged: 'task',
  reminder: 'task',
  escalated: 'task',
  stuck: 'task',
  'outside-confirm': 'task',
  added: 'task',
  delegated: 'task',
  advised: 'task',
  'material-asked': 'task',
  'material-given': 'task',
  'confirm-wanted': 'task',
  'taken-back': 'task',
  suspended: 'task',
  resumed: 'task',
  approved: 'result',
  rejected: 'result',
  returned: 'result',
  narrowed: 'result',
  withdrawn: 'result',
  terminated: 'result',
  expired: 'result',
  revoking: 'result',
  revoked: 'result',
  'rights-review': 'task',
  'rights-review-soon': 'task',
  'rights-review-overdue': 'task',
  'rights-review-escalated': 'task',
  'consent-withdrawn': 'task',
  'consent-expiring': 'task',
  'visit-waiting': 'task',
  'entries-overdue': 'task',
  'correction-accepted': 'result',
  'correction-refused': 'result',
  'batch-quarantined': 'task',
  'batch-released': 'result',
  'batch-rejected': 'result',
  'source-expired': 'task',
  'duty-soon': 'task',
  'duty-overdue': 'task',
  'duty-escalated': 'task',
  'level-review-due': 'task',
  'volume-alarm': 'task',
  'visit-approved': 'result',
  'visit-refused': 'result',
  cc: 'copy',
  digest: 'digest',
}

/** The topic of a kind of notice. */
export const topicOf = (kind: string): Topic =>
  topics[kind] ?? (kind.startsWith('grant-') ? 'grant' : 'other')

/** Told in the app alone: a notice about failing delivery must not wait for delivery. */
export const inAppOnly: ReadonlySet<string> = new Set(['delivery-dead'])

/** What somebody who has chosen nothing is told beside the app. */
export const usualTopics: readonly Topic[] = ['task', 'result', 'grant', 'digest']
export const usualDigestHour = 9

const personal: ReadonlySet<string> = new Set(['email', 'wecom-app', 'dingtalk-app', 'feishu-app'])

/** Whether messages of this channel go to one person and not into a group. */
export const isPersonal = (kind: ChannelKind): kind is PersonalKind => personal.has(kind)

/** Tries until a message counts as undeliverable; with the queue's growing pauses about three hours. */
export const mostAttempts = 12
