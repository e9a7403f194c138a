package dev.cairn.spring.observation;

import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RecordedMigration;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Creates an observation {@code cairn.migration.step} for each step of a migration. A failure of the registry is only
 * logged, because an exception of a listener would stop the migration.
 */
final class StepObservations implements Consumer<Progress> {
    private static final Logger LOG = System.getLogger("dev.cairn.spring");

    private final String schema;
    private final ObservationRegistry registry;
    private final Map<StepKey, Observation> observationsByStep = new ConcurrentHashMap<>();

    StepObservations(String schema, ObservationRegistry registry) {
        this.schema = schema;
        this.registry = registry;
    }

    private record StepKey(RecordedMigration migration, int number) {}

    @Override
    public void accept(Progress progress) {
        try {
            observe(progress);
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "A step of a migration of the schema " + schema + " could not be observed", failure);
        }
    }

    private void observe(Progress progress) {
        if (progress instanceof Progress.StepStarted startedStep) {
            beginObservation(startedStep.migration(), startedStep.step().number());
        } else if (progress instanceof Progress.StepEnded endedStep) {
            endObservation(endedStep.migration(), endedStep.step().number(), null);
        } else if (progress instanceof Progress.StepSkipped skippedStep) {
            endObservation(skippedStep.migration(), skippedStep.step().number(), null);
        } else if (progress instanceof Progress.StepFailed failedStep) {
            endObservation(failedStep.migration(), failedStep.step().number(), failedStep.failure());
        }
    }

    private void beginObservation(RecordedMigration migration, int number) {
        Observation observation = Observation.createNotStarted("cairn.migration.step", registry)
                .contextualName(migration.name() + " step " + number)
                .lowCardinalityKeyValue("schema", schema)
                .lowCardinalityKeyValue("migration", migration.name())
                .highCardinalityKeyValue("step", Integer.toString(number));
        observationsByStep.put(new StepKey(migration, number), observation.start());
    }

    /**
     * Ends the observation of a step, if it has one. A step that is skipped because it was done already, or whose state
     * is unknown, has none.
     */
    private void endObservation(RecordedMigration migration, int number, @Nullable Throwable failure) {
        Observation observation = observationsByStep.remove(new StepKey(migration, number));
        if (observation == null) {
            return;
        }
        if (failure != null) {
            observation.error(failure);
        }
        observation.stop();
    }
}
