package chat.push;

/** What a push service made of a notification. */
sealed interface Outcome {
  /** The service has it. */
  record Delivered() implements Outcome {}

  /** The service does not know the device any more. */
  record Gone(String reason) implements Outcome {}

  /**
   * Not now.
   *
   * @param afterMillis when to come back, if the service said so, else -1
   * @param sick whether it is about the service as a whole rather than about this device: if it
   *     said when to come back, nothing is sent to it before that
   */
  record Later(String reason, long afterMillis, boolean sick) implements Outcome {}

  /** Never, as it is. */
  record Refused(String reason) implements Outcome {}
}
