package dev.cairn.engine.property;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.Placeholder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The unique constraints and foreign keys that tables declare in their properties, and how they follow changes of the
 * tables and columns that they name: the server stores the identities of columns, and prints their present names.
 */
public final class DeclaredConstraints {
    private final Catalog catalog;

    private DeclaredConstraints(Catalog catalog) {
        this.catalog = catalog;
    }

    public static DeclaredConstraints of(Catalog catalog) {
        return new DeclaredConstraints(catalog);
    }

    /** A table that has foreign keys or to which some refer, and its database. */
    public record RelatedTable(String database, Table table) {}

    /** Returns the tables whose foreign keys refer to a table, which may be one of them itself. */
    public List<RelatedTable> tablesReferringTo(String database, String table) {
        return tablesWithForeignKeys().stream()
                .filter(foundTable ->
                        ForeignKey.of(foundTable.table()).stream().anyMatch(key -> key.refersTo(database, table)))
                .toList();
    }

    /** Returns the tables to which the foreign keys of a table refer, as far as they exist. */
    public List<RelatedTable> tablesReferredBy(Table table) {
        return ForeignKey.of(table).stream()
                .flatMap(
                        key -> catalog
                                .table(key.database(), key.parent())
                                .map(parent -> new RelatedTable(key.database(), parent))
                                .stream())
                .toList();
    }

    /** Whether a foreign key of a table refers to a table that does not exist. */
    public boolean isDangling(Table table) {
        return ForeignKey.of(table).stream()
                .anyMatch(key -> catalog.table(key.database(), key.parent()).isEmpty());
    }

    /** Returns the tables with foreign keys. */
    private List<RelatedTable> tablesWithForeignKeys() {
        List<RelatedTable> tables = new ArrayList<>();
        for (Database database : catalog.databases().values()) {
            for (String name : database.tablesWithForeignKeys()) {
                tables.add(new RelatedTable(
                        database.name(), database.tables().get(name).orElseThrow()));
            }
        }
        return tables;
    }

    /** Updates the constraints after a column was renamed. */
    public Catalog renameColumn(String database, String table, String from, String to) {
        return withColumns(database, table, name -> Optional.of(name.equalsIgnoreCase(from) ? to : name));
    }

    /** Updates the constraints after columns were dropped: they are no longer printed, but the constraints remain. */
    public Catalog withoutColumns(String database, Table before, Table after) {
        boolean dropped = before.columns().stream()
                .anyMatch(column -> after.column(column.name()).isEmpty());
        return dropped
                ? withColumns(
                        database,
                        after.name(),
                        name -> Optional.of(name)
                                .filter(column -> after.column(column).isPresent()))
                : catalog;
    }

    private Catalog withColumns(String database, String table, ColumnChange change) {
        return changeEach(database, List.of(table), (ownerDatabase, child) -> {
            boolean own = ownerDatabase.equals(database) && child.name().equals(table);
            Table changed = own ? changeUnique(child, item -> columns(item, change)) : child;
            return changeForeignKeys(
                    changed,
                    key -> Optional.of(key.with(
                            own ? change : Optional::of, key.refersTo(database, table) ? change : Optional::of)));
        });
    }

    private static String columns(String unique, ColumnChange change) {
        int columns = unique.lastIndexOf('.') + 1;
        return unique.substring(0, columns)
                + names(unique.substring(columns)).stream()
                        .flatMap(name -> change.currentName(name).stream())
                        .collect(Collectors.joining(","));
    }

    /**
     * Updates the constraints after a table was renamed. The server prints the new name in the foreign keys that refer to
     * the table only if it has foreign keys of its own.
     */
    public Catalog renameTable(String database, String from, String to) {
        return renameTables(database, Map.of(from, to));
    }

    /** Updates the constraints after the names of two tables were swapped. */
    public Catalog swapTables(String database, String one, String other) {
        return renameTables(database, Map.of(one, other, other, one));
    }

    private Catalog renameTables(String database, Map<String, String> names) {
        Database in = catalog.database(database).orElseThrow();
        Map<String, String> printed = new HashMap<>();
        names.forEach((from, to) -> {
            if (!ForeignKey.of(in.table(to).orElseThrow()).isEmpty()) {
                printed.put(from, to);
            }
        });
        return changeEach(database, names.values(), (any, table) -> {
            Table ownTable = any.equals(database)
                    ? changeUnique(table, item -> qualifyUnique(item, table.name(), names))
                    : table;
            return changeForeignKeys(
                    ownTable,
                    key -> Optional.of(
                            key.database().equals(database)
                                    ? key.withParent(printed.getOrDefault(key.parent(), key.parent()))
                                    : key));
        });
    }

    /** A unique constraint of a table that has its new name already. */
    private static String qualifyUnique(String unique, String table, Map<String, String> names) {
        int columns = unique.lastIndexOf('.');
        int name = unique.lastIndexOf('.', columns - 1) + 1;
        return table.equals(names.get(unique.substring(name, columns)))
                ? unique.substring(0, name) + table + unique.substring(columns)
                : unique;
    }

