package chat.client;

/**
 * Hears what happens on a {@link ChatConnection}: one event at a time, always on the connection's
 * event loop. Must not block; one that can't keep up calls {@link ChatConnection#pause()}. What it
 * throws is logged and does not disturb later events.
 */
@FunctionalInterface
public interface ChatListener {
  void on(ChatEvent event);
}
