/** Chunks this far outside the screen are still drawn, so that scrolling meets no gaps. */
const MARGIN = '1500px 0px';

/** Tells elements of a scrolling list when they come near the screen and when they leave it. */
export class Visibility {
  private readonly callbacks = new Map<Element, (near: boolean) => void>();
  private observer: IntersectionObserver | null = null;

  /** Starts with the list's scrolling element; elements may be given before. */
  start(root: Element): () => void {
    const observer = new IntersectionObserver(
      (entries) => entries.forEach((entry) => this.callbacks.get(entry.target)?.(entry.isIntersecting)),
      { root, rootMargin: MARGIN },
    );
    this.observer = observer;
    this.callbacks.forEach((_, element) => observer.observe(element));
    return () => observer.disconnect();
  }

  observe(element: Element, callback: (near: boolean) => void): () => void {
    this.callbacks.set(element, callback);
    this.observer?.observe(element);
    return () => {
      this.callbacks.delete(element);
      this.observer?.unobserve(element);
    };
  }
}
