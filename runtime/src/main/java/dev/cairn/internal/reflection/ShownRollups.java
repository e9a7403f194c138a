package dev.cairn.internal.reflection;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Determines the rollups of tables, with or without a query. Only SHOW MATERIALIZED VIEWS lists them, and it shows only
 * a text of each. If this text matches that of the expected rollup, the rollup counts as unchanged.
 */
final class ShownRollups {
    private final ShownObjectReader reader;
    private final DatabaseListing listing;
    private final PersistentMap<Table> expectedTables;
    private final RollupColumnReader columnReader;
    private final List<ReflectionGap> gaps;

    /** Reads the names of a rollup's columns, in their order; empty if they are not available. */
    @FunctionalInterface
    interface RollupColumnReader {
        List<String> readColumns(ObjectName table, String rollup);
    }

    /** @param gaps receives the rollups that can't be read */
    ShownRollups(
            ShownObjectReader reader,
            DatabaseListing listing,
            Catalog expectedCatalog,
            RollupColumnReader columnReader,
            List<ReflectionGap> gaps) {
        this.reader = reader;
        this.columnReader = columnReader;
        this.listing = listing;
        this.expectedTables = expectedCatalog
                .database(listing.database())
                .map(Database::tables)
                .orElse(PersistentMap.empty());
        this.gaps = gaps;
    }

    Catalog addTo(Catalog liveCatalog) {
        Catalog catalog = liveCatalog;
        for (MaterializedViewStatus status : listing.viewStatuses()) {
            if (status.isSynchronous()) {
                catalog = withRollup(catalog, status);
            }
        }
        return catalog;
    }

    private Catalog withRollup(Catalog liveCatalog, MaterializedViewStatus status) {
        RollupText rollupText = new RollupText(status.text());
        Database database = liveCatalog.database(listing.database()).orElseThrow();
        for (Table table : database.tables().values()) {
            Optional<Rollup> expectedRollup = expectedTables.get(table.name()).stream()
                    .flatMap(expectedTable -> expectedTable.rollups().stream())
                    .filter(rollup ->
                            rollup.name().equalsIgnoreCase(status.name()) && rollupText.isTextOf(table.name(), rollup))
                    .findFirst();
            if (expectedRollup.isPresent()) {
                List<Rollup> rollups = new ArrayList<>(table.rollups());
                rollups.add(expectedRollup.get());
                return liveCatalog.withDatabase(database.withTable(table.withRollups(rollups)));
            }
        }
        return addUnexpectedRollup(liveCatalog, database, status, rollupText);
    }

    /** Adds an unexpected rollup to its table, if that table is in the catalog. */
    private Catalog addUnexpectedRollup(
            Catalog liveCatalog, Database database, MaterializedViewStatus status, RollupText rollupText) {
        Optional<Table> table = listTables(database).stream()
                .filter(candidate -> rollupText.isFromTable(candidate.name()))
                .findFirst();
        if (table.isEmpty()) {
            return liveCatalog;
        }
        try {
            Statement statement = rollupText
                    .columns()
                    .filter(columns -> columns.stream()
                            .allMatch(column -> table.get().column(column).isPresent()))
                    .<Statement>map(columns -> createAddRollup(table.get(), status.name(), columns))
                    .orElseGet(() -> Sql.parse(restoreWhitespace(liveCatalog, database, table.get(), status)));
            return apply(liveCatalog, database, statement);
        } catch (SqlSyntaxException | Refusal failure) {
            gaps.add(new ReflectionGap(
                    new ObjectName(database.name(), table.get().name()),
                    "its rollup " + status.name() + " can't be reconstructed from the text in SHOW MATERIALIZED VIEWS: "
                            + status.text()));
            return liveCatalog;
        }
    }

    private Catalog apply(Catalog liveCatalog, Database database, Statement statement) {
        return reader.engine()
                .apply(liveCatalog, new Session(database.name()), statement)
                .catalog();
    }

