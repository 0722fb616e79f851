package chat.channel;

import static org.assertj.core.api.Assertions.assertThat;

import chat.delivery.FeedEvent;
import chat.id.Ids;
import chat.id.OperationId;
import chat.protocol.Attachment;
import chat.protocol.Imported;
import chat.protocol.Message;
import chat.protocol.ServerFrame.Event;
import chat.protocol.Wire;
import chat.store.MentionChange;
import chat.store.Threads;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Estimates against what the JVM allocates for the same things, or has left in its heap. */
class RetainedTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long NOW = 1_800_000_000_000L;
  private static final String CHANNEL = Ids.random();
  private static final char[] ID = OperationId.of(NOW, 5, 7).toString().toCharArray();
  private static final char[] USER = Ids.random().toCharArray();
  private static final char[] NONE = "none".toCharArray();
  private static final char[] KEY = "abcdefghijklmnopqrstuvwxyz".toCharArray();
  private static final char[] URL = "/media/abcdefghijklmnopqrstuvwxyz".toCharArray();
  private static final char[] NAME = "김미나".toCharArray();

  /** A text as it is read from a record: of its own. */
  private static String text(char[] characters) {
    return new String(characters);
  }

  private static Message message(
      String body, List<String> mentions, List<Attachment> attachments, Imported imported) {
    return new Message(
        CHANNEL,
        text(ID),
        9,
        9,
        9,
        text(USER),
        text(USER),
        Instant.ofEpochMilli(NOW),
        body,
        text(NONE),
        mentions,
        3,
        null,
        null,
        attachments,
        null,
        null,
        null,
        imported);
  }

  /** What of an entry of the tail is not shared, without what nobody refers to afterwards. */
  private static void isEstimated(Supplier<Message> made, boolean comment) {
    byte[] frame = Wire.toJson(Event.of(made.get()));
    Supplier<Tail.Entry> build =
        () -> {
          Message message = made.get();
          Concern concern =
              !comment && message.mentions().isEmpty()
                  ? null
                  : new Concern(
                      new MentionChange(message, List.copyOf(message.mentions()), List.of()),
                      comment ? new Threads.Commented(message, text(USER)) : null,
                      null);
          return new Tail.Entry(
              new FeedEvent(CHANNEL, 9, 9, frame.clone(), null), message, concern, 9);
        };
    long estimated = Retained.entry(build.get());
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Tail.Entry entry = build.get();
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(estimated).isBetween(allocated, allocated * 3 / 2);
    Reference.reachabilityFence(entry);
  }

  /** Allocates nothing else, as a stream would. */
  private static <T> List<T> list(int count, IntFunction<T> each) {
    List<T> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(each.apply(i));
    }
    return all;
  }

  @Test
  void textsOfAnyLength() {
    for (int length : new int[] {1, 100, 10_000}) {
      isEstimated(() -> message("a".repeat(length), List.of(), null, null), false);
      isEstimated(() -> message("가".repeat(length), List.of(), null, null), false);
    }
  }

  @Test
  void commentsMentionsAttachmentsAndWhatWasImported() {
    isEstimated(() -> message("a", List.of(), null, null), true);
    isEstimated(() -> message("a", list(20, i -> text(USER)), null, null), false);
    isEstimated(
        () ->
            message(
                "a",
                List.of(),
                list(5, i -> new Attachment(text(KEY), text(URL), 1, text(NONE))),
                null),
        false);
    isEstimated(
        () ->
            message(
                "a",
                List.of(),
                null,
                new Imported(
                    text(NAME),
                    Instant.ofEpochMilli(NOW),
                    text(KEY),
                    null,
                    list(9, i -> new Imported.Reaction(text(NAME), 3, list(3, n -> text(NAME)))))),
        false);
  }

  @Test
  void channelsWithTheirIds() {
    areEstimated(20_000, 1);
    areEstimated(1_000, 300);
    areEstimated(1, 300_000);
  }

  private static void areEstimated(int channels, int idsEach) {
    long before = used();
    OpenChannels open = new OpenChannels(null, 0);
    for (int each = 0; each < channels; each++) {
      open(open, idsEach);
    }
    long measured = used() - before;
    assertThat(open.ids()).isEqualTo((long) channels * idsEach);
    // Ten megabytes and more: a tenth is what else may come or go meanwhile.
    assertThat(open.bytes()).isBetween(measured * 9 / 10, measured * 3 / 2);
  }

  private static long used() {
    // The serial collector leaves some dead objects where they are, but in every fourth collection.
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void open(OpenChannels open, int ids) {
    ChannelState state = new ChannelState(Ids.random());
    for (int number = 1; number <= ids; number++) {
      state.window.add(
          new IdWindow.Entry(OperationId.of(NOW, number, number), number, number, NOW));
    }
    open.opened(state.channel, new Summaries.Loaded(state, 0, List.of()));
  }
}
