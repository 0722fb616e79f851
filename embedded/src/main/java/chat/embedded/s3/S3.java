package chat.embedded.s3;

import chat.embedded.EmbeddedServer;
import chat.embedded.Place;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * An S3 server on 127.0.0.1 with one bucket, which only requests signed with this process's random
 * key may use.
 */
public final class S3 implements EmbeddedServer {
  public static final String BUCKET = "chat";
  public static final String REGION = "us-east-1";

  private static final int MAX_THREADS = 16;
  private static final long STOP_MILLIS = 5_000;
  private static final int CLOCK_SKEW_SECONDS = 900;

  private final Place place;
  private final int port;
  private final String accessKey = random(10);
  private final String secretKey = random(20);
  private S3Proxy server;

  public S3(Place place, int port) {
    this.place = place;
    this.port = port;
  }

  public String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  public String accessKey() {
    return accessKey;
  }

  public String secretKey() {
    return secretKey;
  }

  @Override
  public void start() throws IOException {
    Path files = place.folder().resolve("data");
    Files.createDirectories(files.resolve(BUCKET)); // a bucket is a folder
    S3Proxy starting =
        S3Proxy.builder()
            .blobStore(new FilesystemNio2BlobStore(files.toString()))
            .endpoint(URI.create(endpoint()))
            .awsAuthentication(AuthenticationType.AWS_V4, accessKey, secretKey)
            .maximumTimeSkew(CLOCK_SKEW_SECONDS)
            .ignoreUnknownHeaders(true)
            .jettyMaxThreads(MAX_THREADS)
            .stopTimeout(STOP_MILLIS)
            .build();
    try {
      starting.start();
      server = starting;
    } catch (Exception e) { // its signature
      throw new IOException("port " + port + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void stop() {
    if (server != null) {
      try {
        server.stop();
      } catch (Exception e) { // its signature
        throw new IllegalStateException("s3 did not stop: " + e.getMessage(), e);
      } finally {
        server = null;
      }
    }
  }

  /** It writes nothing at its end, so that there is no other way than in order. */
  @Override
  public void kill() {
    stop();
  }

  @Override
  public boolean isRunning() {
    return server != null;
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
