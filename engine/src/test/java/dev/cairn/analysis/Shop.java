package dev.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.source.SourceResolver;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.StoredTypeConverter;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.engine.EngineClient;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The selected database {@code shop} with a few tables, a database {@code audit} with the same tables, and the results of
 * analyzing queries on them.
 */
public final class Shop implements SourceResolver {
    private static final String DATABASE = "shop";
    private static final String OTHER_DATABASE = "audit";

    private final Map<String, Source> sources = new HashMap<>();

    public Shop() {
        addTable("orders (id BIGINT NOT NULL, customer INT, day DATE NOT NULL, price DECIMAL(10, 2), tags"
                + " ARRAY<VARCHAR(20)>)");
        addTable("customer (id INT NOT NULL, name VARCHAR(50) NOT NULL, home STRUCT<city VARCHAR(20), geo STRUCT<x"
                + " DOUBLE, y DOUBLE>>)");
        addTable("visit (id INT NOT NULL, day DATE, users BITMAP, page JSON)");
    }

    Shop addTable(String definition) {
        CreateTable table = (CreateTable) Sql.parse("CREATE TABLE " + definition);
        List<Source.Column> columns = new ArrayList<>();
        for (ColumnDefinition column : table.columns()) {
            columns.add(new Source.Column(
                    column.name().text(),
                    ExpressionType.ofColumn(
                            StoredTypeConverter.convertForColumn(
                                    ServerProfile.DEFAULT, Objects.requireNonNull(column.type()), Span.NONE),
                            !Boolean.FALSE.equals(column.nullable()),
                            null)));
        }
        String name = table.name().lastPart().text();
        sources.put(name, Source.of(DATABASE, name, Source.Kind.TABLE, columns));
        return this;
    }

    Shop addView(String name, String query, String... columns) {
        List<Source.Column> namedColumns = new ArrayList<>();
        for (String column : columns) {
            namedColumns.add(new Source.Column(column, ExpressionType.UNKNOWN));
        }
        sources.put(
                name,
                Source.ofView(
                        DATABASE,
                        name,
                        namedColumns,
                        new Source.ViewQuery(Sql.parseQuery(query), DATABASE, List.of())));
        return this;
    }

    /** Adds a materialized view whose columns the server considers nullable. */
    Shop addMaterializedView(String name, String query, String... columns) {
        List<Source.Column> storedColumns = new ArrayList<>();
        List<ViewColumn> definedColumns = new ArrayList<>();
        for (String column : columns) {
            storedColumns.add(0, new Source.Column(column, ExpressionType.ofColumn(TypeConstants.INT, true, null)));
            definedColumns.add(new ViewColumn(column, TypeConstants.INT, true, ""));
        }
        sources.put(
                name,
                Source.ofMaterializedView(
                        DATABASE,
                        name,
                        storedColumns,
                        new Source.StoredQuery(Sql.parseQuery(query), DATABASE, definedColumns)));
        return this;
    }

    Shop addTableWithUnknownColumns(String name) {
        sources.put(name, Source.ofUnknown(DATABASE, name, Source.Kind.TABLE));
        return this;
    }

    Shop removeSource(String name) {
        sources.remove(name);
        return this;
    }

    @Override
    public Source resolveSource(@Nullable String catalog, String database, String name, Span span) {
        if (catalog != null) {
            throw Refusal.ofAnalysis(span, ServerError.UNKNOWN_CATALOG, catalog);
        }
        if (!database.equals(DATABASE) && !database.equals(OTHER_DATABASE)) {
            throw Refusal.ofAnalysis(span, ServerError.UNKNOWN_DATABASE, database);
        }
        Source source = sources.get(name);
        if (source == null) {
            throw Refusal.ofAnalysis(span, ServerError.UNKNOWN_TABLE, database + "." + name);
        }
        return source;
    }

    BoundQuery analyze(String query) {
        return new QueryAnalysis(ServerProfile.DEFAULT, this, DATABASE).analyze(Sql.parseQuery(query));
    }

    /**
     * Returns the output columns as a materialized view declares them:
     * {@code id bigint NOT NULL, sum(price) decimal(38,2)}.
     */
    String describeColumns(String query) {
        return analyze(query).columns().stream()
                .map(column -> column.name() + " " + formatType(column)
                        + (column.expressionType().isNullable() ? "" : " NOT NULL"))
                .collect(Collectors.joining(", "));
    }

    public String describeColumnNames(String query) {
        return analyze(query).columns().stream().map(OutputColumn::name).collect(Collectors.joining(", "));
    }

    private static String formatType(OutputColumn column) {
        return column.type() == null ? "?" : TypeFormat.formatForShowColumns(column.type());
    }

    void requireRefusal(String query, String ruleName) {
        assertThatExceptionOfType(Refusal.class)
                .as(query)
                .isThrownBy(() -> analyze(query))
                .extracting(EngineClient::ruleName)
                .isEqualTo(ruleName);
    }
}
