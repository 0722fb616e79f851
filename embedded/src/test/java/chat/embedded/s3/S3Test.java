package chat.embedded.s3;

import static org.assertj.core.api.Assertions.assertThat;

import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Whoever has a presigned address can upload to it and to nothing else. */
@UseBackends(Backend.S3)
class S3Test {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void anObjectIsPutAndFetchedByPresignedAddresses(Backends backends) throws Exception {
    try (S3Presigner presigner = presigner(backends);
        HttpClient http = HttpClient.newHttpClient()) {
      URI put =
          presigner
              .presignPutObject(
                  p ->
                      p.signatureDuration(MINUTE)
                          .putObjectRequest(
                              o -> o.bucket(backends.s3Bucket()).key("a/1").contentLength(3L)))
              .url()
              .toURI();
      assertThat(put(http, put, "abc")).isEqualTo(200);
      assertThat(put(http, URI.create(put.toString().replace("/a/1", "/a/2")), "abc"))
          .isEqualTo(403);
      URI get =
          presigner
              .presignGetObject(
                  p ->
                      p.signatureDuration(MINUTE)
                          .getObjectRequest(o -> o.bucket(backends.s3Bucket()).key("a/1")))
              .url()
              .toURI();
      assertThat(
              http.send(
                      HttpRequest.newBuilder(get).timeout(MINUTE).build(), BodyHandlers.ofString())
                  .body())
          .isEqualTo("abc");
    }
  }

  private static int put(HttpClient http, URI address, String body) throws Exception {
    return http.send(
            HttpRequest.newBuilder(address)
                .timeout(MINUTE)
                .PUT(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  private static S3Presigner presigner(Backends backends) {
    return S3Presigner.builder()
        .endpointOverride(URI.create(backends.s3Endpoint()))
        .region(Region.of(backends.s3Region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(backends.s3AccessKey(), backends.s3SecretKey())))
        .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
        .build();
  }
}
