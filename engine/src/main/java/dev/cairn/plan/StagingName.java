package dev.cairn.plan;

/**
 * The names of what is built beside an object, and of what is about to go. They are written so; what is sent carries a
 * number in place of the last word.
 */
public final class StagingName {
    private static final String NEW = "__cairn_new";
    private static final String OLD = "__cairn_old";

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

    /** The name without what makes it one of these. */
    public static String plain(String name) {
        return isStaging(name) || isDoomed(name) ? name.substring(0, name.length() - NEW.length()) : name;
    }
}
