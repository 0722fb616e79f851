package chat.client;

import chat.protocol.ServerFrame;

/**
 * Hears what happens on a {@link ChatConnection}: one event at a time, always on the connection's
 * event loop. Must not block; one that can't keep up calls {@link ChatConnection#pause()}. What it
 * throws is logged and does not disturb later events.
 */
@FunctionalInterface
public interface ChatListener {
  void on(ChatEvent event);

  /**
   * A frame of a signed-in socket as it came, told before the events that follow from it, also
   * where none does because it says nothing new. For tests and measurements: an application needs
   * events only.
   */
  default void onFrame(ServerFrame frame) {}
}
