/** What customers may ask for (PIPL 44-48). */
export const rightKinds = [
  'see',
  'copy',
  'correct',
  'delete',
  'restrict',
  'move',
  'withdraw',
  'explain',
] as const
