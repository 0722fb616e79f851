package chat.config;

import java.util.List;

/**
 * Section {@code cdn}: the caches in front of {@code /media/}.
 *
 * @param caches {@code http://host:port} of each; what is deleted is taken out of all of them
 * @param secret what they know this node by: the value of their header {@code X-Media-Refresh}
 */
public record CdnConfig(List<String> caches, String secret) {}