    /** Removes the foreign keys that refer to a dropped table. */
    public Catalog withoutTable(String database, String table) {
        return changeEach(
                database,
                List.of(),
                (in, child) -> changeForeignKeys(
                        child, key -> Optional.of(key).filter(keptKey -> !keptKey.refersTo(database, table))));
    }

    /** Changes the tables with foreign keys, and some tables of a database. */
    private Catalog changeEach(String database, Collection<String> own, BiFunction<String, Table, Table> change) {
        List<RelatedTable> tables = tablesWithForeignKeys();
        for (String name : own) {
            catalog.database(database)
                    .flatMap(in -> in.tables().get(name))
                    .filter(table -> !KnownProperty.FOREIGN_KEY_CONSTRAINTS.isIn(table.properties()))
                    .ifPresent(table -> tables.add(new RelatedTable(database, table)));
        }
        Catalog changed = catalog;
        for (RelatedTable foundTable : tables) {
            Table after = change.apply(foundTable.database(), foundTable.table());
            if (!after.equals(foundTable.table())) {
                changed = changed.with(
                        changed.database(foundTable.database()).orElseThrow().with(after));
            }
        }
        return changed;
    }

    private static Table changeUnique(Table table, UnaryOperator<String> change) {
        return withConstraints(
                table,
                KnownProperty.UNIQUE_CONSTRAINTS,
                items(table, KnownProperty.UNIQUE_CONSTRAINTS).stream()
                        .map(change)
                        .toList());
    }

    private interface ForeignKeyChange {
        Optional<ForeignKey> apply(ForeignKey key);
    }

    private static Table changeForeignKeys(Table table, ForeignKeyChange change) {
        List<String> changed = new ArrayList<>();
        for (String item : items(table, KnownProperty.FOREIGN_KEY_CONSTRAINTS)) {
            Optional<ForeignKey> key = ForeignKey.of(item);
            if (key.isPresent()) {
                change.apply(key.get()).map(ForeignKey::text).ifPresent(changed::add);
            } else {
                changed.add(item);
            }
        }
        return withConstraints(table, KnownProperty.FOREIGN_KEY_CONSTRAINTS, changed);
    }

    private static Table withConstraints(Table table, KnownProperty property, List<String> items) {
        if (items(table, property).equals(items)) {
            return table;
        }
        return table.withProperties(
                items.isEmpty()
                        ? table.properties().without(property.propertyName())
                        : table.properties().with(property.propertyName(), String.join(";", items)));
    }

    private static List<String> items(Table table, KnownProperty property) {
        return table.properties()
                .value(property.propertyName())
                .filter(value -> !value.isBlank() && !Placeholder.isWhole(value))
                .map(value -> List.of(value.split(";", 0)))
                .orElse(List.of());
    }

    private static List<String> names(String list) {
        return list.isBlank()
                ? List.of()
                : Arrays.stream(list.split(",", 0)).map(String::strip).toList();
    }

    /** The present name of a column, or empty if it was dropped. */
    private interface ColumnChange {
        Optional<String> currentName(String column);
    }

    /** A foreign key as the server prints it: {@code (a,b) REFERENCES default_catalog.d.t(c,d)}. */
    private record ForeignKey(
            List<String> columns, String catalog, String database, String parent, List<String> references) {
        private static final Pattern FORM =
                Pattern.compile("\\(([^)]*)\\) REFERENCES ([^.(]+)\\.([^.(]+)\\.([^.(]+)\\(([^)]*)\\)");

        static List<ForeignKey> of(Table table) {
            return items(table, KnownProperty.FOREIGN_KEY_CONSTRAINTS).stream()
                    .flatMap(item -> of(item).stream())
                    .toList();
        }

        /** Parses a foreign key; empty for one with placeholders. */
        static Optional<ForeignKey> of(String item) {
            Matcher form = FORM.matcher(item.strip());
            return form.matches()
                    ? Optional.of(new ForeignKey(
                            names(form.group(1)), form.group(2), form.group(3), form.group(4), names(form.group(5))))
                    : Optional.empty();
        }

        boolean refersTo(String inDatabase, String table) {
            return database.equals(inDatabase) && parent.equals(table);
        }

        ForeignKey withParent(String renamed) {
            return new ForeignKey(columns, catalog, database, renamed, references);
        }

        /** A pair of columns is printed as long as both of them exist. */
        ForeignKey with(ColumnChange ofColumns, ColumnChange ofReferences) {
            List<String> kept = new ArrayList<>();
            List<String> referenced = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                Optional<String> column = ofColumns.currentName(columns.get(i));
                Optional<String> reference = ofReferences.currentName(references.get(i));
                if (column.isPresent() && reference.isPresent()) {
                    kept.add(column.get());
                    referenced.add(reference.get());
                }
            }
            return new ForeignKey(kept, catalog, database, parent, referenced);
        }

        String text() {
            return ForeignKeys.text(columns, catalog, database, parent, references);
        }
    }
}
