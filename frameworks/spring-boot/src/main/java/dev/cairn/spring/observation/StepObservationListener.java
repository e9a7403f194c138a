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
final class StepObservationListener implements Consumer<Progress> {
    private static final Logger LOG = System.getLogger("dev.cairn.spring");

    private final String schemaName;
    private final ObservationRegistry registry;
    private final Map<StepKey, Observation> observationByStepKey = new ConcurrentHashMap<>();

    StepObservationListener(String schemaName, ObservationRegistry registry) {
        this.schemaName = schemaName;
        this.registry = registry;
    }

    private record StepKey(RecordedMigration migration, int stepNumber) {}

    @Override
    public void accept(Progress progress) {
        try {
            observe(progress);
        } catch (RuntimeException failure) {
            LOG.log(
                    Level.WARNING,
                    "A step of a migration of the schema " + schemaName + " could not be observed",
                    failure);
        }
    }

    private void observe(Progress progress) {
        if (progress instanceof Progress.StepStarted stepStarted) {
            beginObservation(stepStarted.migration(), stepStarted.step().number());
        } else if (progress instanceof Progress.StepEnded stepEnded) {
            endObservation(stepEnded.migration(), stepEnded.step().number(), null);
        } else if (progress instanceof Progress.StepSkipped stepSkipped) {
            endObservation(stepSkipped.migration(), stepSkipped.step().number(), null);
        } else if (progress instanceof Progress.StepFailed stepFailed) {
            endObservation(
                    stepFailed.migration(),
                    stepFailed.step().number(),
                    stepFailed.isStopped() ? null : stepFailed.failure());
        }
    }

    private void beginObservation(RecordedMigration migration, int stepNumber) {
        Observation observation = Observation.createNotStarted("cairn.migration.step", registry)
                .contextualName(migration.name() + " step " + stepNumber)
                .lowCardinalityKeyValue("schema", schemaName)
                .lowCardinalityKeyValue("migration", migration.name())
                .highCardinalityKeyValue("step", Integer.toString(stepNumber));
        observationByStepKey.put(new StepKey(migration, stepNumber), observation.start());
    }

    /**
     * Ends the observation of a step, if it has one. A step that is skipped because it was done already, or whose state
     * is unknown, has none.
     */
    private void endObservation(RecordedMigration migration, int stepNumber, @Nullable Throwable failure) {
        Observation observation = observationByStepKey.remove(new StepKey(migration, stepNumber));
        if (observation == null) {
            return;
        }
        if (failure != null) {
            observation.error(failure);
        }
        observation.stop();
    }
}
