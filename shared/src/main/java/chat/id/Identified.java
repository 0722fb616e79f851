package chat.id;

/** A thing with an identifier of {@link Ids}, kept as its bits: 16 bytes instead of 72. */
public interface Identified {
  long high();

  long low();

  /** The identifier as text; made anew by each call. */
  default String id() {
    return Ids.of(high(), low());
  }
}
