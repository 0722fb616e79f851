import type { en } from './en';

/** A text per plural category; every language has `other`. */
export type Plural = { readonly other: string } & { readonly [category in Intl.LDMLPluralRule]?: string };

export type Key = keyof typeof en;

/** What every language must have: the keys of English, with plural forms where English has them. */
export type Messages = {
  readonly [key in Key]: (typeof en)[key] extends string ? string : Plural;
};
