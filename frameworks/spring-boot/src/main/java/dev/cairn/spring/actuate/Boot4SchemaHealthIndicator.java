package dev.cairn.spring.actuate;

import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The health of the schemas, for Spring Boot 4. */
final class Boot4SchemaHealthIndicator implements HealthIndicator {
    private final SchemaMonitor monitor;

    Boot4SchemaHealthIndicator(SchemaMonitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public Health health() {
        Map<String, SchemaState> details = monitor.collectStates();
        return Health.status(monitor.computeHealth(details).name())
                .withDetails(details)
                .build();
    }
}
