package chat.s3;

import chat.config.S3Config;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Makes signed requests to S3 (AWS signature version 4), with the bucket in the path.
 *
 * <p>Thread-safe; computes only.
 */
final class S3Requests {
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final AwsCredentialsIdentity credentials;
  private final S3Config config;
  private final Clock clock;

  /** A request with everything that its signature covers. */
  record Signed(URI uri, Map<String, List<String>> headers) {}

  S3Requests(S3Config config, Clock clock) {
    this.config = config;
    this.clock = clock;
    this.credentials = AwsCredentialsIdentity.create(config.accessKey(), config.secretKey());
  }

  /** The path of an object. */
  String path(String name) {
    return "/" + config.bucket() + "/" + name;
  }

  /** A request without a body from this node, signed by a header. */
  Signed sign(String method, String name, Map<String, String> headers) {
    return signed(request(method, config.endpoint(), name, headers), AuthLocation.HEADER, null);
  }

  /**
   * A request that somebody else may make within {@code life}, signed in its address.
   *
   * @param endpoint where they send it
   * @param headers that they must send as they are
   */
  Signed presign(
      String method, String endpoint, String name, Map<String, String> headers, Duration life) {
    return signed(request(method, endpoint, name, headers), AuthLocation.QUERY_STRING, life);
  }

  private SdkHttpRequest request(
      String method, String endpoint, String name, Map<String, String> headers) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(method))
            .uri(URI.create(endpoint + path(name)));
    headers.forEach(request::putHeader);
    return request.build();
  }

  private Signed signed(SdkHttpRequest request, AuthLocation location, Duration life) {
    SignRequest.Builder<AwsCredentialsIdentity> wish =
        SignRequest.builder(credentials)
            .request(request)
            .putProperty(HttpSigner.SIGNING_CLOCK, clock)
            .putProperty(AwsV4HttpSigner.REGION_NAME, config.region())
            .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
            .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
            .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false)
            .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false)
            .putProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, location);
    if (life != null) {
      wish.putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, life);
    }
    SdkHttpRequest signed = signer.sign(wish.build()).request();
    return new Signed(signed.getUri(), signed.headers());
  }
}
