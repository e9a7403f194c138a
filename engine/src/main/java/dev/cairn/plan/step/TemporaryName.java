package dev.cairn.plan.step;

import dev.cairn.plan.part.ObjectName;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The temporary names of staging objects, which will replace another object, and of retired objects, which are about to
 * be dropped. Plans contain the names in this form; when a statement is sent, a number replaces {@code new} or {@code
 * old}.
 */
public final class TemporaryName {
    /** Part of the names of all objects that Cairn creates for itself, including the views of ledgers. */
    public static final String MARKER = "__cairn_";

    private static final String STAGING_SUFFIX = MARKER + "new";
    private static final String RETIRED_SUFFIX = MARKER + "old";
    /** The length of either suffix: both have the same length. */
    private static final int SUFFIX_LENGTH = STAGING_SUFFIX.length();

    private static final Pattern SENT_NAME_PATTERN = Pattern.compile("(.+)" + MARKER + "([0-9]{1,18})");

    /**
     * The names of all temporary objects, of the tables and views that a run retains or creates beside an object, and
     * of the views of ledgers.
     */
    private static final Pattern RESERVED_NAME_PATTERN = Pattern.compile(".*" + MARKER + "[a-z0-9_]+");

    private TemporaryName() {}

    /**
     * Returns whether a name is reserved for the objects that Cairn creates for itself: beside the objects of a schema,
     * and for a ledger. An object with such a name is neither declared nor compared.
     */
    public static boolean isReserved(String name) {
        return RESERVED_NAME_PATTERN.matcher(name).matches();
    }

    public static ObjectName ofStaging(ObjectName objectName) {
        return objectName.withName(objectName.name() + STAGING_SUFFIX);
    }

    public static ObjectName ofRetired(ObjectName objectName) {
        return objectName.withName(objectName.name() + RETIRED_SUFFIX);
    }

    /** Returns whether a text may contain the name of a staging or retired object, as planned. */
    public static boolean isMentionedIn(String text) {
        return text.contains(STAGING_SUFFIX) || text.contains(RETIRED_SUFFIX);
    }

    /** Returns whether this is the name of a staging object as planned, not as sent. */
    public static boolean isStaging(String name) {
        return name.endsWith(STAGING_SUFFIX);
    }

    /** Returns whether this is the name of a retired object as planned, not as sent. */
    public static boolean isRetired(String name) {
        return name.endsWith(RETIRED_SUFFIX);
    }

    /** Returns the name as it is sent: {@code orders__cairn_17}; any other name is unchanged. */
    public static String toSentName(String name, long number) {
        return isStaging(name) || isRetired(name) ? removePlannedSuffix(name) + MARKER + number : name;
    }

    /** Returns the number in a name as it is sent; empty for any other name. */
    public static OptionalLong findSentNumber(String name) {
        Matcher matcher = SENT_NAME_PATTERN.matcher(name);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(2))) : OptionalLong.empty();
    }

    /** Returns whether this is the name of a staging or retired object, as planned or as sent. */
    public static boolean isTemporary(String name) {
        return !removeSuffix(name).equals(name);
    }

    /** Returns the original name of the object, given its name as planned or as sent; any other name is unchanged. */
    public static String removeSuffix(String name) {
        Matcher matcher = SENT_NAME_PATTERN.matcher(name);
        return matcher.matches() ? matcher.group(1) : removePlannedSuffix(name);
    }

    /** Returns a planned name without the suffix of a staging or retired object; any other name is unchanged. */
    public static String removePlannedSuffix(String name) {
        return isStaging(name) || isRetired(name) ? name.substring(0, name.length() - SUFFIX_LENGTH) : name;
    }
}
