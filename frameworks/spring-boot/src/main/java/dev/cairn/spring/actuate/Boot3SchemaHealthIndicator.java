package dev.cairn.spring.actuate;

import java.util.Map;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** The health of the schemas, for Spring Boot 3. */
final class Boot3SchemaHealthIndicator implements HealthIndicator {
    private final SchemaMonitor monitor;

    Boot3SchemaHealthIndicator(SchemaMonitor monitor) {
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
