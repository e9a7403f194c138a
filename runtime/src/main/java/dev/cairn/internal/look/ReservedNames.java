package dev.cairn.internal.look;

import java.util.regex.Pattern;

/** Names of what Cairn itself puts into a database. None of it belongs to a schema. */
public final class ReservedNames {
    private static final Pattern LEDGER = Pattern.compile("__cairn_[a-z][a-z0-9_]{0,39}_([0-9]{8}|history)");
    private static final Pattern STAGED = Pattern.compile(".+__cairn_[a-z0-9_]+");

    private ReservedNames() {}

    /** The state or the history of some schema. */
    public static boolean isLedger(String name) {
        return LEDGER.matcher(name).matches();
    }

    /** Something that is built beside an object or about to go; a migrator that died leaves it behind. */
    public static boolean isStaged(String name) {
        return !isLedger(name) && STAGED.matcher(name).matches();
    }
}
