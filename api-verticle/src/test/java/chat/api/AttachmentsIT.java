package chat.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.api.TestApi.Answer;
import chat.api.TestApi.SignedIn;
import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.id.Ids;
import chat.problem.ProblemException;
import chat.problem.ProblemType;
import chat.protocol.Attachment;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@UseBackends({Backend.MYSQL, Backend.REDIS, Backend.S3})
final class AttachmentsIT {
  private static TestApi api;
  private static TestImages images;
  private static SignedIn ada;
  private static SignedIn bob;
  private static String team;
  private static String channel;

  @BeforeAll
  static void start(Backends backends) throws Exception {
    api = TestApi.start(backends);
    images = new TestImages(api);
    ada = api.person("Ada");
    bob = api.person("Bob");
    team = api.team(ada, true);
    channel = api.channel(ada, team, false);
    api.post("/v1/teams/" + team + "/join", bob, null);
    api.post("/v1/channels/" + channel + "/join", bob, null);
  }

  @AfterAll
  static void stop() throws Exception {
    api.close();
  }

  private static HttpResponse<byte[]> get(String key, String... headers) {
    return images.get(api.base(), "GET", key, headers);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void anImageIsServedOnceAMessageHasItAndNotBefore() {
    byte[] image = TestImages.png(70_000);
    Answer permit = images.permit(ada, channel, image, "image/png");
    String key = permit.get("key");
    assertThat(permit.status()).as(permit.text()).isEqualTo(201);
    assertThat(permit.get("url")).isEqualTo("/media/" + key);

    assertThat(get(key).statusCode()).isEqualTo(404);
    assertThat(images.upload(permit, image, Map.of())).isEqualTo(204);
    assertThat(get(key).statusCode()).isEqualTo(404);
    List<Attachment> taken = images.take(ada.id(), channel, TestImages.operation(), key);

    assertThat(taken).containsExactly(new Attachment(key, "/media/" + key, 70_000, "image/png"));
    HttpResponse<byte[]> served = get(key, "Accept-Encoding", "gzip");
    assertThat(served.statusCode()).isEqualTo(200);
    assertThat(served.body()).isEqualTo(image);
    assertThat(header(served, "Content-Type")).isEqualTo("image/png");
    assertThat(header(served, "Content-Length")).isEqualTo("70000");
    assertThat(header(served, "Cache-Control")).contains("immutable");
    assertThat(header(served, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(served, "Content-Security-Policy")).contains("sandbox");
    HttpResponse<byte[]> head = images.get(api.base(), "HEAD", key);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "Content-Length")).isEqualTo("70000");
    assertThat(get(key, "If-None-Match", header(served, "ETag")).statusCode()).isEqualTo(304);
  }

  @Test
  void aMessageHasTheImagesThatItNamesAsTheyAreAndIsFoundByThem() {
    byte[] image = TestImages.png(1_234);
    Answer permit = permit(image);
    images.upload(permit, image, Map.of());
    String key = permit.get("key");
    String id = TestImages.operation();
    String body =
        "{\"id\":\""
            + id
            + "\",\"body\":\"\",\"attachments\":[{\"key\":\""
            + key
            + "\",\"url\":\"/media/another\",\"size\":1,\"type\":\"text/html\"}]}";
    String path = "/v1/channels/" + channel;

    Answer sent = api.post(path + "/messages", ada, body);
    Answer again = api.post(path + "/messages", ada, body);

    assertThat(sent.status()).as(sent.text()).isEqualTo(201);
    assertThat(again.text()).isEqualTo(sent.text());
    var shown = api.get(path + "/search?has=image&sender=" + ada.id(), bob).json().at("/items/0");
    assertThat(shown.get("id").asText()).isEqualTo(id);
    assertThat(shown.at("/attachments/0").toString())
        .isEqualTo(
            "{\"key\":\"%s\",\"url\":\"/media/%s\",\"size\":1234,\"type\":\"image/png\"}"
                .formatted(key, key));
    assertThat(get(key).body()).isEqualTo(image);
    Answer stolen = api.post(path + "/messages", bob, body.replace(id, TestImages.operation()));
    assertThat(stolen.status()).isEqualTo(422);
    assertThat(stolen.get("field")).isEqualTo("attachments.0");
    Answer empty =
        api.post(
            path + "/messages", ada, "{\"id\":\"" + TestImages.operation() + "\",\"body\":\"\"}");
    assertThat(empty.get("field")).isEqualTo("body");
  }

