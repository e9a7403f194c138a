package dev.cairn.engine.property;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.Placeholder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The unique constraints and foreign keys that tables declare in their properties. The constraints follow changes of
 * the tables and columns that they name, because the server stores the identities of columns, and prints their current
 * names.
 */
public final class DeclaredConstraints {
    private final Catalog catalog;

    private DeclaredConstraints(Catalog catalog) {
        this.catalog = catalog;
    }

    public static DeclaredConstraints of(Catalog catalog) {
        return new DeclaredConstraints(catalog);
    }

    /** A table that has foreign keys, or to which foreign keys refer, with its database. */
    public record RelatedTable(String databaseName, Table table) {}

    /** Returns the tables whose foreign keys refer to a table. The table is one of them if it refers to itself. */
    public List<RelatedTable> findReferringTables(String databaseName, String tableName) {
        return findTablesWithForeignKeys().stream()
                .filter(relatedTable -> ForeignKey.parse(relatedTable.table()).stream()
                        .anyMatch(key -> key.refersTo(databaseName, tableName)))
                .toList();
    }

    /** Returns whether a foreign key refers to a table with this name in another database. */
    public boolean hasForeignKeyToNamesake(String databaseName, String tableName) {
        return findTablesWithForeignKeys().stream()
                .flatMap(relatedTable -> ForeignKey.parse(relatedTable.table()).stream())
                .anyMatch(key -> key.parentTableName().equals(tableName)
                        && !key.databaseName().equals(databaseName));
    }

    /** Returns the existing tables to which the foreign keys of a table refer. */
    public List<RelatedTable> findReferredTables(Table table) {
        return ForeignKey.parse(table).stream()
                .flatMap(key -> catalog
                        .findTable(key.databaseName(), key.parentTableName())
                        .map(parent -> new RelatedTable(key.databaseName(), parent))
                        .stream())
                .toList();
    }

    /** Returns whether a foreign key of a table refers to a table that does not exist. */
    public boolean hasDanglingForeignKey(Table table) {
        return ForeignKey.parse(table).stream()
                .anyMatch(key -> catalog.findTable(key.databaseName(), key.parentTableName())
                        .isEmpty());
    }

    /** A materialized view that declares unique constraints, with its database. */
    public record ConstrainedView(String databaseName, MaterializedView view) {}

    /** Returns the materialized views that declare a unique constraint of a table or materialized view. */
    public List<ConstrainedView> findViewsWithUniqueConstraint(String databaseName, String tableName) {
        List<ConstrainedView> constrainedViews = new ArrayList<>();
        for (Database database : catalog.databases().values()) {
            for (MaterializedView view : database.materializedViews().values()) {
                if (UniqueConstraints.parsePrinted(view.properties()).stream()
                        .anyMatch(constraint -> constraint.isOf(databaseName, tableName))) {
                    constrainedViews.add(new ConstrainedView(database.name(), view));
                }
            }
        }
        return constrainedViews;
    }

    private List<RelatedTable> findTablesWithForeignKeys() {
        List<RelatedTable> tables = new ArrayList<>();
        for (Database database : catalog.databases().values()) {
            for (String name : database.tableNamesWithForeignKeys()) {
                tables.add(new RelatedTable(
                        database.name(), database.tables().get(name).orElseThrow()));
            }
        }
        return tables;
    }

    /** Returns the catalog in which the constraints follow the rename of a column. */
    public Catalog followColumnRename(String databaseName, String tableName, String oldName, String newName) {
        return changeColumnNames(
                databaseName, tableName, name -> Optional.of(name.equalsIgnoreCase(oldName) ? newName : name));
    }

    /**
     * Returns the catalog in which the constraints no longer name dropped columns; the constraints themselves remain.
     */
    public Catalog followColumnDrop(String databaseName, Table oldTable, Table newTable) {
        boolean hasDroppedColumn = oldTable.columns().stream()
                .anyMatch(column -> newTable.findColumn(column.name()).isEmpty());
        return hasDroppedColumn
                ? changeColumnNames(
                        databaseName,
                        newTable.name(),
                        name -> Optional.of(name)
                                .filter(column -> newTable.findColumn(column).isPresent()))
                : catalog;
    }

