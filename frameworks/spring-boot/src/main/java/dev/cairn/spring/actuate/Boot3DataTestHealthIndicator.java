package dev.cairn.spring.actuate;

import java.util.Map;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** The health of the data tests, for Spring Boot 3. */
final class Boot3DataTestHealthIndicator implements HealthIndicator {
    private final DataTestStates states;

    Boot3DataTestHealthIndicator(DataTestStates states) {
        this.states = states;
    }

    @Override
    public Health health() {
        Map<String, DataTestState> details = states.collectStates();
        return Health.status(DataTestStates.computeStatus(details))
                .withDetails(details)
                .build();
    }
}
