package chat.push;

import java.util.Set;

/**
 * Section {@code push}; see {@code chat-defaults.yaml}.
 *
 * @param delayMillis after a message before devices are told: it may be read meanwhile
 * @param ttlSeconds for how long a push service keeps what it can't deliver
 * @param contact how a push service reaches the operator, a {@code mailto:} or {@code https:} URI
 * @param requestsAtOnce to one push service
 * @param trustedHosts of push services that may be at private addresses, or without TLS
 * @param trustFile certificates to trust instead of the system's, in PEM; empty for the system's
 * @param fcmCredentialsFile the service account's JSON; empty for no FCM
 * @param fcmUrl of the service
 * @param apnsKeyFile the signing key, PKCS#8 in PEM, or a folder with {@code AuthKey_KEYID.p8};
 *     empty for no APNs
 * @param apnsKeyId of a key whose file is not named so
 * @param apnsTeamId of the account
 * @param apnsTopic the app's bundle id
 * @param apnsUrl of the service
 * @param apnsSandboxUrl of the service for apps under development
 */
public record PushConfig(
    int delayMillis,
    int ttlSeconds,
    String contact,
    int requestsAtOnce,
    Set<String> trustedHosts,
    String trustFile,
    String fcmCredentialsFile,
    String fcmUrl,
    String apnsKeyFile,
    String apnsKeyId,
    String apnsTeamId,
    String apnsTopic,
    String apnsUrl,
    String apnsSandboxUrl) {}
