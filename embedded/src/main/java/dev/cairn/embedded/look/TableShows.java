package dev.cairn.embedded.look;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.account.ObjectKind;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.Show;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** SHOW INDEX and SHOW PARTITIONS. */
final class TableShows {
    private final SessionSnapshot sight;

    TableShows(SessionSnapshot sight) {
        this.sight = sight;
    }

    ResultBuilder indexes(Show show) {
        QualifiedName name = named(show);
        String database = sight.databaseOf(name);
        DatabaseObject holding = sight.holding(name)
                .orElseThrow(() ->
                        Refusal.analysis(name.span(), "Table " + name.last().text() + " is not found"));
        requireVisible(database, holding);
        ResultBuilder listing = ResultBuilder.of(
                "Table",
                "Non_unique",
                "Key_name",
                "Seq_in_index",
                "Column_name",
                "Collation",
                "Cardinality",
                "Sub_part",
                "Packed",
                "Null",
                "Index_type",
                "Comment");
        if (holding instanceof DatabaseObject.OfTable table) {
            table.table().indexes().forEach(index -> index(listing, database + "." + holding.name(), index));
        }
        return listing;
    }

    private void requireVisible(String database, DatabaseObject holding) {
        if (!sight.sees(database, holding)) {
            throw sight.access().denied("ANY", ObjectKind.TABLE, holding.name());
        }
    }

    private static void index(ResultBuilder listing, String table, IndexDefinition index) {
        String columns = index.columns().stream().map(Name::text).collect(Collectors.joining(","));
        String comment = Optional.ofNullable(index.comment()).orElse("");
        listing.row(table, "", index.name().text(), "", columns, "", "", "", "", "", kind(index), comment);
    }

    private static String kind(IndexDefinition index) {
        String kind = String.valueOf(index.kind());
        if (index.properties().isEmpty()) {
            return kind;
        }
        return index.properties().stream()
                .sorted(Comparator.comparing(Property::name))
                .map(property -> "\"" + property.name() + "\" = \"" + property.value() + "\"")
                .collect(Collectors.joining(", ", kind + "(", ")"));
    }

    private static QualifiedName named(Show show) {
        QualifiedName name = Objects.requireNonNull(show.object());
        return show.database() == null
                ? name
                : QualifiedName.of(show.database().last().text(), name.last().text());
    }

    ResultBuilder partitions(Show show) {
        QualifiedName name = named(show);
        String database = sight.databaseOf(name);
        Optional<DatabaseObject> holding = sight.holding(name);
        holding.ifPresent(found -> requireVisible(database, found));
        Table table = holding.filter(DatabaseObject.OfTable.class::isInstance)
                .map(found -> ((DatabaseObject.OfTable) found).table())
                .orElseThrow(() -> Refusal.analysis(
                        name.span(), "Table[" + name.last().text() + "] does not exists or is not OLAP/Paimon table"));
        return new PartitionListing(sight, database, table).listing(show.temporary());
    }
}
