package dev.cairn.spring.actuate;

import java.util.function.Supplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The health that a monitor reports, for Spring Boot 4. */
final class Boot4HealthIndicator implements HealthIndicator {
    private final Supplier<HealthReport> reportSupplier;

    Boot4HealthIndicator(Supplier<HealthReport> reportSupplier) {
        this.reportSupplier = reportSupplier;
    }

    @Override
    public Health health() {
        HealthReport report = reportSupplier.get();
        return Health.status(report.status()).withDetails(report.details()).build();
    }
}
