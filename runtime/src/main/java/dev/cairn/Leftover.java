package dev.cairn;

import dev.cairn.upgrade.RecordedMigration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A staging copy, or an object that was about to be dropped, which a failed run left behind and which no run needs any
 * more.
 *
 * @param object the name of the object, with its database
 * @param kind {@code table} or {@code materialized view}
 * @param run the ledger state at which the run took over that created the object or used it last: 51 for
 *     {@code __cairn_shop_00000051}; 0 if the object comes from a script that was run by hand
 * @param migrations the migrations of the application that build an object of this name; empty if there are none any
 *     more
 * @param size the size as the server reports it, {@code 1204 rows, 1.234 GB}; empty if the server does not report it
 */
public record Leftover(String object, String kind, long run, List<RecordedMigration> migrations, String size) {
    public Leftover {
        migrations = List.copyOf(migrations);
    }

    /**
     * Returns a description:
     * {@code table shop.loan__cairn_51 (1204 rows, 1.234 GB), of the run that began at state 51, V0003LoansByKey}.
     */
    @Override
    public String toString() {
        String source = run == 0 ? "of a script" : "of the run that began at state " + run;
        String names = migrations.stream().map(RecordedMigration::name).collect(Collectors.joining(" or "));
        return kind + " " + object + " (" + (size.isEmpty() ? "of unknown size" : size) + "), " + source
                + (names.isEmpty() ? "" : ", " + names);
    }
}
