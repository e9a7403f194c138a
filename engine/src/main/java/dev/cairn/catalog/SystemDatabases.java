package dev.cairn.catalog;

import java.util.List;
import java.util.Locale;

/** The names of the system databases that every server has, even if the catalog does not contain them. */
public final class SystemDatabases {
    /**
     * The database of the statistics that the server collects. Unlike the names of the virtual databases, its name is
     * case-sensitive.
     */
    private static final String STATISTICS = "_statistics_";

    public static final String INFORMATION_SCHEMA = "information_schema";

    public static final String SYS = "sys";

    /** The databases whose tables show the state of the server, and do not store rows. */
    public static final List<String> VIRTUAL_NAMES = List.of(INFORMATION_SCHEMA, SYS);

    /** The names of all system databases, in alphabetical order. */
    public static final List<String> NAMES = List.of(STATISTICS, INFORMATION_SCHEMA, SYS);

    private SystemDatabases() {}

    /**
     * Returns the id of a virtual database; all other ids are greater.
     *
     * @param name the name of a virtual database in lower case
     */
    public static long virtualDatabaseId(String name) {
        return name.equals(INFORMATION_SCHEMA) ? 1 : 100;
    }

    /** Returns whether a name refers to a system database, unless a user's database has exactly this name. */
    public static boolean contains(String name) {
        return name.equals(STATISTICS) || isVirtual(name);
    }

    /** Returns whether a virtual database has the name, regardless of case. */
    public static boolean isVirtual(String name) {
        return VIRTUAL_NAMES.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Returns a name as the server shows it in grants: the name of a virtual database is in lower case. */
    public static String nameInGrants(String name) {
        return isVirtual(name) ? name.toLowerCase(Locale.ROOT) : name;
    }
}
