package dev.cairn.embedded.look;

import dev.cairn.embedded.query.LikePattern;
import dev.cairn.embedded.state.Load;
import dev.cairn.embedded.words.WordReader;
import java.util.Locale;
import java.util.function.Predicate;

/** SHOW LOAD: whoever asks sees the loads of all users. */
final class LoadShows {
    private final SessionSnapshot sight;

    LoadShows(SessionSnapshot sight) {
        this.sight = sight;
    }

    /** Behind LOAD. */
    ResultBuilder listing(WordReader words) {
        String database = words.take("FROM") || words.take("IN") ? words.nameOrText() : sight.databaseName(null);
        sight.existingDatabase(database);
        // Stream Loads have a listing of their own.
        Predicate<Load> wanted =
                load -> load.database().equals(database) && !load.kind().equals(Load.STREAM_LOAD);
        if (words.take("WHERE")) {
            do {
                wanted = wanted.and(condition(words));
            } while (words.take("AND"));
        }
        words.expectEnd();
        ResultBuilder listing = shape();
        sight.state().loads().all().stream().filter(wanted).forEach(load -> row(listing, load));
        return listing;
    }

    private static Predicate<Load> condition(WordReader words) {
        if (words.take("STATE")) {
            words.takeSymbol('=');
            String state = words.text().toUpperCase(Locale.ROOT);
            return load -> load.state().equals(state);
        }
        words.expect("LABEL");
        if (words.take("LIKE")) {
            LikePattern pattern = LikePattern.of(words.text(), true);
            return load -> pattern.matches(load.label());
        }
        words.takeSymbol('=');
        String label = words.text();
        return load -> load.label().equals(label);
    }

    private static ResultBuilder shape() {
        return ResultBuilder.of(
                "JobId",
                "Label",
                "State",
                "Progress",
                "Type",
                "Priority",
                "ScanRows",
                "FilteredRows",
                "UnselectedRows",
                "SinkRows",
                "EtlInfo",
                "TaskInfo",
                "ErrorMsg",
                "CreateTime",
                "EtlStartTime",
                "EtlFinishTime",
                "LoadStartTime",
                "LoadFinishTime",
                "TrackingSQL",
                "JobDetails",
                "Warehouse");
    }

    private static void row(ResultBuilder listing, Load load) {
        String time = SessionSnapshot.time(load.time());
        listing.row(
                load.id(),
                load.label(),
                load.state(),
                load.progress(),
                load.kind(),
                "NORMAL",
                0,
                0,
                0,
                0,
                null,
                "resource:N/A; timeout(s):14400; max_filter_ratio:0.0",
                null,
                time,
                time,
                time,
                time,
                load.running() ? null : time,
                "",
                "{}",
                "default_warehouse");
    }
}
