import type { FlowState } from '../flow/state.ts'

/** Applicant, everybody who ever held a task, everybody put in the know. */
export const concernedIn = (state: FlowState): ReadonlySet<string> =>
  new Set([state.applicant, ...state.tasks.map((task) => task.assignee), ...state.cc])
