package dev.cairn.spring.actuate;

import java.util.Map;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;

/** The health of the data tests, for Spring Boot 3. */
final class Boot3DataTestHealthIndicator implements HealthIndicator {
    private final DataTestStates states;

    Boot3DataTestHealthIndicator(DataTestStates states) {
        this.states = states;
    }

    @Override
    public Health health() {
        Map<String, DataTestState> details = states.collectStates();
        SchemaState.Health health = DataTestStates.computeHealth(details);
        return Health.status(health == null ? Status.UNKNOWN : new Status(health.name()))
                .withDetails(details)
                .build();
    }
}
