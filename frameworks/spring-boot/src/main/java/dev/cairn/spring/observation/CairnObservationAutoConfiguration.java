package dev.cairn.spring.observation;

import dev.cairn.data.CallObserver;
import dev.cairn.spring.CairnAutoConfiguration;
import dev.cairn.spring.DatabaseCustomizer;
import dev.cairn.spring.MigratorCustomizer;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
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
final class CairnObservationAutoConfiguration {
    @Bean
    static DatabaseCustomizer cairnCallObservations(ObservationRegistry registry) {
        return (schema, database) -> database.observer(new ObservationCallObserver(schema.name(), registry));
    }

    @Bean
    static MigratorCustomizer cairnStepObservations(ObservationRegistry registry) {
        return (schema, options) -> options.listener(new StepObservationListener(schema.name(), registry));
    }

    /**
     * Creates an observation for each call of a database: {@code cairn.query}, {@code cairn.insert}, and so on. While
     * the call runs, its observation is the current observation of the thread, so that observations of the JDBC driver
     * become its children.
     */
    private static final class ObservationCallObserver implements CallObserver {
        private final String schemaName;
        private final ObservationRegistry registry;

        ObservationCallObserver(String schemaName, ObservationRegistry registry) {
            this.schemaName = schemaName;
            this.registry = registry;
        }

        @Override
        public Completion begin(Call call) {
            String operation = call.kind().name().toLowerCase(Locale.ROOT).replace('_', '.');
            Optional<String> targetPath = call.target().map(descriptor -> String.join(".", descriptor.path()));
            String subjectName = call.method().or(() -> targetPath).orElse(schemaName);
            Observation observation = Observation.createNotStarted("cairn." + operation, registry)
                    .contextualName(operation + " " + subjectName)
                    .lowCardinalityKeyValue("schema", schemaName)
                    .lowCardinalityKeyValue("target", targetPath.orElse(KeyValue.NONE_VALUE))
                    .lowCardinalityKeyValue("method", call.method().orElse(KeyValue.NONE_VALUE))
                    .start();
            // A stream may end on another thread, or after observations that began later.
            boolean endsOnSameThread = call.kind() != Call.Kind.STREAM;
            return new ObservationCompletion(
                    observation, endsOnSameThread ? observation.openScope() : Observation.Scope.NOOP);
        }

        private record ObservationCompletion(Observation observation, Observation.Scope scope) implements Completion {
            @Override
            public void succeeded(OptionalLong rows) {
                rows.ifPresent(rowCount -> observation.highCardinalityKeyValue("rows", Long.toString(rowCount)));
                end();
            }

            @Override
            public void failed(Throwable failure) {
                observation.error(failure);
                end();
            }

            private void end() {
                scope.close();
                observation.stop();
            }
        }
    }
}
