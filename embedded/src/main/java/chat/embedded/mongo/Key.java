package chat.embedded.mongo;

import java.util.Arrays;

/** A table's key: bytes that compare as unsigned numbers. The array must not be changed. */
record Key(byte[] bytes) implements Comparable<Key> {
  /** Greater than every byte that an encoded value begins with. */
  private static final byte AFTER_ALL = (byte) 0xFF;

  @Override
  public int compareTo(Key other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  /** The least key after all keys that begin with this one. */
  Key afterPrefix() {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    longer[bytes.length] = AFTER_ALL;
    return new Key(longer);
  }

  boolean startsWith(Key prefix) {
    int length = prefix.bytes.length;
    return bytes.length >= length && Arrays.equals(bytes, 0, length, prefix.bytes, 0, length);
  }

  /** This key followed by another one. */
  Key plus(Key suffix) {
    byte[] joined = Arrays.copyOf(bytes, bytes.length + suffix.bytes.length);
    System.arraycopy(suffix.bytes, 0, joined, bytes.length, suffix.bytes.length);
    return new Key(joined);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return java.util.HexFormat.of().formatHex(bytes);
  }
}
