package dev.cairn.internal.run.prepare;

import dev.cairn.internal.link.ServerRefusalException;
import java.util.regex.Pattern;

/** What the server's refusals mean that are no failures: it says so in words only. */
public final class RefusalPatterns {
    private static final Pattern BUSY = Pattern.compile("operation is in progress on the table"
            + "|rollup index is being created on the table"
            + "|is currently in state [A-Z_]+");

    private static final Pattern LABEL_USED = Pattern.compile("Label \\[.*] has already been used");

    private RefusalPatterns() {}

    /** Another change of the table has to end first. */
    public static boolean isBusy(ServerRefusalException refused) {
        return BUSY.matcher(refused.words()).find();
    }

    /** A load with the label has run, or runs. */
    public static boolean isUsedLabel(ServerRefusalException refused) {
        return LABEL_USED.matcher(refused.words()).find();
    }

    /** All is so already. */
    public static boolean isNeedless(ServerRefusalException refused) {
        return refused.words().contains("nothing need to do");
    }
}
