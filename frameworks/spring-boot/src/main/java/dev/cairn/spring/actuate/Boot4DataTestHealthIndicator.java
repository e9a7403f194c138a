package dev.cairn.spring.actuate;

import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The health of the data tests, for Spring Boot 4. */
final class Boot4DataTestHealthIndicator implements HealthIndicator {
    private final DataTestMonitor monitor;

    Boot4DataTestHealthIndicator(DataTestMonitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public Health health() {
        Map<String, DataTestState> details = monitor.collectStates();
        return Health.status(DataTestMonitor.computeStatus(details))
                .withDetails(details)
                .build();
    }
}
