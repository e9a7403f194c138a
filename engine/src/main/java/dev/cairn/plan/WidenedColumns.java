package dev.cairn.plan;

import dev.cairn.analysis.type.TypeConvertibility;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The columns that a downgrade leaves with the wider type of the upgrade. An application that reads a VARCHAR(40)
 * also reads a VARCHAR(80), whereas narrowing it again would rebuild the table and lose longer values.
 *
 * @param narrowCatalog the catalog before the upgrade, to which an exact downgrade would lead
 * @param wideColumnFinder finds the columns as the upgrade leaves them
 */
public record WidenedColumns(Catalog narrowCatalog, WideColumnFinder wideColumnFinder, Session session) {
    /** Finds the wide form of a column, by the names of the table and the column in the narrow catalog. */
    public interface WideColumnFinder {
        /** Returns the column that may have a wider type; empty if it no longer exists. */
        Optional<Column> find(ObjectName tableName, String columnName);

        /**
         * Returns a finder of the columns of a later catalog by their names in an earlier one.
         *
         * @param renames the renames between the two
         * @param excludedTables tables whose columns are not found, by their names in the later catalog
         */
        static WideColumnFinder ofRenamed(
                Renames renames, Catalog catalogBefore, Catalog catalogAfter, Set<ObjectName> excludedTables) {
            return (tableName, columnName) -> {
                ObjectName newTableName = renames.toNewName(tableName, catalogBefore);
                return excludedTables.contains(newTableName)
                        ? Optional.empty()
                        : catalogBefore
                                .findTable(tableName.database(), tableName.name())
                                .flatMap(tableBefore -> catalogAfter
                                        .findTable(newTableName.database(), newTableName.name())
                                        .flatMap(tableAfter -> tableAfter.findColumn(renames.toNewColumnName(
                                                newTableName, tableBefore, tableAfter, columnName))));
            };
        }

        /** Returns a finder of the columns of a catalog, which have the same names there. */
        static WideColumnFinder of(Catalog catalog) {
            return (tableName, columnName) -> catalog.findTable(tableName.database(), tableName.name())
                    .flatMap(table -> table.findColumn(columnName));
        }
    }

    /**
     * Returns the tables that a plan rebuilds, by their names after the plan. The downgrade rebuilds them as well,
     * which makes their columns narrow again.
     */
    public static Set<ObjectName> findRebuiltTables(Plan plan) {
        return plan.steps().stream()
                .map(Step::object)
                .filter(Objects::nonNull)
                .filter(object -> TemporaryName.isStaging(object.name()))
                .map(object -> object.withName(TemporaryName.removePlannedSuffix(object.name())))
                .collect(Collectors.toSet());
    }

    /** Returns the columns of the narrow catalog whose wide form has a wider type, each with the wider type. */
    public List<Marker.KeepsType> findKeptTypes() {
        List<Marker.KeepsType> keptTypes = new ArrayList<>();
        for (Map.Entry<String, Database> databaseEntry : narrowCatalog.databases()) {
            for (Map.Entry<String, Table> tableEntry : databaseEntry.getValue().tables()) {
                ObjectName name = new ObjectName(databaseEntry.getKey(), tableEntry.getKey());
                for (Column column : tableEntry.getValue().columns()) {
                    wideColumnFinder
                            .find(name, column.name())
                            .filter(wideColumn -> isWider(column, wideColumn))
                            .ifPresent(wideColumn -> keptTypes.add(new Marker.KeepsType(
                                    name.toSqlName(session) + "." + column.name(),
                                    TypeFormat.formatForShowCreate(wideColumn.type()))));
                }
            }
        }
        return keptTypes;
    }

    /**
     * Returns the narrow catalog with the wider types of these columns. A column is ignored unless its wide form
     * has the same type.
     */
    public Catalog widenColumns(List<Marker.KeepsType> keptTypes) {
        Catalog catalog = narrowCatalog;
        for (Marker.KeepsType keptType : keptTypes) {
            int separatorIndex = keptType.column().lastIndexOf('.');
            ObjectName name = ObjectName.parse(keptType.column().substring(0, Math.max(0, separatorIndex)), session);
            String columnName = keptType.column().substring(separatorIndex + 1);
            Optional<Type> type = wideColumnFinder
                    .find(name, columnName)
                    .map(Column::type)
                    .filter(wideType -> TypeFormat.formatForShowCreate(wideType).equals(keptType.type()));
            Optional<Database> database = catalog.findDatabase(name.database());
            Optional<Table> table = database.flatMap(narrowDatabase -> narrowDatabase.findTable(name.name()));
            if (type.isPresent() && table.isPresent()) {
                catalog = catalog.withDatabase(
                        database.orElseThrow().withTable(widenColumn(table.get(), columnName, type.get())));
            }
        }
        return catalog;
    }

    /**
     * Returns the table with this type in the named column; unchanged if no column has this name and a narrower type.
     */
    public static Table widenColumn(Table table, String columnName, Type type) {
        return table.withColumns(table.columns().stream()
                .map(column -> column.isNamed(columnName) && isWider(column, column.withType(type))
                        ? column.withType(type)
                        : column)
                .toList());
    }

    /**
     * Returns whether the second column has a wider type than the first one. Only types of one family are comparable,
     * such as two kinds of integers; generated columns are not.
     */
    public static boolean isWider(Column narrowColumn, Column wideColumn) {
        PrimitiveType narrowType = PrimitiveType.of(narrowColumn.type());
        PrimitiveType wideType = PrimitiveType.of(wideColumn.type());
        boolean areOfSameFamily = (narrowType.isCharacterType() && wideType.isCharacterType())
                || (narrowType.isFixedPoint() && wideType.isFixedPoint())
                || (narrowType.isFloatingPoint() && wideType.isFloatingPoint())
                || (narrowType.isDecimal() && wideType.isDecimal());
        return areOfSameFamily
                && narrowColumn.generatedValue() == null
                && wideColumn.generatedValue() == null
                && TypeConvertibility.of(narrowColumn.type(), wideColumn.type()) == TypeConvertibility.LOSSLESS
                && TypeConvertibility.of(wideColumn.type(), narrowColumn.type()) == TypeConvertibility.LOSSY;
    }
}
