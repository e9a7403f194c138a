package dev.cairn.internal.reflection;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.SeedRows;
import dev.cairn.catalog.Table;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.TableObject;
import dev.cairn.plan.seed.SeedColumn;
import dev.cairn.plan.seed.SeedRowRenderer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the declared rows of a schema's tables, with one statement for each table. Other rows are not read. */
public final class SeedReflection {
    private final ServerConnection connection;
    private final Catalog expectedCatalog;
    private final List<ReflectionGap> gaps;
    private Catalog liveCatalog;

    private SeedReflection(ServerConnection connection, Catalog expectedCatalog, LiveSchema liveSchema) {
        this.connection = connection;
        this.expectedCatalog = expectedCatalog;
        this.gaps = new ArrayList<>(liveSchema.gaps());
        this.liveCatalog = liveSchema.catalog();
    }

    /**
     * Reads the rows with the keys of the expected rows, and returns the live schema with these rows in its tables. If
     * the rows of a table can't be read, a gap is added, and the table gets the expected rows.
     */
    public static LiveSchema readSeedRows(ServerConnection connection, LiveSchema liveSchema, Catalog expectedCatalog) {
        SeedReflection reflection = new SeedReflection(connection, expectedCatalog, liveSchema);
        SchemaObject.collectNames(expectedCatalog).forEach(reflection::addTableRows);
        return liveSchema.withObjects(reflection.liveCatalog, reflection.gaps);
    }

    private void addTableRows(ObjectName name) {
        Table expectedTable =
                expectedCatalog.findTable(name.database(), name.name()).orElse(null);
        Table liveTable = liveCatalog.findTable(name.database(), name.name()).orElse(null);
        if (expectedTable == null
                || liveTable == null
                || expectedTable.seedRows().isEmpty()) {
            return;
        }
        SeedRows expectedRows = expectedTable.seedRows();
        SeedRows liveRows = expectedRows;
        List<Column> keyColumns = expectedTable.keyColumns();
        List<Column> comparedColumns = expectedTable.columns().stream()
                .filter(column -> column.generatedValue() == null
                        && liveTable.findColumn(column.name()).isPresent())
                .toList();
        if (!comparedColumns.containsAll(keyColumns)) {
            gaps.add(new ReflectionGap(
                    name, "its declared rows can't be compared, since it lacks a column of their key"));
        } else {
            try {
                liveRows =
                        readRows(name, comparedColumns, SeedRowRenderer.renderKeyCondition(keyColumns, expectedRows));
            } catch (ServerRefusalException refusal) {
                refusal.rethrowIfTransient();
                gaps.add(new ReflectionGap(name, "its declared rows can't be read: " + refusal.getMessage()));
            }
        }
        liveCatalog = new TableObject(liveTable.withSeedRows(liveRows)).addTo(liveCatalog, name.database());
    }

    /** Renders a column of the select list. A DATETIME is read as text, because a driver omits its microseconds. */
    private static String renderSelectItem(Column column) {
        String quotedName = SqlQuoting.quoteName(column.name());
        return PrimitiveType.of(column.type()) == PrimitiveType.DATETIME
                ? "CAST(" + quotedName + " AS VARCHAR)"
                : quotedName;
    }

    private SeedRows readRows(ObjectName name, List<Column> columns, String keyCondition) {
        String selectList =
                columns.stream().map(SeedReflection::renderSelectItem).collect(Collectors.joining(", "));
        List<SeedRows.Row> rows = new ArrayList<>();
        for (List<@Nullable String> row : connection.query(
                "SELECT " + selectList + " FROM " + SqlQuoting.quoteName(name) + " WHERE " + keyCondition)) {
            SeedRows.Row seedRow = SeedRows.Row.ofUnknownValues();
            for (int i = 0; i < columns.size(); i++) {
                Column column = columns.get(i);
                String shownValue = row.get(i);
                String value = shownValue == null
                        ? null
                        : new SeedColumn(column).findNormalizedText(shownValue).orElse(shownValue);
                seedRow = seedRow.withValue(column.name(), value);
            }
            rows.add(seedRow);
        }
        return new SeedRows(rows);
    }
}
