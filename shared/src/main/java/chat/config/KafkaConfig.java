package chat.config;

/**
 * Section {@code kafka}: the log.
 *
 * @param partitions of {@code chat.log}; fixed for the life of the cell, checked at start
 * @param replicationFactor of topics that the program creates
 * @param minInsyncReplicas how many replicas must have a record before it counts as written
 * @param requireReplication refuse to start with fewer than 3 replicas or fewer than 2 in sync;
 *     switch off only where losing the one broker's disk may lose messages
 */
public record KafkaConfig(
    String bootstrapServers,
    int partitions,
    short replicationFactor,
    int minInsyncReplicas,
    boolean requireReplication) {}
