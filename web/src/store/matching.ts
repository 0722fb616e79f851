import { folded } from './search';

const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
const PER_INITIAL = 588;
const PER_VOWEL = 28;
const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';

/**
 * How well a name fits what is typed: 0 it begins so, 1 one of its words does, 2 it is somewhere in it, null it
 * does not. A Korean consonant stands for any syllable that begins with it, and a syllable without a final
 * consonant for any that adds one, so that a name is found while it is being typed: `ㄱㅁㅅ` or `김미` is 김민수.
 */
export function rank(name: string, typed: string): 0 | 1 | 2 | null {
  const text = Array.from(folded(name));
  const wanted = Array.from(folded(typed.trim()));
  let best: 1 | 2 | null = null;
  for (let start = 0; start + wanted.length <= text.length; start++) {
    if (wanted.every((character, index) => fits(text[start + index]!, character))) {
      if (start === 0) {
        return 0;
      }
      best = best === 1 || /[\s._\-/#]/.test(text[start - 1]!) ? 1 : 2;
    }
  }
  return best;
}

function fits(character: string, wanted: string): boolean {
  if (character === wanted) {
    return true;
  }
  const code = character.charCodeAt(0);
  if (code < FIRST_SYLLABLE || code > LAST_SYLLABLE) {
    return false;
  }
  const initial = INITIALS.indexOf(wanted);
  if (initial >= 0) {
    return Math.floor((code - FIRST_SYLLABLE) / PER_INITIAL) === initial;
  }
  const open = wanted.charCodeAt(0) - FIRST_SYLLABLE;
  return (
    open >= 0 &&
    wanted.charCodeAt(0) <= LAST_SYLLABLE &&
    open % PER_VOWEL === 0 &&
    code - FIRST_SYLLABLE - open > 0 &&
    code - FIRST_SYLLABLE - open < PER_VOWEL
  );
}
