package chat.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.util.ResourceLeakDetector;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.slf4j.LoggerFactory;

/** Whatever a peer sends, in whatever pieces: no exception, no buffer left, the rules kept. */
class FrameFuzzPropertyTest {
  private static final WebSocketLimits LIMITS =
      new WebSocketLimits(
          2_000,
          4_096,
          Duration.ofSeconds(40),
          Duration.ofSeconds(15),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMillis(5));

  private static final ListAppender<ILoggingEvent> EXCEPTIONS = new ListAppender<>();
  private static ResourceLeakDetector.Level level;

  @BeforeContainer
  static void watchEveryBuffer() {
    level = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    Leaks.watch();
    EXCEPTIONS.start();
    logger().addAppender(EXCEPTIONS);
  }

  @AfterContainer
  static void noBufferWasLost() {
    Leaks.none();
    logger().detachAppender(EXCEPTIONS);
    ResourceLeakDetector.setLevel(level);
  }

  /** Where a connection reports what was thrown while it was read. */
  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(WebSocketConnection.class);
  }

  /** One change of the bytes. */
  record Mutation(Kind kind, int at, byte value) {
    enum Kind {
      FLIP,
      SET,
      INSERT,
      DELETE,
      REPEAT,
      TRUNCATE
    }

    byte[] apply(byte[] bytes) {
      if (bytes.length == 0) {
        return bytes;
      }
      int i = at % bytes.length;
      List<Byte> list = new ArrayList<>();
      for (byte one : bytes) {
        list.add(one);
      }
      switch (kind) {
        case FLIP -> list.set(i, (byte) (list.get(i) ^ 1 << (value & 7)));
        case SET -> list.set(i, value);
        case INSERT -> list.add(i, value);
        case DELETE -> list.remove(i);
        case REPEAT -> list.addAll(new ArrayList<>(list.subList(i, Math.min(i + 40, list.size()))));
        case TRUNCATE -> list.subList(i, list.size()).clear();
      }
      byte[] changed = new byte[list.size()];
      for (int j = 0; j < changed.length; j++) {
        changed[j] = list.get(j);
      }
      return changed;
    }
  }

  @Property(tries = 1500)
  void mutatedFramesDoNoHarm(
      @ForAll("frames") List<ClientFrame> frames,
      @ForAll("mutations") List<Mutation> mutations,
      @ForAll @IntRange(min = 1, max = 400) int piece,
      @ForAll @IntRange(max = 20) int closesAfter) {
    byte[] bytes = encoded(frames);
    for (Mutation mutation : mutations) {
      bytes = mutation.apply(bytes);
    }
    survives(bytes, piece, closesAfter);
  }

  @Property(tries = 1500)
  void randomBytesDoNoHarm(
      @ForAll @Size(max = 300) byte[] bytes,
      @ForAll @IntRange(min = 1, max = 300) int piece,
      @ForAll @IntRange(max = 20) int closesAfter) {
    survives(bytes, piece, closesAfter);
  }

  @Property(tries = 500)
  void framesInOrderGiveTheirMessagesHoweverCut(
      @ForAll("messages") List<List<ClientFrame>> messages,
      @ForAll @IntRange(min = 1, max = 400) int piece) {
    Owner owner = new Owner(false);
    EmbeddedPeer peer = new EmbeddedPeer(LIMITS, owner);
    for (List<ClientFrame> message : messages) {
      peer.send(encoded(message), piece);
    }
    assertThat(owner.events)
        .containsExactlyElementsOf(messages.stream().map(FrameFuzzPropertyTest::event).toList());
    peer.finish();
  }

  private static void survives(byte[] bytes, int piece, int closesAfter) {
    Owner owner = new Owner(true);
    EmbeddedPeer peer = new EmbeddedPeer(LIMITS, owner);
    int pieces = 0;
    for (int from = 0; from < bytes.length; from += piece) {
      peer.send(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece)));
      if (++pieces == closesAfter) {
        peer.connection.close(StatusCode.GOING_AWAY, "going away");
      }
    }
    List<ServerFrame> received = peer.received();
    assertThat(received.stream().filter(frame -> frame.opcode() == Opcode.CLOSE).count())
        .as("close frames of the server")
        .isLessThanOrEqualTo(1);
    if (received.stream().anyMatch(frame -> frame.opcode() == Opcode.CLOSE)) {
      assertThat(received.getLast().opcode()).as("nothing after the close").isEqualTo(Opcode.CLOSE);
      assertThat(
              StatusCode.mayBeSent(received.getLast().code())
                  || received.getLast().code() == StatusCode.NONE_GIVEN)
          .isTrue();
    }
    // A peer that says nothing more is dropped, whatever it left behind.
    peer.pass(Duration.ofSeconds(120));
    assertThat(peer.channel.isOpen()).isFalse();
    assertThat(owner.closed).hasValue(1);
    assertThat(owner.brokenRule).isFalse();
    assertThat(owner.events).allMatch(FrameFuzzPropertyTest::isWithinLimits);
    assertThat(EXCEPTIONS.list).isEmpty();
    peer.received();
    peer.finish();
  }

  private static boolean isWithinLimits(Owner.Event event) {
    return switch (event) {
      case Owner.Event.Text(byte[] utf8) -> utf8.length <= LIMITS.maxMessageBytes();
      case Owner.Event.Binary(byte[] bytes) -> bytes.length <= LIMITS.maxMessageBytes();
      default -> true;
    };
  }

  private static byte[] encoded(List<ClientFrame> frames) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    frames.forEach(frame -> all.writeBytes(frame.encoded()));
    return all.toByteArray();
  }

  private static Owner.Event event(List<ClientFrame> frames) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    frames.stream()
        .filter(frame -> !Opcode.isControl(frame.opcode()))
        .forEach(frame -> all.writeBytes(frame.payload().bytes()));
    return frames.getFirst().opcode() == Opcode.TEXT
        ? new Owner.Event.Text(all.toByteArray())
        : new Owner.Event.Binary(all.toByteArray());
  }

  // ---- what is sent ----

  @Provide
  Arbitrary<List<Mutation>> mutations() {
    return Combinators.combine(
            Arbitraries.of(Mutation.Kind.class),
            Arbitraries.integers().between(0, 5_000),
            Arbitraries.bytes())
        .as(Mutation::new)
        .list()
        .ofMaxSize(4);
  }

  @Provide
  Arbitrary<List<ClientFrame>> frames() {
    Arbitrary<ClientFrame> any =
        Combinators.combine(
                Arbitraries.of(true, true, true, false),
                Arbitraries.of(0, 0, 0, 0, 0, 0, 0, 3),
                Arbitraries.of(0, 0, 1, 1, 1, 2, 8, 9, 10, 11),
                payloads())
            .as(
                (fin, rsv, opcode, payload) ->
                    new ClientFrame(fin, rsv, opcode, payload, payload.length()));
    return Arbitraries.oneOf(any.list().ofMaxSize(8), messages().map(this::flat));
  }

  private List<ClientFrame> flat(List<List<ClientFrame>> messages) {
    return messages.stream().flatMap(List::stream).toList();
  }

  @Provide
  Arbitrary<List<List<ClientFrame>>> messages() {
    return Combinators.combine(
            Arbitraries.of(Opcode.TEXT, Opcode.BINARY),
            payloads(),
            Arbitraries.integers().between(1, 200),
            Arbitraries.of(true, false))
        .as(FrameFuzzPropertyTest::message)
        .list()
        .ofMaxSize(5);
  }

  /** A message in fragments of that size, with pings between them if wanted. */
  private static List<ClientFrame> message(int opcode, Payload payload, int size, boolean pings) {
    List<ClientFrame> frames = new ArrayList<>();
    int from = 0;
    do {
      int to = Math.min(payload.length(), from + size);
      frames.add(
          ClientFrame.part(
              from == 0 ? opcode : Opcode.CONTINUATION,
              payload.part(from, to),
              to == payload.length()));
      if (pings && to < payload.length() && frames.size() < 100) {
        frames.add(ClientFrame.ping("between"));
      }
      from = to;
    } while (from < payload.length());
    return frames;
  }

  private static Arbitrary<Payload> payloads() {
    Arbitrary<String> texts =
        Arbitraries.strings()
            .withChars('a', ' ', '\u00e4', '\uac00', '\u20ac')
            .withCharRange('\u0000', '\u00ff')
            .ofMaxLength(180);
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(6, texts.map(Payload::text)),
        net.jqwik.api.Tuple.of(
            1, Arbitraries.integers().between(0, 2_000).map(n -> Payload.of('x', n))));
  }
}
