package dev.cairn.cli.output;

import dev.cairn.lineage.Impact;
import dev.cairn.lineage.Impact.Effect;
import dev.cairn.lineage.Impact.EffectSeverity;
import dev.cairn.lineage.Impact.PartChange;
import dev.cairn.plan.part.ObjectPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The changes of migrations and their effects on readers, as text and as JSON. Both forms have the same facts in the
 * same order.
 */
public record ImpactReport(Impact impact) {
    /** Returns a line for each change, with its effects below it, and a summary. */
    public String render() {
        if (impact.changes().isEmpty()) {
            return "Nothing changes.";
        }
        StringBuilder renderedChanges = new StringBuilder();
        for (PartChange change : impact.changes()) {
            renderedChanges.append(renderChange(change)).append('\n');
            change.effects()
                    .forEach(effect -> renderedChanges
                            .append("  ")
                            .append(renderEffect(effect, change))
                            .append('\n'));
        }
        return renderedChanges + summarize();
    }

    /** Returns an object for each change, with its effects. */
    public List<JsonObject> toJson() {
        return impact.changes().stream().map(ImpactReport::toJson).toList();
    }

    private static JsonObject toJson(PartChange change) {
        return new JsonObject()
                .put("database", change.object().database())
                .put("object", change.object().name())
                .put("part", change.part().kind().name().toLowerCase(Locale.ROOT))
                .put(
                        "name",
                        change.part().name().isEmpty() ? null : change.part().name())
                .put("renamedFrom", change.isRenamed() ? change.formerName() : null)
                .put("before", change.formerDefinition().isEmpty() ? null : change.formerDefinition())
                .put("after", change.newDefinition().isEmpty() ? null : change.newDefinition())
                .put(
                        "effects",
                        change.effects().stream().map(ImpactReport::toJson).toList());
    }

    private static JsonObject toJson(Effect effect) {
        return new JsonObject()
                .put("severity", formatSeverity(effect.severity()))
                .put("reader", effect.reader().name().toString())
                .put("kind", effect.reader().kind().toString())
                .put("columns", List.copyOf(effect.columns()))
                .put("through", effect.readObject().toString())
                .put("reason", effect.reason().isEmpty() ? null : effect.reason());
    }

    /** Returns a line, such as {@code shop.orders.amount is dropped}. */
    private static String renderChange(PartChange change) {
        ObjectPart part = change.part();
        if (change.isRenamed()) {
            boolean isColumn = part.hasKind(ObjectPart.Kind.COLUMN);
            return (isColumn ? change.object() : change.object().database()) + "." + change.formerName()
                    + " is renamed to "
                    + (isColumn ? part.name() : change.object().name());
        }
        String verb = chooseVerb(change);
        return switch (part.kind()) {
            case COLUMN -> change.object() + "." + part.name() + " " + verb;
            case OBJECT -> change.object() + " " + verb;
            case ACTIVITY ->
                change.object() + " becomes " + change.newDefinition().toLowerCase(Locale.ROOT);
            case ROWS -> change.object() + ": rows are changed";
            default -> change.object() + ": " + part + " " + verb;
        };
    }

    private static String chooseVerb(PartChange change) {
        if (change.part().hasKind(ObjectPart.Kind.COMMENT)) {
            return "changes";
        }
        return change.isAdded() ? "is added" : change.isDropped() ? "is dropped" : "changes";
    }

    /**
     * Returns a line about a reader. The words for severities are padded to the same width. The object through which
     * the reader is affected is left out if it is the changed object itself.
     */
    private static String renderEffect(Effect effect, PartChange change) {
        StringBuilder line = new StringBuilder(formatSeverity(effect.severity()));
        line.append(" ".repeat(EffectSeverity.CHANGES.name().length() - line.length() + 1))
                .append(effect.reader().name());
        if (!effect.columns().isEmpty()) {
            line.append(" (").append(String.join(", ", effect.columns())).append(')');
        }
        if (!effect.readObject().equals(change.object())) {
            line.append(" through ").append(effect.readObject());
        }
        return effect.reason().isEmpty()
                ? line.toString()
                : line.append(": ").append(effect.reason()).toString();
    }

    /** Returns the word for a severity, such as {@code breaks}. */
    private static String formatSeverity(EffectSeverity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    /** Returns a sentence with the numbers of affected readers. */
    private String summarize() {
        List<String> counts = new ArrayList<>();
        addCount(EffectSeverity.BREAKS, " break", counts);
        addCount(EffectSeverity.CHANGES, " change", counts);
        addCount(EffectSeverity.TOUCHES, " touched", counts);
        return counts.isEmpty() ? "No reader is affected." : "Readers: " + String.join(", ", counts) + ".";
    }

    private void addCount(EffectSeverity severity, String verb, List<String> counts) {
        long count = impact.mostSevereEffects().stream()
                .filter(effect -> effect.severity() == severity)
                .count();
        if (count > 0) {
            counts.add(count + verb);
        }
    }
}
