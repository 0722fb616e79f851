package chat.socket;

import java.util.Set;

/**
 * Section {@code socket}.
 *
 * @param connections that the node may have; more are answered 503
 * @param connectionsPerAddress that one address may have on this node; more are answered 429
 * @param connectionsPerUser that one user may have on this node
 * @param handshakeSeconds a connection that has sent no whole request by then is closed
 * @param signInSeconds a socket that has not signed in by then is closed
 * @param pingSeconds silence of a WebSocket after which it is pinged
 * @param pongSeconds that it may then stay silent before it is closed
 * @param framesPerSecond that one connection may send on average
 * @param frameBurst that it may send at once after a pause
 * @param highWaterBytes that may wait for a slow reader before its events are dropped
 * @param slowReaderSeconds that a reader may stay that slow before it is disconnected
 * @param allowedOrigins pages of other sites that may open sockets
 */
public record SocketConfig(
    int connections,
    int connectionsPerAddress,
    int connectionsPerUser,
    int handshakeSeconds,
    int signInSeconds,
    int pingSeconds,
    int pongSeconds,
    int framesPerSecond,
    int frameBurst,
    int highWaterBytes,
    int slowReaderSeconds,
    Set<String> allowedOrigins) {}
