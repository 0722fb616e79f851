package chat.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

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
          case ClientFrame.Edit edit -> edit.ref();
          case ClientFrame.Delete delete -> delete.ref();
          case ClientFrame.React react -> react.ref();
          case ClientFrame.Unreact unreact -> unreact.ref();
          case ClientFrame.Read read -> read.ref();
          case ClientFrame.Typing t -> null;
          case ClientFrame.Auth a -> null;
          case ClientFrame.Status s -> null;
          case ClientFrame.Watch w -> null;
          case ClientFrame.Ping p -> null;
        };
    return ref == null || ref.length() <= Limits.REF ? ref : null;
  }

  /** The first thing in a frame that could not be read that looks like its ref. */
  static String in(byte[] json) {
    String text = new String(json, 0, Math.min(json.length, LOOK_AT), UTF_8);
    Matcher matcher = REF.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }
}
