package chat.sockjs;

/** A SockJS conversation with one client, over whichever transport. Confined to its event loop. */
public interface SockJsSocket {
  /** Sends one message; never blocks and never fails: after the end it does nothing. */
  void send(SockJsMessage message);

  /** Whether so much is waiting for the client that what can be left out should be. */
  boolean isFull();

  /**
   * The most bytes that the client may send at once from now on; a request or frame of more is
   * refused and ends the conversation.
   */
  void accept(int bytes);

  /** Ends the conversation: what waits is still delivered to a client that takes it in time. */
  void close(int code, String reason);

  /** The application's side of a socket. Called on the socket's event loop. */
  interface Listener {
    /** The client has sent a message. */
    void message(String message);

    /** The client has sent something without any message in it; it counts all the same. */
    void empty();

    /** A socket that was full has room again. */
    void drained();

    /** It is over, however it came about. Called exactly once; nothing else is called after it. */
    void closed();
  }
}
