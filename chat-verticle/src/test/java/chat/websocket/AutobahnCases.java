package chat.websocket;

import static chat.websocket.AutobahnCase.FRAMES;
import static chat.websocket.AutobahnCase.WHOLE;
import static chat.websocket.Opcode.BINARY;
import static chat.websocket.Opcode.CONTINUATION;
import static chat.websocket.Opcode.PING;
import static chat.websocket.Opcode.PONG;
import static chat.websocket.Opcode.TEXT;
import static chat.websocket.StatusCode.INVALID_DATA;
import static chat.websocket.StatusCode.NONE_GIVEN;
import static chat.websocket.StatusCode.NORMAL;
import static chat.websocket.StatusCode.PROTOCOL_ERROR;

import chat.websocket.AutobahnCase.Heard;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The cases of the Autobahn suite's sections 1 to 7, 9 and 10 by their numbers, with what it calls
 * strict behaviour. Sections 8 (unused) and 12, 13 (compression, not negotiated) are left out.
 * Where the suite waits to see that a connection has failed early, the case here never sends the
 * rest.
 */
final class AutobahnCases {
  private static final ClientFrame END = ClientFrame.close(NORMAL, "");
  private static final String GREEK = "cebae1bdb9cf83cebcceb5";
  private static final String HELLO = "Hello, world!";
  private static final Payload BINARY_PAYLOAD = Payload.hex("00fffefdfcfb00ff");

  private final List<AutobahnCase> cases = new ArrayList<>();

  private AutobahnCases() {}

  static List<AutobahnCase> all() {
    AutobahnCases cases = new AutobahnCases();
    cases.framing();
    cases.pingsAndPongs();
    cases.reservedBits();
    cases.opcodes();
    cases.fragmentation();
    cases.fragmentsOutOfPlace();
    cases.utf8Handling();
    cases.utf8FailsFast();
    AutobahnUtf8.SEQUENCES.forEach(cases::utf8Sequences);
    cases.closeHandling();
    cases.closePayloads();
    cases.limits();
    cases.manyMessages();
    cases.add(
        "10.1.1", WHOLE, echo(TEXT, Payload.of('*', 65536)), fragments(TEXT, '*', 65536, 1300));
    return cases.cases;
  }

  // ---- how a case is stated ----

  private void add(String number, int chop, List<Heard> heard, List<ClientFrame> frames) {
    List<ClientFrame> all = new ArrayList<>(frames);
    all.add(END);
    cases.add(new AutobahnCase(number, all, chop, heard, NORMAL));
  }

  private void add(String number, int chop, List<Heard> heard, ClientFrame... frames) {
    add(number, chop, heard, List.of(frames));
  }

  private void fails(String number, int chop, List<Heard> heard, ClientFrame... frames) {
    cases.add(new AutobahnCase(number, List.of(frames), chop, heard, PROTOCOL_ERROR));
  }

  private void notUtf8(String number, int chop, ClientFrame... frames) {
    cases.add(new AutobahnCase(number, List.of(frames), chop, List.of(), INVALID_DATA));
  }

  /** The client's close frame is among the frames. */
  private void closes(String number, List<Heard> heard, int code, ClientFrame... frames) {
    cases.add(new AutobahnCase(number, List.of(frames), WHOLE, heard, code));
  }

  private static List<Heard> echo(int opcode, Payload payload) {
    return List.of(new Heard(opcode, payload));
  }

  private static List<Heard> nothing() {
    return List.of();
  }

  private static ClientFrame first(String text) {
    return ClientFrame.part(TEXT, Payload.text(text), false);
  }

  private static ClientFrame next(String text) {
    return ClientFrame.part(CONTINUATION, Payload.text(text), false);
  }

  private static ClientFrame last(String text) {
    return ClientFrame.part(CONTINUATION, Payload.text(text), true);
  }

  private static ClientFrame[] fragments(int opcode, char one, int length, int size) {
    List<ClientFrame> frames = new ArrayList<>();
    for (int from = 0; from < length; from += size) {
      int bytes = Math.min(size, length - from);
      frames.add(
          ClientFrame.part(
              from == 0 ? opcode : CONTINUATION, Payload.of(one, bytes), from + bytes == length));
    }
    return frames.toArray(ClientFrame[]::new);
  }