    /**
     * Separates joined words in the text. Among all readings, it selects the one that yields the rollup's actual
     * columns.
     */
    private String restoreWhitespace(
            Catalog liveCatalog, Database database, Table table, MaterializedViewStatus status) {
        Set<String> names = new HashSet<>();
        names.add(status.name());
        names.add(database.name());
        listTables(database).forEach(otherTable -> names.add(otherTable.name()));
        table.columns().forEach(column -> names.add(column.name()));
        List<String> describedColumns =
                columnReader.readColumns(new ObjectName(database.name(), table.name()), status.name());
        return new WhitespaceRestorer(status.text(), names)
                .findReading(text -> findColumns(liveCatalog, database, table, status, text)
                        .filter(actualColumns -> describedColumns.isEmpty() || describedColumns.equals(actualColumns))
                        .isPresent());
    }

    private Optional<List<String>> findColumns(
            Catalog liveCatalog, Database database, Table table, MaterializedViewStatus status, String text) {
        try {
            return apply(liveCatalog, database, Sql.parse(text)).table(database.name(), table.name()).stream()
                    .flatMap(after -> after.rollups().stream())
                    .filter(rollup -> rollup.name().equals(status.name()))
                    .map(rollup -> rollup.columns().stream().map(Column::name).toList())
                    .findFirst();
        } catch (SqlSyntaxException | Refusal ignored) {
            return Optional.empty();
        }
    }

    private static List<Table> listTables(Database database) {
        List<Table> tables = new ArrayList<>();
        database.tables().values().forEach(tables::add);
        return tables;
    }

    private static Statement createAddRollup(Table table, String name, List<String> columns) {
        List<Name> names = columns.stream()
                .map(column -> Name.of(table.column(column).map(Column::name).orElse(column)))
                .toList();
        RollupDefinition rollup = new RollupDefinition(Name.of(name), names, List.of(), null, List.of(), Span.NONE);
        return new Statement.AlterTable(
                QualifiedName.of(table.name()), List.of(new AlterClause.AddRollup(rollup, Span.NONE)), Span.NONE);
    }

    /**
     * The text of a rollup in SHOW MATERIALIZED VIEWS. For a rollup with a query, this is the statement that created
     * it, from which line breaks and tabs were removed, so that words may be joined. For any other rollup, it is a
     * query that might have created it.
     */
    private static final class RollupText {
        private static final Pattern WITHOUT_QUERY =
                Pattern.compile("create materialized view (.+?) as select (.*) from (.+) group by (.*)");

        /** {@code SUM(v)}; {@code NONE(v)} for a column that is not aggregated. */
        private static final Pattern AGGREGATED = Pattern.compile("[A-Z_0-9]+\\((.*)\\)");

        /** The possible continuations of a table's name, even without a blank before them. */
        private static final String END_OF_NAME = "(?=\\W|$|WHERE\\b|GROUP\\s+BY\\b|ORDER\\s+BY\\b)";

        private final String text;
        private final Matcher withoutQuery;

        RollupText(String text) {
            this.text = text;
            this.withoutQuery = WITHOUT_QUERY.matcher(text);
        }

        /** Returns whether this may be the text of a certain rollup. For some rollups, the server shows an empty text. */
        boolean isTextOf(String table, Rollup rollup) {
            QueryText query = rollup.query();
            if (query != null) {
                return removeBlanks(text).endsWith("as" + removeBlanks(query.text()));
            }
            return text.isEmpty()
                    || (withoutQuery.matches()
                            && withoutQuery.group(3).equals(table)
                            && columns()
                                    .orElse(List.of())
                                    .equals(rollup.columns().stream()
                                            .map(Column::name)
                                            .toList()));
        }

        /** Returns whether this may be the text of a rollup of a certain table. */
        boolean isFromTable(String table) {
            return (withoutQuery.matches() && withoutQuery.group(3).equals(table))
                    || Pattern.compile("(?i)from\\s*(`?\\w+`?\\.)*`?" + Pattern.quote(table) + END_OF_NAME)
                            .matcher(text)
                            .find();
        }

        /** Returns the columns in their order, keys first; empty if the rollup has a query. */
        Optional<List<String>> columns() {
            return withoutQuery.matches()
                    ? Optional.of(Stream.of(withoutQuery.group(2).split(",", -1))
                            .map(RollupText::columnOf)
                            .toList())
                    : Optional.empty();
        }

        private static String columnOf(String column) {
            Matcher matcher = AGGREGATED.matcher(column);
            return matcher.matches() ? matcher.group(1) : column;
        }

        private static String removeBlanks(String text) {
            return text.replaceAll("\\s+|;\\s*$", "").toLowerCase(Locale.ROOT);
        }
    }
}
