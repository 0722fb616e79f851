package chat.config;

/**
 * Section {@code s3}: the objects of attachments, in a bucket of any store that speaks S3,
 * addressed by path.
 *
 * @param endpoint {@code http://host:port} or {@code https://host}, as this node reaches it
 * @param publicEndpoint the same store as browsers reach it; empty if they do not, so that uploads
 *     go through the nodes
 * @param connections of this node to it at most
 */
public record S3Config(
    String endpoint,
    String publicEndpoint,
    String region,
    String bucket,
    String accessKey,
    String secretKey,
    int connections) {}
