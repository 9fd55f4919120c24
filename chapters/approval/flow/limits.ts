/** Minimums that no definition can configure away. Level ranks are the tenant's; these bind from a rank upwards. */

/** From this rank on an opinion must be written with every decision, and a manager decides. */
export const opinionFromLevel = 3
/** From this rank on an executive decides too, and nobody is skipped for having approved before. */
export const highestLevel = 4
/** Several forms may be approved in one go up to this rank. */
export const batchUpToLevel = 2
/** From this rank on a jump or a re-assignment by an administrator needs a second administrator. */
export const fourEyesFromLevel = 3
/** The applicant may urge again after this time. */
export const urgeCooldownMs = 4 * 3_600_000
/** Working days for a step whose definition says nothing. */
export const usualDays = 2
/** The first reminder comes this long before the deadline. */
export const reminderBeforeMs = 4 * 3_600_000
/** Working days after the deadline until the assignee's manager is given the task. */
export const escalateAfterDays = 1
/** Reminders for one task. */
export const remindersMost = 10
/** Proxies of proxies: nobody stands further away from the one who was meant. */
export const proxyChainMost = 8
