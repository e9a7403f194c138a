package dev.cairn.spring.actuate;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the health indicator of data tests.
 *
 * @param enabled Whether the results of the data tests are part of the health of the application. Default: false.
 * @param interval How long a result is shown before a health check runs the tests again. Default: 1 hour.
 * @param partitions Read only so many of the newest partitions of each partitioned table; 0 for all. Default: 0.
 * @param timeout The time after which the server stops a query. Default: 5 minutes.
 */
@ConfigurationProperties("management.health.cairn-data-tests")
record DataTestHealthProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("1h") Duration interval,
        @DefaultValue("0") int partitions,
        @DefaultValue("5m") Duration timeout) {
    DataTestHealthProperties {
        CairnHealthProperties.requirePositive("interval", interval);
        CairnHealthProperties.requirePositive("timeout", timeout);
        if (partitions < 0) {
            throw new IllegalArgumentException("partitions must not be negative, but is " + partitions);
        }
    }
}