    private Catalog changeColumnNames(String databaseName, String tableName, ColumnChange change) {
        return changeTables(databaseName, List.of(tableName), (ownerDatabaseName, child) -> {
            boolean isChangedTable =
                    ownerDatabaseName.equals(databaseName) && child.name().equals(tableName);
            Table changedTable = isChangedTable
                    ? changeUniqueConstraints(
                            child,
                            constraint -> constraint.withColumnNames(constraint.columnNames().stream()
                                    .flatMap(name -> change.findCurrentName(name).stream())
                                    .toList()))
                    : child;
            return changeForeignKeys(
                    changedTable,
                    key -> Optional.of(key.withCurrentColumnNames(
                            isChangedTable ? change : Optional::of,
                            key.refersTo(databaseName, tableName) ? change : Optional::of)));
        });
    }

    /**
     * Returns the catalog in which the constraints follow the rename of a table, which must already have its new name.
     * In foreign keys that refer to the table, the server prints the new name only if the table itself has foreign
     * keys.
     */
    public Catalog followTableRename(String databaseName, String oldName, String newName) {
        return followTableRenames(databaseName, Map.of(oldName, newName));
    }

    /** Returns the catalog in which the constraints follow the swap of two tables, which must already be swapped. */
    public Catalog followTableSwap(String databaseName, String firstName, String secondName) {
        return followTableRenames(databaseName, Map.of(firstName, secondName, secondName, firstName));
    }

    private Catalog followTableRenames(String databaseName, Map<String, String> newNameByOldName) {
        Database renamedDatabase = catalog.findDatabase(databaseName).orElseThrow();
        Map<String, String> printedNameByOldName = new HashMap<>();
        newNameByOldName.forEach((oldName, newName) -> {
            if (!ForeignKey.parse(renamedDatabase.findTable(newName).orElseThrow())
                    .isEmpty()) {
                printedNameByOldName.put(oldName, newName);
            }
        });
        return changeTables(databaseName, newNameByOldName.values(), (ownerDatabaseName, table) -> {
            Table changedTable = ownerDatabaseName.equals(databaseName)
                    ? changeUniqueConstraints(
                            table,
                            constraint -> table.name().equals(newNameByOldName.get(constraint.tableName()))
                                    ? constraint.withTableName(table.name())
                                    : constraint)
                    : table;
            return changeForeignKeys(
                    changedTable,
                    key -> Optional.of(
                            key.databaseName().equals(databaseName)
                                    ? key.withParent(printedNameByOldName.getOrDefault(
                                            key.parentTableName(), key.parentTableName()))
                                    : key));
        });
    }

    /** Returns the catalog without the foreign keys that refer to a dropped table. */
    public Catalog followTableDrop(String databaseName, String tableName) {
        return changeTables(
                databaseName,
                List.of(),
                (ownerDatabaseName, child) -> changeForeignKeys(
                        child,
                        key -> Optional.of(key)
                                .filter(remainingKey -> !remainingKey.refersTo(databaseName, tableName))));
    }

    /**
     * Returns the catalog with a change applied to all tables with foreign keys and to the named tables of a database.
     */
    private Catalog changeTables(
            String databaseName, Collection<String> changedNames, BiFunction<String, Table, Table> change) {
        List<RelatedTable> tables = findTablesWithForeignKeys();
        for (String name : changedNames) {
            catalog.findDatabase(databaseName)
                    .flatMap(ownerDatabase -> ownerDatabase.tables().get(name))
                    .filter(table -> !KnownProperty.FOREIGN_KEY_CONSTRAINTS.isSetIn(table.properties()))
                    .ifPresent(table -> tables.add(new RelatedTable(databaseName, table)));
        }
        Catalog newCatalog = catalog;
        for (RelatedTable relatedTable : tables) {
            Table newTable = change.apply(relatedTable.databaseName(), relatedTable.table());
            if (!newTable.equals(relatedTable.table())) {
                newCatalog = newCatalog.withDatabase(newCatalog
                        .findDatabase(relatedTable.databaseName())
                        .orElseThrow()
                        .withTable(newTable));
            }
        }
        return newCatalog;
    }

    private static Table changeUniqueConstraints(Table table, UnaryOperator<UniqueConstraints.Constraint> change) {
        return withConstraints(
                table,
                KnownProperty.UNIQUE_CONSTRAINTS,
                findConstraintItems(table, KnownProperty.UNIQUE_CONSTRAINTS).stream()
                        .map(item -> UniqueConstraints.Constraint.parsePrinted(item)
                                .map(change)
                                .map(UniqueConstraints.Constraint::toString)
                                .orElse(item))
                        .toList());
    }

