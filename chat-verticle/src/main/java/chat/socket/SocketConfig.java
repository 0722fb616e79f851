package chat.socket;

import java.util.Set;

/**
 * Section {@code socket}.
 *
 * @param signInSeconds a socket that has not signed in by then is closed
 * @param framesPerSecond that one connection may send on average
 * @param frameBurst that it may send at once after a pause
 * @param highWaterBytes that may wait for a slow reader before its events are dropped
 * @param slowReaderSeconds that a reader may stay that slow before it is disconnected
 * @param allowedOrigins pages of other sites that may open sockets
 */
public record SocketConfig(
    int signInSeconds,
    int framesPerSecond,
    int frameBurst,
    int highWaterBytes,
    int slowReaderSeconds,
    Set<String> allowedOrigins) {}
