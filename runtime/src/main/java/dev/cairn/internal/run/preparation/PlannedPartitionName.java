package dev.cairn.internal.run.preparation;

import dev.cairn.engine.context.NameValidation;
import dev.cairn.plan.step.TemporaryName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a temporary partition, as a migration records it: {@code north__cairn_tmp}. If a run fills the partition
 * again, the partition has the number of the run in its name, {@code north__cairn_17}: a late statement of an earlier
 * run finds no partition of the name that it contains.
 */
public record PlannedPartitionName(String text) {
    private static final String SUFFIX = TemporaryName.MARKER + "tmp";
    private static final Pattern NUMBERED_NAME_PATTERN = Pattern.compile("(.+)" + TemporaryName.MARKER + "[0-9]{1,18}");

    /** Returns whether Cairn has chosen the name for the time until the replacement. */
    public boolean isTemporary() {
        return text.endsWith(SUFFIX);
    }

    /** Returns the name that the partition has in a run. The name must be temporary. */
    public String withNumber(long number) {
        String numberSuffix = TemporaryName.MARKER + number;
        String stem = stem();
        return stem.substring(0, Math.min(stem.length(), NameValidation.MAX_COMMON_NAME_LENGTH - numberSuffix.length()))
                + numberSuffix;
    }

    /** Returns whether the partition has another name in some run. The name must be temporary. */
    public boolean isSentAs(String sentName) {
        Matcher matcher = NUMBERED_NAME_PATTERN.matcher(sentName);
        return matcher.matches()
                && (matcher.group(1).equals(stem())
                        || (sentName.length() == NameValidation.MAX_COMMON_NAME_LENGTH
                                && stem().startsWith(matcher.group(1))));
    }

    private String stem() {
        return text.substring(0, text.length() - SUFFIX.length());
    }
}