    private interface ForeignKeyChange {
        Optional<ForeignKey> apply(ForeignKey key);
    }

    private static Table changeForeignKeys(Table table, ForeignKeyChange change) {
        List<String> changedItems = new ArrayList<>();
        for (String item : findConstraintItems(table, KnownProperty.FOREIGN_KEY_CONSTRAINTS)) {
            Optional<ForeignKey> key = ForeignKey.parse(item);
            if (key.isPresent()) {
                change.apply(key.get()).map(ForeignKey::toConstraintText).ifPresent(changedItems::add);
            } else {
                changedItems.add(item);
            }
        }
        return withConstraints(table, KnownProperty.FOREIGN_KEY_CONSTRAINTS, changedItems);
    }

    private static Table withConstraints(Table table, KnownProperty property, List<String> items) {
        if (findConstraintItems(table, property).equals(items)) {
            return table;
        }
        return table.withProperties(
                items.isEmpty()
                        ? table.properties().withoutProperty(property.propertyName())
                        : table.properties().withProperty(property.propertyName(), ConstraintList.join(items)));
    }

    private static List<String> findConstraintItems(Table table, KnownProperty property) {
        return table.properties()
                .findValue(property.propertyName())
                .filter(value -> !value.isBlank() && !Placeholder.isPlaceholder(value))
                .map(value -> ConstraintList.split(value))
                .orElse(List.of());
    }

    /**
     * A change of columns: maps the old name of a column to its current name, or to empty if the column was dropped.
     */
    private interface ColumnChange {
        Optional<String> findCurrentName(String oldName);
    }

    /** A foreign key as the server prints it: {@code (a,b) REFERENCES default_catalog.d.t(c,d)}. */
    private record ForeignKey(
            List<String> columnNames,
            String catalogName,
            String databaseName,
            String parentTableName,
            List<String> parentColumnNames) {
        private static final Pattern PRINTED_FORM_PATTERN =
                Pattern.compile("\\(([^)]*)\\) REFERENCES ([^.(]+)\\.([^.(]+)\\.([^.(]+)\\(([^)]*)\\)");

        static List<ForeignKey> parse(Table table) {
            return findConstraintItems(table, KnownProperty.FOREIGN_KEY_CONSTRAINTS).stream()
                    .flatMap(item -> parse(item).stream())
                    .toList();
        }

        /** Parses a foreign key; empty if the text has another form, such as one with placeholders. */
        static Optional<ForeignKey> parse(String item) {
            Matcher matcher = PRINTED_FORM_PATTERN.matcher(item.strip());
            return matcher.matches()
                    ? Optional.of(new ForeignKey(
                            ConstraintList.splitNames(matcher.group(1)),
                            matcher.group(2),
                            matcher.group(3),
                            matcher.group(4),
                            ConstraintList.splitNames(matcher.group(5))))
                    : Optional.empty();
        }

        boolean refersTo(String otherDatabaseName, String tableName) {
            return databaseName.equals(otherDatabaseName) && parentTableName.equals(tableName);
        }

        ForeignKey withParent(String newParentTableName) {
            return new ForeignKey(columnNames, catalogName, databaseName, newParentTableName, parentColumnNames);
        }

        /** Returns the key with the current names of its columns, without the pairs in which a column was dropped. */
        ForeignKey withCurrentColumnNames(ColumnChange columnChange, ColumnChange parentChange) {
            List<String> remainingColumnNames = new ArrayList<>();
            List<String> remainingParentColumnNames = new ArrayList<>();
            for (int i = 0; i < columnNames.size(); i++) {
                Optional<String> columnName = columnChange.findCurrentName(columnNames.get(i));
                Optional<String> parentColumnName = parentChange.findCurrentName(parentColumnNames.get(i));
                if (columnName.isPresent() && parentColumnName.isPresent()) {
                    remainingColumnNames.add(columnName.get());
                    remainingParentColumnNames.add(parentColumnName.get());
                }
            }
            return new ForeignKey(
                    remainingColumnNames, catalogName, databaseName, parentTableName, remainingParentColumnNames);
        }

        String toConstraintText() {
            return ForeignKeyNormalizer.renderForeignKey(
                    columnNames, catalogName, databaseName, parentTableName, parentColumnNames);
        }
    }
}
