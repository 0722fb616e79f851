package chat.socket;

import chat.auth.AccessTokens;
import chat.delivery.NodeFeeds;
import chat.http.ClientAddress;
import chat.log.ChannelLog;
import chat.log.ReadLog;
import chat.store.Broadcasts;
import chat.store.ReadPositions;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/** What sockets need of the rest of the node. */
public record SocketServices(
    SocketConfig config,
    Clock clock,
    AccessTokens tokens,
    ChannelLog log,
    ReadLog reads,
    ReadPositions positions,
    Broadcasts broadcasts,
    NodeFeeds feeds,
    NodePresence presence,
    Admission admission,
    ClientAddress addresses,
    MeterRegistry metrics) {}
