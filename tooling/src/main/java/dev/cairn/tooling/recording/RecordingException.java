package dev.cairn.tooling.recording;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Plan;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Thrown if a migration can't be recorded or moved, or if a checkpoint can't replace migrations. Nothing was written,
 * unless the problem is a file that can't be created or deleted.
 */
public final class RecordingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** The kinds of problems, each with its own remedy. */
    public enum Reason {
        /** The arguments are wrong, such as the name of a schema that does not exist. */
        USAGE,
        /** The sources have errors; the message names their locations. */
        SOURCES,
        /** Consent to the effects of the migration is required. */
        CONSENT,
        /** StarRocks has no statements for the change. */
        IMPOSSIBLE,
        /** A file can't be read or written. */
        FILES
    }

    RecordingException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    RecordingException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /**
     * Creates the exception for a plan that needs consent or values for existing rows, or that is not possible. The
     * message has a line for each objection, and names the option that the objection needs.
     *
     * @param effectsSupplier returns the effects of the plan, each on a line; not called if the plan is not possible
     * @param locationFinder returns the file and the line that declare an object; empty if they are not known. The
     *     message names them for a change that is not possible, because only a change of the declaration helps.
     */
    static RecordingException ofObjections(
            List<Objection> objections,
            Plan plan,
            Supplier<List<String>> effectsSupplier,
            Function<ObjectName, Optional<String>> locationFinder) {
        StringBuilder message = new StringBuilder("Nothing was written:");
        for (Objection objection : objections) {
            String location = objection.kind() == Objection.Kind.IMPOSSIBLE
                    ? locationFinder
                            .apply(objection.object())
                            .map(fileAndLine -> fileAndLine + ": ")
                            .orElse("")
                    : "";
            message.append("\n  ")
                    .append(location)
                    .append(objection)
                    .append(" (")
                    .append(describeNeededOption(objection, plan))
                    .append(')');
        }
        for (String column : plan.collectUnfilledColumns()) {
            message.append("\n  ")
                    .append(column)
                    .append(": it is NOT NULL and has no default, so existing rows need a value (--fill ")
                    .append(column)
                    .append("=EXPRESSION, computed from existing columns)");
        }
        plan.hints().forEach(hint -> message.append("\n  hint: ").append(hint));
        boolean isImpossible = objections.stream().anyMatch(objection -> objection.kind() == Objection.Kind.IMPOSSIBLE);
        if (!isImpossible) {
            message.append("\nWith this consent:");
            effectsSupplier.get().forEach(line -> message.append("\n  ").append(line));
        }
        return new RecordingException(isImpossible ? Reason.IMPOSSIBLE : Reason.CONSENT, message.toString());
    }

    private static String describeNeededOption(Objection objection, Plan plan) {
        return switch (objection.kind()) {
            case DESTRUCTIVE -> "needs --destructive";
            case REBUILD ->
                "StarRocks can't alter it; "
                        + RebuiltObject.of(plan, objection.object(), objection.reason())
                                .describeOption();
            case IMPOSSIBLE -> "not possible";
        };
    }

    public Reason reason() {
        return reason;
    }
}
