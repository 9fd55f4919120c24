/** Ink on paper. The same values stand in base.css as custom properties; the look test compares them. */
export const lightColours = {
  paper: '#f6f5f1',
  sheet: '#ffffff',
  ink: '#1f2329',
  softInk: '#595f69',
  line: '#dedbd2',
  blue: '#1f4b7a',
  vermilion: '#b8321a',
  amber: '#8a5a00',
  indigo: '#4338a0',
  grey: '#565c66',
  green: '#2b6b45',
} as const

export const darkColours = {
  paper: '#15181c',
  sheet: '#1d2126',
  ink: '#e6e4de',
  softInk: '#a9adb4',
  line: '#353b43',
  blue: '#7fb0e6',
  vermilion: '#f08a75',
  amber: '#e0b055',
  indigo: '#aea6f5',
  grey: '#aab0b9',
  green: '#7cc49a',
} as const

export type Colours = Record<keyof typeof lightColours, string>
