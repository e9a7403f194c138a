package dev.cairn.embedded.look;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.embedded.query.InMemoryRelation;
import dev.cairn.embedded.query.TableLookup;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables of {@code information_schema} that a session sees. Their names may be written in any case. */
public final class InformationSchema implements TableLookup {
    static final String NAME = "information_schema";
    static final List<String> TABLES = Stream.concat(
                    Stream.of(
                            "columns",
                            "loads",
                            "materialized_views",
                            "partitions_meta",
                            "schemata",
                            "tables",
                            "tables_config",
                            "task_runs",
                            "views"),
                    EmptyTables.NAMES.stream())
            .sorted()
            .toList();

    private final SessionSnapshot sight;

    public InformationSchema(SessionSnapshot sight) {
        this.sight = sight;
    }

    @Override
    public InMemoryRelation table(QualifiedName name) {
        String database =
                name.qualifier().map(Name::text).orElse(sight.session().database());
        if (database == null) {
            throw Refusal.analysis(name.span(), ServerError.NO_DATABASE_CHOSEN);
        }
        String table = name.last().text().toLowerCase(Locale.ROOT);
        ResultBuilder listing = database.equalsIgnoreCase(NAME) ? listing(table) : null;
        if (listing == null) {
            return foreign(database, name);
        }
        return listing.relation();
    }

    private @Nullable ResultBuilder listing(String table) {
        return switch (table) {
            case "columns" -> new ColumnTable(sight).listing();
            case "loads" -> new ActivityTables(sight).loads();
            case "materialized_views" -> new MaterializedViewListing(sight).table();
            case "partitions_meta" -> new PartitionTable(sight).listing();
            case "schemata" -> new ObjectTables(sight).schemata();
            case "tables" -> new ObjectTables(sight).tables();
            case "tables_config" -> new ConfigTable(sight).listing();
            case "task_runs" -> new ActivityTables(sight).taskRuns();
            case "views" -> new ViewTables(sight).views();
            default -> EmptyTables.listing(table);
        };
    }

    private InMemoryRelation foreign(String database, QualifiedName name) {
        if (!database.equalsIgnoreCase(NAME)) {
            sight.existingDatabase(database);
        }
        String words = database + "." + name.last().text();
        if (database.equalsIgnoreCase(NAME) || sight.holding(name).isEmpty()) {
            throw Refusal.analysis(name.span(), ServerError.UNKNOWN_TABLE, words);
        }
        throw Refusal.analysis(name.span(), "The embedded server holds no rows: it can't read " + words);
    }
}
