export interface LevelMarkProps {
  /** Rank of the level as everywhere in the program: 4 is the highest, 1 is internal. */
  rank: number
  /** The company's own word for the level, in the language shown. */
  name: string
}

/** Shape by step: 1 for the highest level down to 4 for internal. */
const shapes: Record<number, string> = {
  1: 'M7 1 13 4.5v5L7 13 1 9.5v-5z',
  2: 'M7 1 13 7 7 13 1 7z',
  3: 'M7 1.5 13 12.5H1z',
  4: 'M2 2h10v10H2z',
}

/** A level: word, colour and shape together, so that it is told without colour and on paper too. */
export function LevelMark({ rank, name }: LevelMarkProps) {
  const step = 5 - Math.min(Math.max(Math.round(rank), 1), 4)
  return (
    <span className={`level-mark level-${step}`}>
      <svg viewBox="0 0 14 14" width="11" height="11" aria-hidden="true" focusable="false">
        <path d={shapes[step]} />
      </svg>
      {name}
    </span>
  )
}
