package dev.cairn;

import dev.cairn.plan.ObjectName;
import dev.cairn.schema.RecordedMigration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An object that was built beside another one, or was about to be dropped, when its run failed; no run needs it any more.
 *
 * @param kind {@code table} or {@code materialized view}
 * @param run the state of the ledger in which the run took over that made it or worked on it last, as in
 *     {@code __cairn_shop_00000051}; 0 for one of a script that was run by hand
 * @param migrations those of the application that build an object of this name; empty where none does any more
 * @param size as the server says it, {@code 1204 rows, 1.234 GB}; empty where it does not
 */
public record Leftover(ObjectName object, String kind, long run, List<RecordedMigration> migrations, String size) {
    public Leftover {
        migrations = List.copyOf(migrations);
    }

    /** {@code table shop.loan__cairn_51 (1204 rows, 1.234 GB), of the run that began at state 51, V0003LoansByKey} */
    @Override
    public String toString() {
        String source = run == 0 ? "of a script" : "of the run that began at state " + run;
        String names = migrations.stream().map(RecordedMigration::name).collect(Collectors.joining(" or "));
        return kind + " " + object + " (" + (size.isEmpty() ? "of unknown size" : size) + "), " + source
                + (names.isEmpty() ? "" : ", " + names);
    }
}
