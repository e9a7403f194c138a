package dev.cairn.cli.output;

import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.Progress.PlannedStep;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Converts the events of an upgrade or a downgrade to JSON objects. The names of events and members are a part of the
 * published schema of Cairn's output, so they must not change.
 */
public final class ProgressJson {
    private static final Map<Class<? extends Progress>, String> EVENT_NAME_BY_TYPE = Map.ofEntries(
            Map.entry(Progress.RunStarted.class, "run-begins"),
            Map.entry(Progress.RunEnded.class, "run-ends"),
            Map.entry(Progress.RunFailed.class, "run-fails"),
            Map.entry(Progress.HookStarted.class, "hook-begins"),
            Map.entry(Progress.HookEnded.class, "hook-ends"),
            Map.entry(Progress.HookFailed.class, "hook-fails"),
            Map.entry(Progress.ServerUnreachable.class, "server-unreachable"),
            Map.entry(Progress.MigrationStarted.class, "begins"),
            Map.entry(Progress.MigrationEnded.class, "ends"),
            Map.entry(Progress.MigrationFailed.class, "fails"),
            Map.entry(Progress.StepStarted.class, "step-begins"),
            Map.entry(Progress.StepSkipped.class, "step-skipped"),
            Map.entry(Progress.StepEnded.class, "step-ends"),
            Map.entry(Progress.StepFailed.class, "step-fails"),
            Map.entry(Progress.StepWaiting.class, "waiting"),
            Map.entry(Progress.Copying.class, "copying"),
            Map.entry(Progress.TableOutage.class, "unavailable"),
            Map.entry(Progress.ViewActivated.class, "activated"),
            Map.entry(Progress.Warning.class, "warning"));

    private ProgressJson() {}

    /** Adds the members of an event to an object, and returns the object. */
    public static JsonObject addEvent(JsonObject object, Progress progress) {
        object.put("event", EVENT_NAME_BY_TYPE.get(progress.getClass()));
        if (progress instanceof Progress.MigrationEvent event) {
            object.put("migration", event.migration().name());
        }
        if (progress instanceof Progress.MigrationStarted started) {
            object.put("direction", started.direction().name().toLowerCase(Locale.ROOT));
            object.put("steps", started.steps());
            object.put("resumed", started.resumed());
        } else if (progress instanceof Progress.MigrationEnded ended) {
            object.put("milliseconds", ended.duration().toMillis());
        } else if (progress instanceof Progress.StepStarted started) {
            addStep(object, started.step());
            object.put("sql", started.step().text());
        } else if (progress instanceof Progress.StepSkipped skipped) {
            addStep(object, skipped.step());
        } else if (progress instanceof Progress.StepEnded ended) {
            addStep(object, ended.step());
            object.put("milliseconds", ended.duration().toMillis());
        } else if (progress instanceof Progress.RunStarted started) {
            object.put("migrations", MigrationFormatter.toJsonList(started.migrations()));
        } else if (progress instanceof Progress.RunEnded ended) {
            object.put("milliseconds", ended.duration().toMillis());
        } else if (progress instanceof Progress.RunFailed failed) {
            object.put("milliseconds", failed.duration().toMillis());
            addFailure(object, failed.failure());
        } else if (progress instanceof Progress.ServerUnreachable unreachable) {
            object.put("reason", unreachable.reason());
            object.put("milliseconds", unreachable.limit().toMillis());
        } else if (progress instanceof Progress.HookStarted started) {
            object.put("moment", formatMoment(started.moment()));
        } else if (progress instanceof Progress.HookEnded ended) {
            object.put("moment", formatMoment(ended.moment()));
            object.put("milliseconds", ended.duration().toMillis());
        } else if (progress instanceof Progress.HookFailed failed) {
            object.put("moment", formatMoment(failed.moment()));
            object.put("milliseconds", failed.duration().toMillis());
            addFailure(object, failed.failure());
        } else if (progress instanceof Progress.MigrationFailed failed) {
            object.put("milliseconds", failed.duration().toMillis());
            addFailure(object, failed.failure());
        } else if (progress instanceof Progress.StepFailed failed) {
            addStep(object, failed.step());
            object.put("milliseconds", failed.duration().toMillis());
            addFailure(object, failed.failure());
            if (failed.isStopped()) {
                object.put("stopped", true);
            }
        } else if (progress instanceof Progress.StepWaiting waiting) {
            addStep(object, waiting.step());
            object.put("reason", waiting.reason());
        } else if (progress instanceof Progress.Copying copying) {
            addStep(object, copying.step());
            object.put("table", copying.table());
            object.put("round", copying.round());
            object.put("done", toJson(copying.done()));
            object.put("all", toJson(copying.all()));
            object.put("milliseconds", copying.duration().toMillis());
            copying.left().ifPresent(left -> object.put("millisecondsLeft", left.toMillis()));
        } else if (progress instanceof Progress.ViewActivated activated) {
            object.put("view", activated.view());
        } else if (progress instanceof Progress.TableOutage outage) {
            addStep(object, outage.step());
            object.put("table", outage.table());
            object.put("milliseconds", outage.duration().toMillis());
            object.put("replaced", outage.isReplaced());
        } else if (progress instanceof Progress.Warning warning) {
            object.put("message", warning.message());
        }
        return object;
    }

    /** Returns an amount of copied data as a JSON object. */
    public static JsonObject toJson(Progress.CopiedAmount amount) {
        JsonObject object = new JsonObject();
        object.put("parts", amount.parts());
        object.put("rows", amount.rows());
        object.put("bytes", amount.bytes());
        return object;
    }

    private static void addStep(JsonObject object, PlannedStep step) {
        object.put("step", step.number());
    }

    private static void addFailure(JsonObject object, Throwable failure) {
        object.put("exception", failure.getClass().getSimpleName());
        object.put("message", Objects.requireNonNullElse(failure.getMessage(), ""));
    }

    private static String formatMoment(Progress.HookMoment moment) {
        return moment.name().toLowerCase(Locale.ROOT);
    }
}
