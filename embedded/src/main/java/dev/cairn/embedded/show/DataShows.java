package dev.cairn.embedded.show;

import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.Listing;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Lists the sizes of tables. */
record DataShows(SessionSnapshot snapshot) {
    private static final String QUOTA = "8388608.000 TB";

    Listing data(TokenReader tokens) {
        if (!tokens.take("FROM")) {
            return tableSizes();
        }
        List<String> parts = new ArrayList<>(List.of(tokens.name()));
        while (tokens.take(".")) {
            parts.add(tokens.name());
        }
        return indexSizes(QualifiedName.of(parts.toArray(String[]::new)));
    }

    private Listing tableSizes() {
        Listing listing = start("SHOW DATA");
        String name = snapshot.databaseName(null);
        long total = 0;
        int replicas = 0;
        for (DatabaseObject object :
                snapshot.findDatabase(name).map(snapshot::visibleObjects).orElse(List.of())) {
            if (object.kind() != SecuredKind.VIEW) {
                TableExtent extent = extent(name, object);
                listing.row(object.name(), TableExtent.showSize(extent.bytes()), extent.replicas());
                total += extent.bytes();
                replicas += extent.replicas();
            }
        }
        return listing.row("Total", TableExtent.showSize(total), replicas)
                .row("Quota", QUOTA, Long.MAX_VALUE)
                .row("Left", QUOTA, Long.MAX_VALUE - replicas);
    }

    private Listing indexSizes(QualifiedName name) {
        String table = name.last().text();
        DatabaseObject object =
                snapshot.object(name).orElseThrow(() -> Refusal.analysis(Span.NONE, ServerError.UNKNOWN_TABLE, table));
        snapshot.requireAny(snapshot.databaseOf(name), object);
        if (object.kind() == SecuredKind.VIEW) {
            throw Refusal.analysis(Span.NONE, CommonRule.NOT_A, table, "an OLAP table");
        }
        TreeSet<String> indexes = new TreeSet<>(List.of(table));
        table(object).ifPresent(of -> of.rollups().stream().map(Rollup::name).forEach(indexes::add));
        TableExtent extent = extent(snapshot.databaseOf(name), object);
        Listing listing = start("SHOW DATA FROM");
        for (String index : indexes) {
            // The rows of rollups are not stored.
            TableExtent stored = index.equals(table) ? extent : TableExtent.NOTHING;
            listing.row(
                    index.equals(indexes.first()) ? table : "",
                    index,
                    TableExtent.showSize(stored.bytes()),
                    extent.replicas(),
                    stored.rows());
        }
        return listing.row("", "Total", TableExtent.showSize(extent.bytes()), extent.replicas() * indexes.size(), "");
    }

    private TableExtent extent(String database, DatabaseObject object) {
        return TableExtent.of(snapshot, database, object.name()).orElse(TableExtent.NOTHING);
    }

    static Optional<Table> table(DatabaseObject object) {
        return object instanceof DatabaseObject.OfTable table ? Optional.of(table.table()) : Optional.empty();
    }

    private Listing start(String name) {
        return snapshot.listings().of(name);
    }
}
