import { type ComponentType, type FunctionComponent, createElement } from 'preact';
import { Component } from 'preact';

/** Draws a component again only if one of its properties is another object or a signal that it read changed. */
export function memo<P extends object>(inner: FunctionComponent<P>): ComponentType<P> {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const now = this.props as P;
      return (Object.keys(next) as (keyof P)[]).some((key) => next[key] !== (now as P)[key]);
    }

    override render() {
      return createElement(inner, this.props as P);
    }
  };
}
