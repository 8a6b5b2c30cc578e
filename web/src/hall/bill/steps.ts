/* What an answer asked with `explain` carries beside itself: one row a rule that was applied. */
export interface Step {
  key: string
  zh: string
  en: string
  base?: string
  share?: string
  result?: string
  /* Only where it changed something. */
  rounding?: string
  rule?: { source?: string; source_zh?: string; certainty?: string; clause?: string }
}
export const stepsOf = (told: object): Step[] => (told as { trail?: Step[] }).trail ?? []
