package chat.config;

/**
 * Section {@code limits}: how often one may try, counted over the whole cell.
 *
 * @param signUpsPerAddressHour accounts that one address may make in an hour
 * @param logInsPerAddressMinute log-ins that one address may try in a minute
 * @param logInsPerHandleMinute log-ins that may be tried with one handle in a minute, from anywhere
 * @param refreshesPerAddressMinute refreshes of tokens that one address may try in a minute
 * @param trustedProxies how many proxies of our own stand before the node: that many entries of
 *     {@code X-Forwarded-For} are believed, counted from its end; 0 believes none
 * @param passwordThreads threads that hash passwords; each hash takes about 0.1 s and 19 MiB
 * @param passwordQueue log-ins and sign-ups that may wait for them before more are refused as
 *     {@code overloaded}
 */
public record LimitsConfig(
    int signUpsPerAddressHour,
    int logInsPerAddressMinute,
    int logInsPerHandleMinute,
    int refreshesPerAddressMinute,
    int trustedProxies,
    int passwordThreads,
    int passwordQueue) {}
