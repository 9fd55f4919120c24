import { beforeAll, expect, test } from 'vitest'
import { statute } from '../../chapters/statute.ts'
import { decide } from '../../gate/index.ts'
import { cedarDecides, prepareCedar } from './cedar.ts'
import { randomCase, seeded } from './questions.ts'

/** More for a long run: `MIFENG_CEDAR_QUESTIONS=5000000 npx vitest run --project unit tests/laws/cedar.test.ts`. */
const questions = Number(process.env['MIFENG_CEDAR_QUESTIONS'] ?? 100_000)
const firstSeed = Number(process.env['MIFENG_CEDAR_SEED'] ?? 20261124)

beforeAll(prepareCedar)

test(
  `an independent model of the statute decides ${questions} random questions identically`,
  () => {
    const seen = new Map<string, number>()
    for (let i = 0; i < questions; i += 1) {
      const seed = firstSeed + i
      const { question, facts } = randomCase(seeded(seed))
      const ours = decide(statute, question, facts)
      const theirs = cedarDecides(question, facts)
      const mine = { verdict: ours.verdict, sights: [...ours.fields].map(([id, field]) => [id, field.sight]) }
      if (theirs.verdict !== ours.verdict || JSON.stringify(theirs.sights) !== JSON.stringify(mine.sights)) {
        expect({ seed, question, facts, ...theirs }).toEqual({ seed, question, facts, ...mine })
      }
      const key = `${question.verb}:${ours.verdict}`
      seen.set(key, (seen.get(key) ?? 0) + 1)
    }
    // A generator that never reaches a permit would prove nothing.
    expect([...seen.keys()].filter((key) => key.endsWith(':permit')).length).toBeGreaterThanOrEqual(20)
  },
  Math.max(300_000, questions * 15),
)
