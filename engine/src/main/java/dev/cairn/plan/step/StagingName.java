package dev.cairn.plan.step;

import dev.cairn.plan.part.ObjectName;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of what is built beside an object, and of what is about to go. They are written so; what is sent carries a
 * number in place of the last word.
 */
public final class StagingName {
    private static final String NEW = "__cairn_new";
    private static final String OLD = "__cairn_old";
    private static final String NUMBERED = "__cairn_";
    private static final Pattern SENT = Pattern.compile("(.+)__cairn_([0-9]{1,18})");

    private StagingName() {}

    public static ObjectName staging(ObjectName object) {
        return object.named(object.name() + NEW);
    }

    public static ObjectName doomed(ObjectName object) {
        return object.named(object.name() + OLD);
    }

    public static boolean isStaging(String name) {
        return name.endsWith(NEW);
    }

    public static boolean isDoomed(String name) {
        return name.endsWith(OLD);
    }

    /** As it is sent: {@code orders__cairn_17}; any other name stays as it is. */
    public static String numbered(String name, long number) {
        return isStaging(name) || isDoomed(name) ? plain(name) + NUMBERED + number : name;
    }

    /** The number that a name was sent with. */
    public static OptionalLong number(String name) {
        Matcher sent = SENT.matcher(name);
        return sent.matches() ? OptionalLong.of(Long.parseLong(sent.group(2))) : OptionalLong.empty();
    }

    /** The name of the object that it was built for, or was; of a name as it is written and as it is sent. */
    public static String origin(String name) {
        Matcher sent = SENT.matcher(name);
        return sent.matches() ? sent.group(1) : plain(name);
    }

    /** The name without what makes it one of these. */
    public static String plain(String name) {
        return isStaging(name) || isDoomed(name) ? name.substring(0, name.length() - NEW.length()) : name;
    }
}
