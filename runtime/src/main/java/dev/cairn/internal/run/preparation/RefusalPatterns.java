package dev.cairn.internal.run.preparation;

import dev.cairn.internal.connection.ServerRefusalException;
import java.util.regex.Pattern;

/** Recognizes refusals of the server that are not failures. The server distinguishes them only by their text. */
public final class RefusalPatterns {
    private static final Pattern BUSY = Pattern.compile("operation is in progress on the table"
            + "|rollup index is being created on the table"
            + "|is currently in state [A-Z_]+");

    private static final Pattern LABEL_USED = Pattern.compile("Label \\[.*] has already been used");

    private RefusalPatterns() {}

    /** Whether another change of the table has to end first. */
    public static boolean isBusy(ServerRefusalException refusal) {
        return BUSY.matcher(refusal.reason()).find();
    }

    /** Whether a load with the label has run, or is running. */
    public static boolean isUsedLabel(ServerRefusalException refusal) {
        return LABEL_USED.matcher(refusal.reason()).find();
    }

    /** Whether CREATE ROLE was refused because there is such a role. */
    public static boolean isExistingRole(ServerRefusalException refusal) {
        return refusal.reason().contains("role already exists");
    }

    /** Whether the statement would change nothing. */
    public static boolean isNeedless(ServerRefusalException refusal) {
        return refusal.reason().contains("nothing need to do");
    }
}
