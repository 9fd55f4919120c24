import type { Catalogue } from '../catalogue.ts'
import type { RisesAt } from './volume.ts'

/** From how many customers each level counts as the next one. */
export const risesAtOf = (catalogue: Catalogue): RisesAt =>
  new Map([...catalogue.levels.values()].map((level) => [level.rank, level.risesAt]))
