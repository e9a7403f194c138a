package dev.cairn.embedded.look;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.ServerError;
import dev.cairn.embedded.account.ObjectKind;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.words.WordReader;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** SHOW DATA: how much there is. Here it is always nothing. */
final class DataShows {
    private static final String NOTHING = "0.000 B";

    private final SessionSnapshot sight;

    DataShows(SessionSnapshot sight) {
        this.sight = sight;
    }

    ResultBuilder listing(WordReader words) {
        if (!words.take("FROM")) {
            return tables();
        }
        List<String> parts = new ArrayList<>(List.of(words.name()));
        while (words.takeSymbol('.')) {
            parts.add(words.name());
        }
        return indexes(QualifiedName.of(parts.toArray(String[]::new)));
    }

    private ResultBuilder tables() {
        ResultBuilder listing = ResultBuilder.of("TableName", "Size", "ReplicaCount");
        sight.existingDatabase(sight.databaseName(null))
                .ifPresent(database -> sight.visible(database).stream()
                        .filter(holding -> holding.kind() != ObjectKind.VIEW)
                        .forEach(holding -> listing.row(holding.name(), NOTHING, 0)));
        return listing.row("Total", NOTHING, 0)
                .row("Quota", "8388608.000 TB", Long.MAX_VALUE)
                .row("Left", "8388608.000 TB", Long.MAX_VALUE);
    }

    private ResultBuilder indexes(QualifiedName name) {
        String table = name.last().text();
        DatabaseObject holding =
                sight.holding(name).orElseThrow(() -> Refusal.analysis(Span.NONE, ServerError.UNKNOWN_TABLE, table));
        if (!sight.sees(sight.databaseOf(name), holding)) {
            throw sight.access().denied("ANY", ObjectKind.TABLE, table);
        }
        if (holding.kind() == ObjectKind.VIEW) {
            throw Refusal.analysis(Span.NONE, "Table '" + table + "' is not a OLAP table");
        }
        TreeSet<String> indexes = new TreeSet<>(List.of(table));
        if (holding instanceof DatabaseObject.OfTable found) {
            found.table().rollups().stream().map(Rollup::name).forEach(indexes::add);
        }
        ResultBuilder listing = ResultBuilder.of("TableName", "IndexName", "Size", "ReplicaCount", "RowCount");
        for (String index : indexes) {
            listing.row(index.equals(indexes.first()) ? table : "", index, NOTHING, 0, 0);
        }
        return listing.row("", "Total", NOTHING, 0, "");
    }
}
