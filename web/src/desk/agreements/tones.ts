/* Colours of how far a text is signed. */
export const TONES: Record<string, string> = { issued: 'warn', signed: 'warn', countersigned: 'good', withdrawn: '' }
/* And of an agreement. */
export const STATUS_TONES: Record<string, string> = { 'in-force': 'good', unsigned: 'warn', 'yellow-card': 'warn', suspended: 'bad', interrupted: 'bad', rescinded: 'bad', ended: '' }
