/** Work that happens later or again and again: a queue and a schedule in PostgreSQL. */
export { deadJobs, enqueue, queueFigures, reviveJob } from './queue.ts'
export type { DeadJob, Job, JobRequest, Payload, QueueFigures } from './queue.ts'
export { enqueueScheduled, nextDue, setSchedule } from './schedule.ts'
export type { Schedule } from './schedule.ts'
export { JobRunner, pauseMs } from './runner.ts'
export type { JobHandler, RunnerOptions } from './runner.ts'
