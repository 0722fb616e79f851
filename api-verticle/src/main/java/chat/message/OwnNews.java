package chat.message;

import chat.bus.Addresses;
import chat.bus.News;
import chat.protocol.ServerFrame;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;

/** Tells a user's connected devices what one of them changed for all. Thread-safe. */
public final class OwnNews {
  private final Vertx vertx;

  public OwnNews(Vertx vertx) {
    this.vertx = vertx;
  }

  /** The draft of a channel was kept or removed. */
  void draft(String user, String channel, Instant time) {
    tell(user, new ServerFrame.DraftChanged(channel, time));
  }

  /** The user follows a thread, or does so no longer. */
  void follows(String user, String channel, long message, boolean following) {
    tell(user, new ServerFrame.ThreadChanged(channel, message, following, null));
  }

  /** The user has read a thread up to that comment. */
  void hasRead(String user, String channel, long message, long comment) {
    tell(user, new ServerFrame.ThreadChanged(channel, message, null, comment));
  }

  private void tell(String user, ServerFrame frame) {
    vertx.eventBus().publish(Addresses.NEWS, News.of(List.of(user), frame));
  }
}
