package dev.cairn.spring.actuate;

import java.util.function.Supplier;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** The health that a monitor reports, for Spring Boot 3. */
final class Boot3HealthIndicator implements HealthIndicator {
    private final Supplier<HealthReport> reportSupplier;

    Boot3HealthIndicator(Supplier<HealthReport> reportSupplier) {
        this.reportSupplier = reportSupplier;
    }

    @Override
    public Health health() {
        HealthReport report = reportSupplier.get();
        return Health.status(report.status()).withDetails(report.details()).build();
    }
}
