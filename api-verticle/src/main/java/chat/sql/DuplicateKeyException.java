package chat.sql;

/** A row with that key is there already. */
public final class DuplicateKeyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DuplicateKeyException(String message) {
    super(message, null, false, false);
  }
}
