package chat.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
  @Test
  void aNameServerThatDoesNotAnswerIsNotWaitedFor() throws Exception {
    Vertx vertx = Vertx.vertx();
    CompletableFuture<Void> answer = new CompletableFuture<>();
    PublicAddresses addresses =
        new PublicAddresses(
            vertx,
            Set.of(),
            host -> {
              if (host.equals("slow.example")) {
                answer.join();
              }
              return new InetAddress[] {InetAddress.getByName("1.1.1.1")};
            },
            Duration.ofSeconds(1));
    try {
      assertThatThrownBy(() -> addresses.resolve("slow.example").await())
          .isInstanceOf(TimeoutException.class);
      assertThat(addresses.resolve("quick.example").await()).isEqualTo("1.1.1.1");
    } finally {
      answer.complete(null);
      vertx.close().await();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.9.9.9",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "2001::1",
        "2001:db8::1",
        "2002:a00:1::1",
        "3fff::1"
      })
  void whatIsNotOfThePublicInternetIsNot(String address) throws UnknownHostException {
    assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "100.63.255.255",
        "100.128.0.1",
        "172.32.0.1",
        "192.0.1.1",
        "198.17.0.1",
        "198.20.0.1",
        "203.0.114.1",
        "2606:4700::1111",
        "2a00:1450:4001::1",
        "2001:4860::8888"
      })
  void theRestIs(String address) throws UnknownHostException {
    assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isTrue();
  }
}
