package dev.cairn.spring.actuate;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the health indicator.
 *
 * @param enabled Whether the states of the schemas are part of the health of the application. Default: true.
 * @param timeout How long a health check waits for the server before it reports that it does not answer. Default: 5
 *     seconds.
 */
@ConfigurationProperties("management.health.cairn")
record CairnHealthProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("5s") Duration timeout) {
    CairnHealthProperties {
        requirePositive("timeout", timeout);
    }

    static void requirePositive(String propertyName, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(propertyName + " must be positive, but was " + duration);
        }
    }
}