  private static ClientFrame[] fragments(Payload text, int size) {
    List<ClientFrame> frames = new ArrayList<>();
    for (int from = 0; from < text.length(); from += size) {
      int to = Math.min(from + size, text.length());
      frames.add(
          ClientFrame.part(
              from == 0 ? TEXT : CONTINUATION, text.part(from, to), to == text.length()));
    }
    return frames.toArray(ClientFrame[]::new);
  }

  // ---- the sections ----

  private void framing() {
    int[] lengths = {0, 125, 126, 127, 128, 65535, 65536, 65536};
    for (int i = 0; i < lengths.length; i++) {
      int chop = i == 7 ? 997 : WHOLE;
      Payload text = Payload.of('*', lengths[i]);
      Payload binary = Payload.of('\u00fe', lengths[i]);
      add("1.1." + (i + 1), chop, echo(TEXT, text), ClientFrame.of(TEXT, text));
      add("1.2." + (i + 1), chop, echo(BINARY, binary), ClientFrame.of(BINARY, binary));
    }
  }

  private void pingsAndPongs() {
    Payload longest = Payload.of('\u00fe', 125);
    add("2.1", WHOLE, List.of(Heard.pong("")), ClientFrame.ping(""));
    add("2.2", WHOLE, List.of(Heard.pong(HELLO)), ClientFrame.ping(HELLO));
    add("2.3", WHOLE, echo(PONG, BINARY_PAYLOAD), ClientFrame.of(PING, BINARY_PAYLOAD));
    add("2.4", WHOLE, echo(PONG, longest), ClientFrame.of(PING, longest));
    fails("2.5", WHOLE, nothing(), ClientFrame.of(PING, Payload.of('\u00fe', 126)));
    add("2.6", 1, echo(PONG, longest), ClientFrame.of(PING, longest));
    ClientFrame pong = ClientFrame.of(PONG, Payload.text("unsolicited pong payload"));
    add("2.7", WHOLE, nothing(), ClientFrame.of(PONG, Payload.NONE));
    add("2.8", WHOLE, nothing(), pong);
    add("2.9", WHOLE, List.of(Heard.pong("ping payload")), pong, ClientFrame.ping("ping payload"));
    List<ClientFrame> pings = new ArrayList<>();
    List<Heard> pongs = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      pings.add(ClientFrame.ping("payload-" + i));
      pongs.add(Heard.pong("payload-" + i));
    }
    add("2.10", FRAMES, pongs, pings);
    add("2.11", 1, pongs, pings);
  }

  private void reservedBits() {
    List<Heard> echo = List.of(Heard.text(HELLO));
    ClientFrame text = ClientFrame.text(HELLO);
    ClientFrame ping = ClientFrame.ping("");
    fails("3.1", WHOLE, nothing(), text.reserved(1));
    fails("3.2", WHOLE, echo, text, text.reserved(2), ping);
    fails("3.3", FRAMES, echo, text, text.reserved(3), ping);
    fails("3.4", 1, echo, text, text.reserved(4), ping);
    fails("3.5", WHOLE, nothing(), ClientFrame.of(BINARY, BINARY_PAYLOAD).reserved(5));
    fails("3.6", WHOLE, nothing(), ClientFrame.ping(HELLO).reserved(6));
    fails("3.7", WHOLE, nothing(), END.reserved(7));
  }

  private void opcodes() {
    List<Heard> echo = List.of(Heard.text(HELLO));
    Payload payload = Payload.text("reserved opcode payload");
    ClientFrame text = ClientFrame.text(HELLO);
    ClientFrame ping = ClientFrame.ping("");
    String[] sections = {"4.1.", "4.2."};
    for (int i = 0; i < 2; i++) {
      String section = sections[i];
      int opcode = i == 0 ? 3 : 11;
      fails(section + 1, WHOLE, nothing(), ClientFrame.of(opcode, Payload.NONE));
      fails(section + 2, WHOLE, nothing(), ClientFrame.of(opcode + 1, payload));
      fails(section + 3, WHOLE, echo, text, ClientFrame.of(opcode + 2, Payload.NONE), ping);
      fails(section + 4, WHOLE, echo, text, ClientFrame.of(opcode + 3, payload), ping);
      fails(section + 5, 1, echo, text, ClientFrame.of(opcode + 4, payload), ping);
    }
  }

  private void fragmentation() {
    int[] chops = {WHOLE, FRAMES, 1};
    fails(
        "5.1",
        WHOLE,
        nothing(),
        ClientFrame.part(PING, Payload.text("fragment1"), false),
        last("fragment2"));
    fails(
        "5.2",
        WHOLE,
        nothing(),
        ClientFrame.part(PONG, Payload.text("fragment1"), false),
        last("fragment2"));
    for (int i = 0; i < 3; i++) {
      add(
          "5." + (3 + i),
          chops[i],
          List.of(Heard.text("fragment1fragment2")),
          first("fragment1"),
          last("fragment2"));
      add(
          "5." + (6 + i),
          chops[i],
          List.of(Heard.pong("ping payload"), Heard.text("fragment1fragment2")),
          first("fragment1"),
          ClientFrame.ping("ping payload"),
          last("fragment2"));
    }
    for (int i = 0; i < 2; i++) {
      add(
          "5." + (19 + i),
          i == 0 ? FRAMES : WHOLE,
          List.of(
              Heard.pong("pongme 1!"),
              Heard.pong("pongme 2!"),
              Heard.text("fragment1fragment2fragment3fragment4fragment5")),
          first("fragment1"),
          next("fragment2"),
          ClientFrame.ping("pongme 1!"),
          next("fragment3"),
          next("fragment4"),
          ClientFrame.ping("pongme 2!"),
          last("fragment5"));
    }
  }

  private void fragmentsOutOfPlace() {
    int[] chops = {WHOLE, FRAMES, 1};
    ClientFrame text = ClientFrame.text(HELLO);
    for (int i = 0; i < 3; i++) {
      fails("5." + (9 + i), chops[i], nothing(), last("non-continuation payload"), text);
      fails("5." + (12 + i), chops[i], nothing(), next("non-continuation payload"), text);
    }
    fails(
        "5.15",
        WHOLE,
        List.of(Heard.text("fragment1fragment2")),
        first("fragment1"),
        last("fragment2"),
        next("fragment3"),
        ClientFrame.text("fragment4"));
    ClientFrame[] stray = {next("fragment1"), first("fragment2"), last("fragment3")};
    fails("5.16", WHOLE, nothing(), stray[0], stray[1], stray[2], stray[0], stray[1], stray[2]);
    ClientFrame ended = last("fragment1");
    fails("5.17", WHOLE, nothing(), ended, stray[1], stray[2], ended, stray[1], stray[2]);
    fails("5.18", WHOLE, nothing(), first("fragment1"), ClientFrame.text("fragment2"));
  }

  private void utf8Handling() {
    List<Heard> empty = List.of(Heard.text(""));
    String german = "Hello-\u00b5@\u00df\u00f6\u00e4\u00fc\u00e0\u00e1-UTF-8!!";
    Payload text = Payload.text(german);
    Payload greek = Payload.hex(GREEK);
    add("6.1.1", WHOLE, empty, ClientFrame.text(""));
    add("6.1.2", WHOLE, empty, first(""), next(""), last(""));
    add("6.1.3", WHOLE, List.of(Heard.text("middle")), first(""), next("middle"), last(""));
    add("6.2.1", WHOLE, echo(TEXT, text), ClientFrame.of(TEXT, text));
    add("6.2.2", WHOLE, echo(TEXT, text), fragments(text, 12));
    add("6.2.3", WHOLE, echo(TEXT, text), fragments(text, 1));
    add("6.2.4", WHOLE, echo(TEXT, greek), fragments(greek, 1));
  }

  private void utf8FailsFast() {
    Payload surrogate = Payload.hex(GREEK + "eda080" + "656469746564");
    notUtf8("6.3.1", WHOLE, ClientFrame.of(TEXT, surrogate));
    notUtf8("6.3.2", WHOLE, fragments(surrogate, 1));
    Payload beyond = Payload.hex(GREEK + "f4908080" + "656469746564");
    ClientFrame start = ClientFrame.part(TEXT, beyond.part(0, 11), false);
    notUtf8("6.4.1", FRAMES, start, ClientFrame.part(CONTINUATION, beyond.part(11, 15), false));
    notUtf8(
        "6.4.2",
        FRAMES,
        ClientFrame.part(TEXT, beyond.part(0, 12), false),
        ClientFrame.part(CONTINUATION, beyond.part(12, 13), false));
    notUtf8("6.4.3", 10, ClientFrame.of(TEXT, beyond).cut(15));
    notUtf8("6.4.4", 10, ClientFrame.of(TEXT, beyond).cut(13));
  }

  private void utf8Sequences(AutobahnUtf8.Sequences sequences) {
    int i = 0;
    for (Payload payload : sequences.payloads()) {
      String number = "6." + sequences.section() + "." + ++i;
      if (sequences.isValid(i)) {
        add(number, WHOLE, echo(TEXT, payload), ClientFrame.of(TEXT, payload));
      } else {
        notUtf8(number, WHOLE, ClientFrame.of(TEXT, payload));
      }
    }
  }

  private void closeHandling() {
    ClientFrame text = ClientFrame.text(HELLO);
    Payload big = Payload.of('B', 256 * 1024);
    add("7.1.1", WHOLE, List.of(Heard.text(HELLO)), text);
    closes("7.1.2", nothing(), NORMAL, END, END);
    closes("7.1.3", nothing(), NORMAL, END, ClientFrame.ping(""));
    closes("7.1.4", nothing(), NORMAL, END, text);
    closes("7.1.5", nothing(), NORMAL, first("fragment1"), END, last("fragment2"));
    closes(
        "7.1.6",
        List.of(new Heard(TEXT, big), Heard.text(HELLO)),
        NORMAL,
        ClientFrame.of(TEXT, big),
        text,
        END,
        ClientFrame.ping(""));
  }

  private void closePayloads() {
    String longest = "*".repeat(123);
    closes("7.3.1", nothing(), NONE_GIVEN, ClientFrame.close(NONE_GIVEN, ""));
    fails("7.3.2", WHOLE, nothing(), ClientFrame.of(Opcode.CLOSE, Payload.text("a")));
    closes("7.3.3", nothing(), NORMAL, END);
    closes("7.3.4", nothing(), NORMAL, ClientFrame.close(NORMAL, "Hello World!"));
    closes("7.3.5", nothing(), NORMAL, ClientFrame.close(NORMAL, longest));
    fails("7.3.6", WHOLE, nothing(), ClientFrame.close(NORMAL, longest + "*"));
    notUtf8(
        "7.5.1", WHOLE, ClientFrame.of(Opcode.CLOSE, Payload.hex("03e8" + GREEK + "eda080656469")));
    int[] valid = {
      1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999,
    };
    for (int i = 0; i < valid.length; i++) {
      closes("7.7." + (i + 1), nothing(), valid[i], ClientFrame.close(valid[i], ""));
    }
    int[] invalid = {0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999};
    for (int i = 0; i < invalid.length; i++) {
      fails("7.9." + (i + 1), WHOLE, nothing(), withCode(invalid[i]));
    }
    fails("7.13.1", WHOLE, nothing(), withCode(5000));
    fails("7.13.2", WHOLE, nothing(), withCode(65535));
  }

  private static ClientFrame withCode(int code) {
    return ClientFrame.of(Opcode.CLOSE, Payload.hex("%04x".formatted(code)));
  }

  private void limits() {
    int[] sizes = {64 << 10, 256 << 10, 1 << 20, 4 << 20, 8 << 20, 16 << 20};
    for (int kind : new int[] {TEXT, BINARY}) {
      int off = kind - TEXT;
      char one = kind == TEXT ? '*' : '\u00fe';
      for (int i = 0; i < sizes.length; i++) {
        Payload payload = Payload.of(one, sizes[i]);
        add(number(9, 1 + off, i), WHOLE, echo(kind, payload), ClientFrame.of(kind, payload));
      }
      Payload four = Payload.of(one, 4 << 20);
      for (int i = 0; i < 9; i++) {
        // 64 B, 256 B ... 1 MiB, 4 MiB
        int size = 64 << 2 * i;
        add(
            number(9, 3 + off, i),
            WHOLE,
            echo(kind, four),
            fragments(kind, one, four.length(), size));
      }
      Payload mebi = Payload.of(one, 1 << 20);
      for (int i = 0; i < 6; i++) {
        add(number(9, 5 + off, i), 64 << i, echo(kind, mebi), ClientFrame.of(kind, mebi));
      }
    }
  }

  private void manyMessages() {
    int[] sizes = {0, 16, 64, 256, 1024, 4096};
    for (int kind : new int[] {TEXT, BINARY}) {
      for (int i = 0; i < sizes.length; i++) {
        Payload payload = Payload.of(kind == TEXT ? '*' : '\u00fe', sizes[i]);
        add(
            number(9, 6 + kind, i),
            FRAMES,
            Collections.nCopies(1000, new Heard(kind, payload)),
            Collections.nCopies(1000, ClientFrame.of(kind, payload)));
      }
    }
  }

  private static String number(int section, int subsection, int index) {
    return section + "." + subsection + "." + (index + 1);
  }
}
