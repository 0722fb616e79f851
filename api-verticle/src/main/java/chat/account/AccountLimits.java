package chat.account;

import chat.config.LimitsConfig;
import chat.limit.RateLimiter.Limit;
import java.time.Duration;

/** How often one may try to get in. */
public record AccountLimits(
    Limit signUpsByAddress, Limit logInsByAddress, Limit logInsByHandle, Limit refreshesByAddress) {

  /** Those of the configuration. */
  public static AccountLimits of(LimitsConfig config) {
    Duration minute = Duration.ofMinutes(1);
    return new AccountLimits(
        new Limit("signups", config.signUpsPerAddressHour(), Duration.ofHours(1)),
        new Limit("logins", config.logInsPerAddressMinute(), minute),
        new Limit("handle-logins", config.logInsPerHandleMinute(), minute),
        new Limit("refreshes", config.refreshesPerAddressMinute(), minute));
  }
}
