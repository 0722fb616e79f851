package chat.config;

/** Section {@code mongo}: messages, summaries, checkpoints and read positions. */
public record MongoConfig(String uri, String database) {}
