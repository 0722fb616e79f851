package chat.api;

import static org.assertj.core.api.Assertions.assertThat;

import chat.api.TestApi.Answer;
import chat.api.TestApi.SignedIn;
import chat.embedded.Backend;
import chat.embedded.Backends;
import chat.embedded.junit.UseBackends;
import chat.protocol.Attachment;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where clients reach the store of images themselves, uploads do not go through the node. */
@UseBackends({Backend.MYSQL, Backend.REDIS, Backend.S3})
final class DirectUploadIT {
  @Test
  void anImageGoesStraightToTheStoreWhichTakesThisImageAlone(Backends backends) throws Exception {
    // Another name than the node's for the same store: what is signed is the one clients use.
    String store = backends.s3Endpoint().replace("127.0.0.1", "localhost");
    byte[] image = TestImages.png(70_000);
    byte[] other = image.clone();
    other[60_000] ^= 1;
    try (TestApi api = TestApi.startWithStore(backends, store)) {
      TestImages images = new TestImages(api);
      SignedIn ada = api.person("Ada");
      String channel = api.channel(ada, api.team(ada, true), false);

      Answer permit = images.permit(ada, channel, image, "image/png");

      assertThat(permit.json().at("/upload/url").asText()).startsWith(store + "/");
      assertThat(images.upload(permit, Arrays.copyOf(image, 69_999), Map.of())).isEqualTo(403);
      assertThat(images.upload(permit, image, Map.of("Content-Type", "text/html"))).isEqualTo(403);
      assertThat(images.upload(permit, other, Map.of())).isEqualTo(400);
      assertThat(images.upload(permit, image, Map.of())).isEqualTo(200);
      String key = permit.get("key");
      assertThat(images.take(ada.id(), channel, TestImages.operation(), key))
          .containsExactly(new Attachment(key, "/media/" + key, 70_000, "image/png"));
      assertThat(images.get(api.base(), "GET", key).body()).isEqualTo(image);
    }
  }
}
