package dev.cairn.spring.actuate;

import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The health of the data tests, for Spring Boot 4. */
final class Boot4DataTestHealthIndicator implements HealthIndicator {
    private final DataTestStates states;

    Boot4DataTestHealthIndicator(DataTestStates states) {
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
