package chat.push;

/** Where a device is told. */
sealed interface Target {
  /** The name in the contract. */
  String kind();

  /**
   * A push service that speaks Web Push (RFC 8030), for a browser or for UnifiedPush.
   *
   * @param kind {@code webpush} or {@code unifiedpush}
   * @param p256dh the device's public key, an uncompressed point
   * @param auth the secret of 16 bytes that it shares with us
   */
  record WebPush(String kind, String endpoint, byte[] p256dh, byte[] auth) implements Target {}

  /** Firebase Cloud Messaging. */
  record Fcm(String token) implements Target {
    @Override
    public String kind() {
      return "fcm";
    }
  }

  /**
   * Apple Push Notification service.
   *
   * @param sandbox whether the app is under development
   */
  record Apns(String token, boolean sandbox) implements Target {
    @Override
    public String kind() {
      return "apns";
    }
  }
}
