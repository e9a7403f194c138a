package dev.cairn.plan.step;

import dev.cairn.plan.part.ObjectName;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The temporary names of staging objects, which will replace another object, and of retired objects, which are about
 * to be dropped. Plans contain the names in this form; when a statement is sent, a number replaces the last word.
 */
public final class StagingName {
    private static final String STAGING_SUFFIX = "__cairn_new";
    private static final String RETIRED_SUFFIX = "__cairn_old";
    private static final String NUMBER_PREFIX = "__cairn_";
    private static final Pattern SENT_NAME_PATTERN = Pattern.compile("(.+)__cairn_([0-9]{1,18})");

    private StagingName() {}

    public static ObjectName stagingName(ObjectName objectName) {
        return objectName.withName(objectName.name() + STAGING_SUFFIX);
    }

    public static ObjectName retiredName(ObjectName objectName) {
        return objectName.withName(objectName.name() + RETIRED_SUFFIX);
    }

    /** Returns whether a text may contain the name of a staging or retired object, as it is recorded. */
    public static boolean mayOccurIn(String text) {
        return text.contains(STAGING_SUFFIX) || text.contains(RETIRED_SUFFIX);
    }

    public static boolean isStaging(String name) {
        return name.endsWith(STAGING_SUFFIX);
    }

    public static boolean isRetired(String name) {
        return name.endsWith(RETIRED_SUFFIX);
    }

    /** Returns the name as it is sent: {@code orders__cairn_17}; any other name is unchanged. */
    public static String numberedName(String name, long number) {
        return isStaging(name) || isRetired(name) ? plainName(name) + NUMBER_PREFIX + number : name;
    }

    /** Returns the number in a name as it is sent; empty for any other name. */
    public static OptionalLong parseNumber(String name) {
        Matcher matcher = SENT_NAME_PATTERN.matcher(name);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(2))) : OptionalLong.empty();
    }

    /** Returns whether this is the name of a staging or retired object, as planned or as sent. */
    public static boolean isTemporary(String name) {
        return !originalName(name).equals(name);
    }

    /** Returns the original name of the object, given its name as planned or as sent; any other name is unchanged. */
    public static String originalName(String name) {
        Matcher matcher = SENT_NAME_PATTERN.matcher(name);
        return matcher.matches() ? matcher.group(1) : plainName(name);
    }

    /** Returns a planned name without the suffix of a staging or retired object; any other name is unchanged. */
    public static String plainName(String name) {
        return isStaging(name) || isRetired(name) ? name.substring(0, name.length() - STAGING_SUFFIX.length()) : name;
    }
}
