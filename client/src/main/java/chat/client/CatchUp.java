package chat.client;

import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.ServerFrame.ChannelHead;
import chat.protocol.ServerFrame.Event;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Keeps every channel's {@link ChannelTimeline} whole: asks for {@code changes} where the server is
 * ahead, one request per channel and page, a few channels at a time. Used on one event loop only.
 */
final class CatchUp {
  private final Vertx vertx;
  private final ChatOptions options;
  private final Start start;
  private final BiFunction<String, Long, Future<Changes>> changes;
  private final Consumer<Event> deliver;
  private final BiConsumer<String, Long> caughtUp;
  private final Map<String, ChannelTimeline> timelines = new HashMap<>();
  private final Map<String, Backoff> failing = new HashMap<>();
  private final Set<String> wanted = new HashSet<>();
  private final Queue<String> queue = new ArrayDeque<>();
  private int running;
  private boolean stopped;
  private boolean paused;

  CatchUp(
      Vertx vertx,
      ChatOptions options,
      Start start,
      BiFunction<String, Long, Future<Changes>> changes,
      Consumer<Event> deliver,
      BiConsumer<String, Long> caughtUp) {
    this.vertx = vertx;
    this.options = options;
    this.start = start;
    this.changes = changes;
    this.deliver = deliver;
    this.caughtUp = caughtUp;
  }

  /** Takes the heads of all channels; gives those that I am no longer in. */
  Set<String> ready(List<ChannelHead> heads) {
    Set<String> left = new HashSet<>(timelines.keySet());
    left.removeAll(heads.stream().map(ChannelHead::id).collect(Collectors.toSet()));
    left.forEach(this::forget);
    for (ChannelHead head : heads) {
      long now = Math.max(head.rev(), head.seq());
      ChannelTimeline timeline =
          timelines.computeIfAbsent(head.id(), id -> timeline(start.of(id, now)));
      timeline.headIs(now);
      check(head.id(), timeline);
    }
    return left;
  }

  void event(Event event) {
    // The first event of a channel that I was just added to: what came before it is history.
    ChannelTimeline timeline =
        timelines.computeIfAbsent(event.channel(), id -> timeline(start.of(id, event.seq() - 1)));
    timeline.offer(event).forEach(deliver);
    check(event.channel(), timeline);
  }

  void resync(List<String> channels) {
    for (String channel : channels) {
      ChannelTimeline timeline = timelines.get(channel);
      if (timeline != null) {
        timeline.doubt();
        check(channel, timeline);
      }
    }
  }

  void forget(String channel) {
    timelines.remove(channel);
    failing.remove(channel);
  }

  /** Up to where each channel was delivered. */
  Map<String, Long> positions() {
    return timelines.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().position()));
  }

  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
    next();
  }

  void stop() {
    stopped = true;
    queue.clear();
  }

  private ChannelTimeline timeline(long position) {
    return new ChannelTimeline(position, options.maxHeldEvents());
  }

  private void check(String channel, ChannelTimeline timeline) {
    if (timeline.isBehind() && wanted.add(channel)) {
      queue.add(channel);
      next();
    }
  }

  private void next() {
    while (!stopped && !paused && running < options.parallelCatchUps() && !queue.isEmpty()) {
      fetch(queue.remove());
    }
  }

  private void fetch(String channel) {
    ChannelTimeline timeline = timelines.get(channel);
    if (timeline == null || !timeline.isBehind()) {
      wanted.remove(channel);
      return;
    }
    running++;
    long since = timeline.position();
    changes
        .apply(channel, since)
        .onComplete(
            result -> {
              running--;
              if (stopped || timelines.get(channel) != timeline) {
                wanted.remove(channel);
              } else if (result.succeeded()) {
                merge(channel, timeline, since, result.result());
              } else {
                failed(channel, ProblemException.of(result.cause()));
              }
              next();
            });
  }

  private void merge(String channel, ChannelTimeline timeline, long since, Changes page) {
    timeline.merge(page).forEach(deliver);
    if (!timeline.isBehind()) {
      wanted.remove(channel);
      failing.remove(channel);
      caughtUp.accept(channel, timeline.position());
    } else if (timeline.position() > since) {
      failing.remove(channel);
      queue.add(channel);
    } else {
      // The server told of more than it gives: ask again, but not in a tight loop.
      later(channel, 0);
    }
  }

  private void failed(String channel, ProblemException problem) {
    if (problem.type() == ProblemType.NOT_FOUND || problem.type() == ProblemType.FORBIDDEN) {
      wanted.remove(channel);
      forget(channel);
    } else {
      later(channel, problem.retryAfterSeconds() * 1000L);
    }
  }

  private void later(String channel, long atLeastMillis) {
    Backoff backoff =
        failing.computeIfAbsent(
            channel,
            id -> new Backoff(options.reconnectBase(), options.reconnectMax(), new SecureRandom()));
    vertx.setTimer(
        atLeastMillis + backoff.nextMillis() + 1,
        id -> {
          queue.add(channel);
          next();
        });
  }
}
