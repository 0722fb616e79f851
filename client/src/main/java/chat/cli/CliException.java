package chat.cli;

/** A failure that the person at the terminal can understand: one line, no stack trace. */
final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CliException(String line) {
    super(line, null, false, false);
  }
}
