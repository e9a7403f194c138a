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
record DataSizeListings(SessionSnapshot snapshot) {
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
        Listing listing = newListing("SHOW DATA");
        String name = snapshot.databaseName(null);
        long total = 0;
        int replicas = 0;
        for (DatabaseObject object :
                snapshot.findKnownDatabase(name).map(snapshot::visibleObjects).orElse(List.of())) {
            if (object.kind() != SecuredKind.VIEW) {
                ObjectSize size = size(name, object);
                listing.addRow(object.name(), ObjectSize.showSize(size.bytes()), size.replicas());
                total += size.bytes();
                replicas += size.replicas();
            }
        }
        return listing.addRow("Total", ObjectSize.showSize(total), replicas)
                .addRow("Quota", QUOTA, Long.MAX_VALUE)
                .addRow("Left", QUOTA, Long.MAX_VALUE - replicas);
    }

    private Listing indexSizes(QualifiedName name) {
        String table = name.lastPart().text();
        DatabaseObject object =
                snapshot.object(name).orElseThrow(() -> Refusal.analysis(Span.NONE, ServerError.UNKNOWN_TABLE, table));
        snapshot.requireAnyPrivilege(snapshot.databaseOf(name), object);
        if (object.kind() == SecuredKind.VIEW) {
            throw Refusal.analysis(Span.NONE, CommonRule.NOT_A, table, "an OLAP table");
        }
        TreeSet<String> indexes = new TreeSet<>(List.of(table));
        table(object).ifPresent(of -> of.rollups().stream().map(Rollup::name).forEach(indexes::add));
        ObjectSize size = size(snapshot.databaseOf(name), object);
        Listing listing = newListing("SHOW DATA FROM");
        for (String index : indexes) {
            // The rows of rollups are not stored.
            ObjectSize stored = index.equals(table) ? size : ObjectSize.NOTHING;
            listing.addRow(
                    index.equals(indexes.first()) ? table : "",
                    index,
                    ObjectSize.showSize(stored.bytes()),
                    size.replicas(),
                    stored.rows());
        }
        return listing.addRow("", "Total", ObjectSize.showSize(size.bytes()), size.replicas() * indexes.size(), "");
    }

    private ObjectSize size(String database, DatabaseObject object) {
        return ObjectSize.of(snapshot, database, object.name()).orElse(ObjectSize.NOTHING);
    }

    static Optional<Table> table(DatabaseObject object) {
        return object instanceof DatabaseObject.TableObject table ? Optional.of(table.table()) : Optional.empty();
    }

    private Listing newListing(String name) {
        return snapshot.listings().of(name);
    }
}
