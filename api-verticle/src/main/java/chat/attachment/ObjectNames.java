package chat.attachment;

/**
 * The names of objects in the bucket. An upload lies apart until a message takes it, so that what
 * is served was checked and can't be changed by its presigned address any more.
 */
final class ObjectNames {
  private ObjectNames() {}

  /** Where an upload is put. */
  static String pending(String key) {
    return "pending/" + key;
  }

  /** From where it is served. */
  static String media(String key) {
    return "media/" + key;
  }
}
