package chat.embedded.mongo;

/** All keys from {@code from} on that are less than {@code to}. */
record KeyRange(Key from, Key to) {
  private static final KeyRange ALL =
      new KeyRange(new Key(new byte[0]), new Key(new byte[0]).afterPrefix());

  static KeyRange all() {
    return ALL;
  }

  static KeyRange prefix(Key prefix) {
    return new KeyRange(prefix, prefix.afterPrefix());
  }

  boolean contains(Key key) {
    return key.compareTo(from) >= 0 && key.compareTo(to) < 0;
  }
}
