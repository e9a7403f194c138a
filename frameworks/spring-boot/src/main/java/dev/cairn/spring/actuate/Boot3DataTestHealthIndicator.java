package dev.cairn.spring.actuate;

import java.util.Map;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** The health of the data tests, for Spring Boot 3. */
final class Boot3DataTestHealthIndicator implements HealthIndicator {
    private final DataTestMonitor monitor;

    Boot3DataTestHealthIndicator(DataTestMonitor monitor) {
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
