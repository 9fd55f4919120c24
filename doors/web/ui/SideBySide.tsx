import type { ReactNode } from 'react'

export interface SideBySideProps {
  main: ReactNode
  side: ReactNode
  /** Width of the right part in pixels; 320 by default. */
  sideWidth?: number
}

/** A wide part and a narrow one beside it that stays in view; one below the other on a narrow screen. */
export function SideBySide({ main, side, sideWidth = 320 }: SideBySideProps) {
  return (
    <div className="side-by-side" style={{ ['--side' as string]: `${sideWidth}px` }}>
      <div>{main}</div>
      <aside>{side}</aside>
    </div>
  )
}
