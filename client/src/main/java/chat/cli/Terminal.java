package chat.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a person sees and types. All output is UTF-8 and free of control characters that others put
 * into messages or names, for those could move the cursor or retitle the window.
 */
final class Terminal {
  private final InputStream in;
  private final PrintWriter out;
  private final PrintWriter err;

  Terminal(InputStream in, PrintWriter out, PrintWriter err) {
    this.in = in;
    this.out = out;
    this.err = err;
  }

  static Terminal system() {
    return new Terminal(
        System.in,
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8));
  }

  PrintWriter out() {
    return out;
  }

  PrintWriter err() {
    return err;
  }

  void line(String text) {
    out.println(plain(text));
    out.flush();
  }

  void error(String text) {
    err.println("chat: " + plain(text).replace('\n', ' '));
    err.flush();
  }

  /** Whether whoever reads the output has gone. */
  boolean isClosed() {
    return out.checkError();
  }

  /**
   * All of standard input, without the last line break.
   *
   * @throws CliException if it has more than {@code maxCodeUnits} UTF-16 code units
   */
  String input(int maxCodeUnits) {
    try {
      // A code unit is at most three bytes of UTF-8, and one line break is taken off.
      byte[] bytes = in.readNBytes(3 * maxCodeUnits + 3);
      String text = new String(bytes, StandardCharsets.UTF_8);
      if (text.endsWith("\n")) {
        text = text.substring(0, text.length() - 1);
      }
      if (text.length() > maxCodeUnits) {
        throw new CliException("the text is longer than " + maxCodeUnits + " characters");
      }
      return text;
    } catch (IOException e) {
      throw new CliException("cannot read standard input: " + e.getMessage());
    }
  }

  /** Asks for a password without showing it; reads a line of standard input if there is no tty. */
  String password() {
    Console console = System.console();
    if (console != null && console.isTerminal()) {
      char[] typed = console.readPassword("Password: ");
      if (typed == null) {
        throw new CliException("no password given");
      }
      String password = new String(typed);
      Arrays.fill(typed, ' ');
      return password;
    }
    String line = input(1_000);
    int end = line.indexOf('\n');
    return end < 0 ? line : line.substring(0, end);
  }

  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c ->
                plain.appendCodePoint(
                    Character.isISOControl(c) && c != '\n' && c != '\t' ? '\uFFFD' : c));
    return plain.toString();
  }
}
