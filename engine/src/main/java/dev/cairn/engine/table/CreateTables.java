package dev.cairn.engine.table;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.NameRules;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.Lifetime;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Applies CREATE TABLE. */
public final class CreateTables {
    /**
     * The known engines. Tables of engines other than OLAP only refer to data of another system, and are not part of a
     * catalog.
     */
    private static final Set<String> ENGINES =
            Set.of("olap", "mysql", "broker", "elasticsearch", "hive", "iceberg", "hudi", "jdbc", "odps", "file");

    private static final String OLAP = "olap";

    private CreateTables() {}

    public static StatementResult create(ServerState server, CreateTable statement) {
        return created(server, TableAnalysis.of(server.profile(), statement))
                .map(table -> added(server, ResolvedTableName.of(server, statement.name()), table))
                .orElseGet(server::unchanged);
    }

    static StatementResult added(ServerState server, ResolvedTableName place, Table table) {
        return server.changed(place.existingDatabase(server).with(table));
    }

    /** The new table; empty if it exists already or is external. */
    static Optional<Table> created(ServerState server, TableAnalysis written) {
        CreateTable statement = written.statement();
        ResolvedTableName place = ResolvedTableName.of(server, statement.name());
        place.requireInternal();
        NameRules.checkTable(place.table(), place.span());
        Database database = place.existingDatabase(server);
        boolean exists = exists(database, place, statement);
        if (exists && !statement.ifNotExists()) {
            throw Refusal.analysis(place.span(), ServerError.TABLE_EXISTS, place.table());
        }
        boolean olap = isOlap(statement);
        checkCharset(statement);
        if (!olap) {
            return Optional.empty();
        }
        TableDraft draft = written.analysed();
        if (exists) {
            return Optional.empty();
        }
        Table table = new TableCreation(server, place, database, draft).table();
        return statement.lifetime() == Lifetime.EXTERNAL ? Optional.empty() : Optional.of(table);
    }

    /** Whether the name is taken; a temporary table may have the name of another table, and then hides it. */
    private static boolean exists(Database database, ResolvedTableName place, CreateTable statement) {
        return statement.lifetime() == Lifetime.TEMPORARY
                ? database.temporaries().contains(place.table())
                : database.holds(place.table());
    }

    private static boolean isOlap(CreateTable statement) {
        if (statement.engine() == null || statement.engine().text().isEmpty()) {
            return true;
        }
        String engine = statement.engine().text().toLowerCase(Locale.ROOT);
        if (!ENGINES.contains(engine)) {
            throw Refusal.analysis(statement.engine().span(), TableRule.UNKNOWN_ENGINE, statement.engine());
        }
        if (statement.lifetime() == Lifetime.TEMPORARY && !engine.equals(OLAP)) {
            throw Refusal.analysis(statement.engine().span(), TableRule.TEMPORARY_TABLE_ENGINE);
        }
        return engine.equals(OLAP);
    }

    private static void checkCharset(CreateTable statement) {
        String charset = statement.charset();
        if (charset != null && !charset.isEmpty() && !charset.equalsIgnoreCase("utf8")) {
            throw Refusal.analysis(statement.span(), TableRule.CHARSET, charset);
        }
    }
}
