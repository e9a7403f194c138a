package dev.cairn.spring.test.application;

import dev.cairn.MigratorOptions;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.spring.MigratorCustomizer;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** A component that slices contain, because it customizes migrators. */
@Component
class LongerPatience implements MigratorCustomizer {
    @Override
    public MigratorOptions customize(SchemaDescriptor schema, MigratorOptions options) {
        return options.patience(Duration.ofHours(1));
    }
}
