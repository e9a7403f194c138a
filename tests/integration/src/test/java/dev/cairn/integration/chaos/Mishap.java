package dev.cairn.integration.chaos;

import java.util.Arrays;
import java.util.Locale;

/** A fault at a statement of a migrator. */
enum Mishap {
    CUT_BEFORE("the connection ends before the statement arrives"),
    CUT_AFTER("the connection ends before the answer"),
    LATE("the connection ends, and the statement arrives after one and a half leases"),
    KILL_BEFORE("kill -9, and the statement never arrives"),
    KILL_AFTER("kill -9, and the statement is run"),
    PAUSE_SHORT("SIGSTOP for half a lease"),
    PAUSE_LONG("SIGSTOP for two leases"),
    SILENT_BEFORE("the connection goes silent before the statement arrives"),
    SILENT_AFTER("the connection goes silent before the answer"),
    BLACKOUT("all connections, and new ones, are silent for two leases"),
    ERROR_BEFORE("the answer is a transient error, and the statement is not run"),
    ERROR_AFTER("the answer is a transient error, and the statement is run"),
    REFUSED_LOGIN("the connection ends, and the next two are refused: Too many connections");

    private final String description;

    Mishap(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    /** Returns whether the migrator must run in its own process. */
    boolean needsProcess() {
        return this == KILL_BEFORE || this == KILL_AFTER || this == PAUSE_SHORT || this == PAUSE_LONG;
    }

    /** Returns whether the mishap applies only to statements that change something. */
    boolean needsChange() {
        return this == LATE || this == ERROR_AFTER;
    }

    /** Returns whether a statement may arrive after another migrator has taken over. */
    boolean isLate() {
        return this == LATE || this == PAUSE_SHORT || this == PAUSE_LONG;
    }

    static Mishap parse(String name) {
        return Arrays.stream(values())
                .filter(mishap -> mishap.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "No mishap \"" + name + "\"; there are " + Arrays.toString(values())));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
