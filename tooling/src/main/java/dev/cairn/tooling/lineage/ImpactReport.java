package dev.cairn.tooling.lineage;

import dev.cairn.lineage.Impact;
import dev.cairn.lineage.Impact.Change;
import dev.cairn.lineage.Impact.Effect;
import dev.cairn.lineage.Impact.Severity;
import dev.cairn.plan.part.ObjectPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The effects of changes as text. */
public record ImpactReport(Impact impact) {
    /** Returns a line for each change, with its effects below it, and a summary. */
    public String text() {
        if (impact.changes().isEmpty()) {
            return "Nothing changes.";
        }
        StringBuilder text = new StringBuilder();
        for (Change change : impact.changes()) {
            text.append(words(change)).append('\n');
            change.effects()
                    .forEach(effect ->
                            text.append("  ").append(words(effect, change)).append('\n'));
        }
        return text + summary();
    }

    /** Returns {@code shop.orders.amount is dropped}. */
    public static String words(Change change) {
        ObjectPart part = change.part();
        if (change.isRenamed()) {
            boolean column = part.is(ObjectPart.Kind.COLUMN);
            return (column ? change.object() : change.object().database()) + "." + change.renamedFrom()
                    + " is renamed to "
                    + (column ? part.name() : change.object().name());
        }
        String verb = verb(change);
        return switch (part.kind()) {
            case COLUMN -> change.object() + "." + part.name() + " " + verb;
            case OBJECT -> change.object() + " " + verb;
            case ACTIVITY -> change.object() + " becomes " + change.after().toLowerCase(Locale.ROOT);
            case ROWS -> change.object() + ": rows are changed";
            default -> change.object() + ": " + part + " " + verb;
        };
    }

    private static String verb(Change change) {
        if (change.part().is(ObjectPart.Kind.COMMENT)) {
            return "changes";
        }
        return change.isAdded() ? "is added" : change.isDropped() ? "is dropped" : "changes";
    }

    private static String words(Effect effect, Change change) {
        StringBuilder words = new StringBuilder(word(effect.severity()));
        words.append(" ".repeat(Severity.CHANGES.name().length() - words.length() + 1))
                .append(effect.reader().name());
        if (!effect.columns().isEmpty()) {
            words.append(" (").append(String.join(", ", effect.columns())).append(')');
        }
        if (!effect.through().equals(change.object())) {
            words.append(" through ").append(effect.through());
        }
        return effect.reason().isEmpty()
                ? words.toString()
                : words.append(": ").append(effect.reason()).toString();
    }

    /** Returns {@code breaks}. */
    public static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    private String summary() {
        List<String> counts = new ArrayList<>();
        add(Severity.BREAKS, " break", counts);
        add(Severity.CHANGES, " change", counts);
        add(Severity.TOUCHES, " touched", counts);
        return counts.isEmpty() ? "No reader is affected." : "Readers: " + String.join(", ", counts) + ".";
    }

    private void add(Severity severity, String verb, List<String> counts) {
        long count = impact.worst().stream()
                .filter(effect -> effect.severity() == severity)
                .count();
        if (count > 0) {
            counts.add(count + verb);
        }
    }
}
