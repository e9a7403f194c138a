package dev.cairn.cli.option;

import dev.cairn.internal.run.prepare.Progress;
import dev.cairn.internal.run.prepare.RunStep;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What happens, as what JSON is made of. */
public final class ProgressJson {
    private ProgressJson() {}

    public static Map<String, Object> of(Progress progress) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("event", event(progress));
        object.put("migration", progress.migration().name());
        if (progress instanceof Progress.Begins begins) {
            object.put("direction", begins.direction().name().toLowerCase(Locale.ROOT));
            object.put("steps", begins.steps());
            object.put("resumed", begins.resumed());
        } else if (progress instanceof Progress.Ends ends) {
            object.put("milliseconds", ends.took().toMillis());
        } else if (progress instanceof Progress.StepBegins begins) {
            step(object, begins.step());
            object.put("sql", begins.step().text());
        } else if (progress instanceof Progress.StepSkipped skipped) {
            step(object, skipped.step());
        } else if (progress instanceof Progress.StepEnds ends) {
            step(object, ends.step());
            object.put("milliseconds", ends.took().toMillis());
        } else if (progress instanceof Progress.Waiting waiting) {
            step(object, waiting.step());
            object.put("reason", waiting.reason());
        } else if (progress instanceof Progress.Activated activated) {
            object.put("view", activated.view().toString());
        } else if (progress instanceof Progress.Warning warning) {
            object.put("message", warning.message());
        }
        return object;
    }

    private static void step(Map<String, Object> object, RunStep step) {
        object.put("step", step.number());
    }

    /** {@code step-begins} of {@code StepBegins}. */
    private static String event(Progress progress) {
        return progress.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }
}
