import type { FlowState, Run, StepPlan, Task } from './state.ts'

export type Verdict = 'open' | 'passed' | 'failed'

/** Tasks that have a voice in a run: those of the step itself and 并加签 peers, not those that were handed on. */
export const seatsOf = (state: FlowState, run: Run): readonly Task[] =>
  state.tasks.filter(
    (task) =>
      task.runId === run.id &&
      task.voided !== true &&
      (task.under === undefined || task.under.as === 'peer') &&
      !['transferred', 'cancelled', 'closed', 'expired', 'returned'].includes(task.state),
  )

/** What of a task counts. */
type Seat = Pick<Task, 'state' | 'weight' | 'group' | 'under'>

interface Count {
  readonly all: number
  readonly agree: number
  readonly against: number
  /** Agreed so far and those who may still agree. */
  readonly possible: number
}

const agreed = (task: Seat): boolean => task.state === 'approved' || task.state === 'skipped'

function count(seats: readonly Seat[], of: (task: Seat) => number = () => 1): Count {
  const sum = (which: (task: Seat) => boolean): number =>
    seats.filter(which).reduce((total, task) => total + of(task), 0)
  const against = sum((task) => task.state === 'rejected')
  const all = sum(() => true)
  return { all, agree: sum(agreed), against, possible: all - against }
}

/** Does the step pass, fail, or wait? Time never decides, and nobody's silence counts as agreement. */
export function verdictOf(plan: Omit<StepPlan, 'id' | 'stage' | 'branch'>, seats: readonly Seat[]): Verdict {
  const votes = count(seats)
  switch (plan.mode) {
    case 'any':
      return votes.agree > 0 ? 'passed' : votes.against > 0 ? 'failed' : 'open'
    case 'sequence':
      if (votes.against > 0) return 'failed'
      return votes.all > 0 && votes.agree === votes.all ? 'passed' : 'open'
    case 'all': {
      if (votes.against > 0 && plan.veto !== false) return 'failed'
      // Peers who were added count among all, but never outvote those whom the flow names.
      const both = [seats, seats.filter((task) => task.under === undefined)].map((some) =>
        byRatio(count(some), plan.ratio ?? 100),
      )
      if (both.includes('failed')) return 'failed'
      return both.includes('open') ? 'open' : 'passed'
    }
    case 'vote':
      return byVote(plan, seats, votes)
    case 'groups':
      if (votes.against > 0 && plan.veto !== false) return 'failed'
      return byGroups(plan, seats)
  }
}

function byRatio({ all, agree, possible }: Count, percent: number): Verdict {
  const needed = Math.max(1, Math.ceil((all * percent) / 100))
  return agree >= needed ? 'passed' : possible < needed ? 'failed' : 'open'
}

function byVote({ vote }: Pick<StepPlan, 'vote'>, seats: readonly Seat[], votes: Count): Verdict {
  if (vote === undefined) return 'open'
  const weights = count(seats, (task) => task.weight)
  const reached = (by: 'agree' | 'possible'): boolean => {
    if (vote.rule === 'count') return votes[by] >= Math.max(1, vote.threshold)
    if (vote.rule === 'weight') return weights[by] > vote.threshold
    return weights[by] > 0 && weights[by] * 100 >= weights.all * vote.threshold
  }
  const everybody = votes.agree + votes.against === votes.all
  if (vote.waitForAll && !everybody) return 'open'
  if (reached('agree') && votes.agree > 0) return 'passed'
  return reached('possible') && !everybody ? 'open' : 'failed'
}

function byGroups({ groups = [] }: Pick<StepPlan, 'groups'>, seats: readonly Seat[]): Verdict {
  const counts = groups.map(({ group, needed }) => ({
    needed,
    votes: count(seats.filter((task) => task.group === group)),
  }))
  if (counts.some(({ needed, votes }) => votes.possible < needed)) return 'failed'
  return counts.length > 0 && counts.every(({ needed, votes }) => votes.agree >= needed) ? 'passed' : 'open'
}
