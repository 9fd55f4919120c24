/** Lists of a select inside a window open inside the dialog itself, so that they belong to it when read aloud. */
export const inDialog = (trigger: HTMLElement): HTMLElement =>
  trigger.closest<HTMLElement>('[role="dialog"]') ?? document.body