  @Test
  void aSearchNamesWhatItLooksForInItsForm() {
    String path = "/v1/channels/" + channel + "/search";
    assertThat(api.get(path, ada).get("field")).isEqualTo("sender");
    assertThat(api.get(path + "?after=yesterday", ada).get("field")).isEqualTo("after");
    assertThat(api.get(path + "?has=pdf", ada).get("field")).isEqualTo("has");
    assertThat(api.get(path + "?has=image&cursor=AAAA", ada).get("field")).isEqualTo("cursor");
    assertThat(api.get(path + "?before=2001-01-01T00:00:00Z", ada).json().get("items")).isEmpty();
    assertThat(api.get(path + "?has=image", api.person("Stranger")).status()).isEqualTo(404);
  }

  @Test
  void partsOfAnImageAreServed() {
    byte[] image = TestImages.png(5_000);
    String key = images.sent(ada, channel, image);

    HttpResponse<byte[]> part = get(key, "Range", "bytes=10-19");

    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(header(part, "Content-Range")).isEqualTo("bytes 10-19/5000");
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(image, 10, 20));
    assertThat(get(key, "Range", "bytes=-7").body())
        .isEqualTo(Arrays.copyOfRange(image, 4_993, 5_000));
    assertThat(get(key, "Range", "bytes=9000-").statusCode()).isEqualTo(416);
  }

  @Test
  void onlyWhatWasAnnouncedCanBeUploaded() {
    byte[] image = TestImages.png(1_000);
    byte[] longer = TestImages.png(1_001);
    byte[] other = image.clone();
    other[999]++;

    assertThat(images.upload(permit(image), longer, Map.of())).isEqualTo(403);
    assertThat(images.upload(permit(image), image, Map.of("Content-Type", "text/html")))
        .isEqualTo(403);
    assertThat(images.upload(permit(image), other, Map.of())).isEqualTo(403);
    String checksum =
        java.util.Base64.getEncoder()
            .encodeToString(java.util.HexFormat.of().parseHex(TestImages.sha256(other)));
    assertThat(images.upload(permit(image), other, Map.of("x-amz-checksum-sha256", checksum)))
        .isEqualTo(403);
  }

  private static Answer permit(byte[] image) {
    return images.permit(ada, channel, image, "image/png");
  }

  @Test
  void aPermitIsForOneObjectOnly() {
    byte[] image = TestImages.png(1_000);
    Answer permit = permit(image);
    String key = permit.get("key");
    String url = permit.json().at("/upload/url").asText();
    for (String wrong :
        List.of(
            url.replace(key, Ids.random()),
            url.replace(key, "x"),
            url.replace("/upload/", "/upload/..%2f..%2f"),
            url.replace("X-Amz-Expires=900", "X-Amz-Expires=90000"),
            url + "&acl=",
            "/upload/" + key)) {
      int status =
          images.upload(
              new Answer(
                  201,
                  permit
                      .text()
                      .replace(TestApi.JSON.valueToTree(url).toString(), "\"" + wrong + "\""),
                  null),
              image,
              Map.of());
      assertThat(status).as(wrong).isIn(403, 404);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "image/png, <svg onload=alert(1)>",
    "image/gif, <!DOCTYPE html><script>alert(1)</script>",
    "image/jpeg, PK",
    "image/webp, GIF89a",
  })
  void whatIsNoImageOfItsTypeIsNeitherSentNorServed(String type, String content) {
    byte[] file = content.getBytes(StandardCharsets.US_ASCII);
    Answer permit = images.permit(ada, channel, file, type);
    assertThat(images.upload(permit, file, Map.of())).isEqualTo(204);

    refused("attachments.0 is no " + type, ada.id(), channel, permit.get("key"));
    assertThat(get(permit.get("key")).statusCode()).isEqualTo(404);
  }

  @Test
  void whatWouldUnpackToGigabytesIsNeitherSentNorServed() {
    byte[] bomb = TestImages.bomb();
    Answer permit = permit(bomb);
    assertThat(images.upload(permit, bomb, Map.of())).isEqualTo(204);

    refused("attachments.0 has more than 50000000 pixels", ada.id(), channel, permit.get("key"));
    assertThat(get(permit.get("key")).statusCode()).isEqualTo(404);
  }

  @Test
  void aJpegIsReadOnUntilItSaysItsSize() {
    byte[] photo = TestImages.jpeg(4_000, 3_000);
    byte[] bomb = TestImages.jpeg(65_000, 65_000);
    Answer photoPermit = images.permit(ada, channel, photo, "image/jpeg");
    Answer bombPermit = images.permit(ada, channel, bomb, "image/jpeg");
    assertThat(images.upload(photoPermit, photo, Map.of())).isEqualTo(204);
    assertThat(images.upload(bombPermit, bomb, Map.of())).isEqualTo(204);
    String key = photoPermit.get("key");

    assertThat(images.take(ada.id(), channel, TestImages.operation(), key)).hasSize(1);
    refused("attachments.0 has more than 50000000", ada.id(), channel, bombPermit.get("key"));
  }

  private static void refused(String detail, String user, String where, String... keys) {
    assertThatThrownBy(() -> images.take(user, where, TestImages.operation(), keys))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.type()).isEqualTo(ProblemType.UNPROCESSABLE);
              assertThat(e.getMessage()).startsWith(detail);
            });
  }

  @Test
  void onlyOnesOwnUploadsForTheChannelAreTakenAndOnce() {
    byte[] image = TestImages.png(100);
    Answer permit = permit(image);
    String key = permit.get("key");
    String elsewhere = api.channel(ada, team, false);

    refused("attachments.0 was not uploaded", ada.id(), channel, key);
    images.upload(permit, image, Map.of());
    refused("attachments.0 is no upload of yours", bob.id(), channel, key);
    refused("attachments.0 is no upload of yours", ada.id(), elsewhere, key);
    refused("attachments.1 is no upload of yours", ada.id(), channel, key, Ids.random());
    refused("attachments.0 is no upload of yours", ada.id(), channel, "' OR 1=1 --");
    refused("attachments.1 is named twice", ada.id(), channel, key, key);
    String operation = TestImages.operation();
    List<Attachment> first = images.take(ada.id(), channel, operation, key);
    assertThat(images.take(ada.id(), channel, operation, key)).isEqualTo(first);
    refused("attachments.0 was sent already", ada.id(), channel, key);
  }

  @Test
  void ofTwoMessagesThatTakeTheSameImageAtOnceOneGetsIt() {
    byte[] image = TestImages.png(100);
    Answer permit = permit(image);
    images.upload(permit, image, Map.of());

    long taken =
        IntStream.range(0, 6)
            .parallel()
            .filter(
                i -> {
                  try {
                    images.take(ada.id(), channel, TestImages.operation(), permit.get("key"));
                    return true;
                  } catch (CompletionException e) {
                    return false;
                  }
                })
            .count();

    assertThat(taken).isEqualTo(1);
  }

  @Test
  void aPermitAfterTheSendingChangesNothing() {
    byte[] image = TestImages.png(2_000);
    Answer permit = permit(image);
    images.upload(permit, image, Map.of());
    images.take(ada.id(), channel, TestImages.operation(), permit.get("key"));

    images.upload(permit, image, Map.of());

    assertThat(get(permit.get("key")).body()).isEqualTo(image);
  }

  @Test
  void whatIsTooLargeOrOfAnotherTypeOrForOthersIsRefused() {
    byte[] image = TestImages.png(100);
    Answer large =
        api.post(
            "/v1/attachments",
            ada,
            "{\"channel\":\""
                + channel
                + "\",\"size\":20971521,\"type\":\"image/png\",\"sha256\":\""
                + TestImages.sha256(image)
                + "\"}");
    assertThat(large.status()).isEqualTo(413);
    assertThat(large.get("field")).isEqualTo("size");
    for (String type : List.of("image/svg+xml", "text/html", "application/zip", "image/PNG")) {
      Answer answer = images.permit(ada, channel, image, type);
      assertThat(answer.status()).as(type).isEqualTo(415);
      assertThat(answer.get("field")).isEqualTo("type");
    }
    SignedIn stranger = api.person("Stranger");
    assertThat(images.permit(stranger, channel, image, "image/png").status()).isEqualTo(404);
    api.post("/v1/teams/" + team + "/join", stranger, null);
    assertThat(images.permit(stranger, channel, image, "image/png").status()).isEqualTo(403);
    String archived = api.channel(ada, team, false);
    api.send("PATCH", "/v1/channels/" + archived, ada.token(), "{\"archived\":true}");
    assertThat(images.permit(ada, archived, image, "image/png").get("type")).isEqualTo("archived");
  }

  @Test
  void keysThatAreNoneAreNotFound() {
    for (String key : List.of("x", "..%2fpending", Ids.random(), "%00", "a".repeat(300))) {
      HttpResponse<byte[]> answer = get(key);
      assertThat(answer.statusCode()).as(key).isEqualTo(404);
      assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    }
  }
}
