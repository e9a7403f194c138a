package dev.cairn.internal.run.prepare;

import dev.cairn.internal.link.Refused;
import java.util.regex.Pattern;

/** What the server's refusals mean that are no failures: it says so in words only. */
public final class Refusals {
    private static final Pattern BUSY = Pattern.compile("operation is in progress on the table"
            + "|rollup index is being created on the table"
            + "|is currently in state [A-Z_]+");

    private static final Pattern LABEL_USED = Pattern.compile("Label \\[.*] has already been used");

    private Refusals() {}

    /** Another change of the table has to end first. */
    public static boolean isBusy(Refused refused) {
        return BUSY.matcher(refused.words()).find();
    }

    /** A load with the label has run, or runs. */
    public static boolean isUsedLabel(Refused refused) {
        return LABEL_USED.matcher(refused.words()).find();
    }

    /** All is so already. */
    public static boolean isNeedless(Refused refused) {
        return refused.words().contains("nothing need to do");
    }
}
