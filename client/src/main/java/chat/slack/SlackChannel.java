package chat.slack;

/**
 * A channel of an export.
 *
 * @param folder where its messages lie
 * @param topic what it is about; may be empty
 */
public record SlackChannel(
    String id, String name, String folder, boolean isPrivate, boolean archived, String topic) {}
