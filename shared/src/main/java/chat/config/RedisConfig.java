package chat.config;

/** Section {@code redis}: the cache and who is present. */
public record RedisConfig(String uri) {}
