package dev.cairn.spring.actuate;

import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The health of the schemas, for Spring Boot 4. */
final class Boot4HealthIndicator implements HealthIndicator {
    private final SchemaStates states;

    Boot4HealthIndicator(SchemaStates states) {
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
