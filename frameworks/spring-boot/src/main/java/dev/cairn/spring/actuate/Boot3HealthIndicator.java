package dev.cairn.spring.actuate;

import java.util.Map;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** The health of the schemas, for Spring Boot 3. */
final class Boot3HealthIndicator implements HealthIndicator {
    private final SchemaStates states;

    Boot3HealthIndicator(SchemaStates states) {
        this.states = states;
    }

    @Override
    public Health health() {
        Map<String, SchemaState> details = states.collectStates();
        return Health.status(states.computeHealth(details).name())
                .withDetails(details)
                .build();
    }
}
