package chat.socket;

import chat.protocol.ClientFrame;
import chat.protocol.Limits;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the {@code ref} of a frame, so that even a refusal says what it answers. */
final class Refs {
  private static final Pattern REF =
      Pattern.compile("\"ref\"\\s*:\\s*\"([^\"\\\\]{1," + Limits.REF + "})\"");
  private static final int LOOK_AT = 4_096;

  private Refs() {}

  static String of(ClientFrame frame) {
    String ref =
        switch (frame) {
          case ClientFrame.Send send -> send.ref();
          case ClientFrame.Read read -> read.ref();
          case ClientFrame.Auth a -> null;
          case ClientFrame.Status s -> null;
          case ClientFrame.Ping p -> null;
        };
    return ref == null || ref.length() <= Limits.REF ? ref : null;
  }

  /** The first thing in a frame that could not be read that looks like its ref. */
  static String in(String text) {
    Matcher matcher = REF.matcher(text.substring(0, Math.min(text.length(), LOOK_AT)));
    return matcher.find() ? matcher.group(1) : null;
  }
}
