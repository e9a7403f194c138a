package dev.cairn.spring.observation;

import dev.cairn.spring.CairnAutoConfiguration;
import dev.cairn.spring.DatabaseCustomizer;
import dev.cairn.spring.MigratorCustomizer;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * Reports each call of a {@link dev.cairn.data.Database}, and each step of a {@link dev.cairn.Migrator}, to the
 * {@link ObservationRegistry} of the application. With the actuator of Spring Boot, each observation is a timer.
 */
@AutoConfiguration(
        after = CairnAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
        })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnProperty(name = "cairn.enabled", matchIfMissing = true)
public final class CairnObservationAutoConfiguration {
    @Bean
    static DatabaseCustomizer cairnCallObservations(ObservationRegistry registry) {
        return (schema, database) -> database.observer(new CallObservations(schema.name(), registry));
    }

    @Bean
    static MigratorCustomizer cairnStepObservations(ObservationRegistry registry) {
        return (schema, options) -> options.listener(new StepObservations(schema.name(), registry));
    }
}
