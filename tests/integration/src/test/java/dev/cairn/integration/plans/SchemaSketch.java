package dev.cairn.integration.plans;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A schema from which statements are rendered; its foreign keys and views refer only to objects in the schema. One more
 * table never changes, so that the first database is never empty.
 */
record SchemaSketch(List<TableSketch> tables, List<ViewSketch> views) {
    /** A placeholder for the name of the schema's database, with which the names of all things on the server begin. */
    static final String DATABASE = "trial_database";

    private static final String OTHER_DATABASE = otherDatabase(DATABASE);

    private static final String CREATE_CONSTANT_TABLE = "CREATE TABLE constant (" + TableSketch.KEY_COLUMN
            + " INT NOT NULL) DUPLICATE KEY (" + TableSketch.KEY_COLUMN + ") DISTRIBUTED BY HASH ("
            + TableSketch.KEY_COLUMN + ") BUCKETS 2";

    static final String CREATE_OTHER_DATABASE = "CREATE DATABASE " + OTHER_DATABASE;

    SchemaSketch {
        tables = List.copyOf(tables);
        views = List.copyOf(views);
    }

    /** Returns the name of the second database of a schema, by that of its first one. */
    static String otherDatabase(String database) {
        return database + "_other";
    }

    /** Returns the name of a relation in statements: with the database, if that is the second one. */
    String qualify(String relation) {
        return isElsewhere(relation) ? OTHER_DATABASE + "." + relation : relation;
    }

    /** Returns whether a relation belongs to the second database. */
    boolean isElsewhere(String relation) {
        return tables.stream()
                        .anyMatch(table -> table.name().equals(relation) && table.has(TableSketch.Feature.ELSEWHERE))
                || views.stream()
                        .anyMatch(view -> view.name().equals(relation) && view.has(ViewSketch.Option.ELSEWHERE));
    }

    Optional<TableSketch> table(String name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }

    boolean isTable(String name) {
        return table(name).isPresent();
    }

    List<String> readableColumns(String relation) {
        return table(relation)
                .map(TableSketch::readableColumns)
                .orElseGet(() -> views.stream()
                        .filter(view -> view.name().equals(relation))
                        .findFirst()
                        .map(view -> view.readableColumns(this))
                        .orElse(List.of()));
    }

    /** Returns the statements, each after those that it depends on: a view only reads views that precede it. */
    List<String> statements() {
        List<String> statements = new ArrayList<>(List.of(CREATE_CONSTANT_TABLE));
        boolean usesOtherDatabase = Stream.concat(
                        tables.stream().map(TableSketch::name), views.stream().map(ViewSketch::name))
                .anyMatch(this::isElsewhere);
        if (usesOtherDatabase) {
            statements.add(CREATE_OTHER_DATABASE);
        }
        List<TableSketch> remaining = new ArrayList<>(tables);
        while (!remaining.isEmpty()) {
            TableSketch next = remaining.stream()
                    .filter(table -> remaining.stream()
                            .noneMatch(other -> table.references().contains(other.name())))
                    .findFirst()
                    .orElseThrow();
            remaining.remove(next);
            statements.add(next.statement(this));
            next.rollup(this).ifPresent(statements::add);
        }
        views.forEach(view -> statements.add(view.statement(this)));
        return statements;
    }

    SchemaSketch withTable(TableSketch table) {
        List<TableSketch> changedTables = new ArrayList<>(tables);
        changedTables.removeIf(other -> other.name().equals(table.name()));
        changedTables.add(table);
        return new SchemaSketch(changedTables, views).makeConsistent();
    }

    SchemaSketch withView(int index, UnaryOperator<ViewSketch> change) {
        List<ViewSketch> changedViews = new ArrayList<>(views);
        changedViews.set(index, change.apply(changedViews.get(index)));
        return new SchemaSketch(tables, changedViews);
    }

    /**
     * Returns the schema without a relation. Views that read it read the first table instead; without a table, they are
     * removed.
     */
    SchemaSketch without(String name) {
        List<TableSketch> remainingTables =
                tables.stream().filter(table -> !table.name().equals(name)).toList();
        List<ViewSketch> remainingViews = new ArrayList<>();
        for (ViewSketch view : views) {
            if (!view.name().equals(name)) {
                List<String> bases = view.bases().stream()
                        .map(base -> base.equals(name) && !remainingTables.isEmpty()
                                ? remainingTables.get(0).name()
                                : base)
                        .distinct()
                        .toList();
                remainingViews.add(view.withBases(bases));
            }
        }
        return new SchemaSketch(remainingTables, remainingViews).makeConsistent();
    }

    SchemaSketch withRenamedTable(String oldName, String newName) {
        List<TableSketch> renamedTables = new ArrayList<>();
        for (TableSketch table : tables) {
            TreeSet<String> references = new TreeSet<>(table.references());
            if (references.remove(oldName)) {
                references.add(newName);
            }
            renamedTables.add(
                    (table.name().equals(oldName) ? table.withName(newName) : table).withReferences(references));
        }
        List<ViewSketch> adaptedViews = views.stream()
                .map(view -> view.withBases(view.bases().stream()
                        .map(base -> base.equals(oldName) ? newName : base)
                        .toList()))
                .toList();
        return new SchemaSketch(renamedTables, adaptedViews);
    }

    /**
     * Returns the schema without references to tables that do not allow them, and without views whose bases are
     * missing.
     */
    private SchemaSketch makeConsistent() {
        List<TableSketch> consistentTables = new ArrayList<>();
        for (TableSketch table : tables) {
            TreeSet<String> references = new TreeSet<>(table.references());
            references.removeIf(
                    name -> table(name).filter(TableSketch::canBeReferredTo).isEmpty());
            consistentTables.add(table.withReferences(references));
        }
        List<ViewSketch> readableViews = new ArrayList<>();
        for (ViewSketch view : views) {
            boolean isReadable = view.bases().stream()
                    .allMatch(base -> isTable(base)
                            || readableViews.stream()
                                    .anyMatch(other -> other.name().equals(base)));
            if (isReadable) {
                readableViews.add(view);
            }
        }
        return new SchemaSketch(consistentTables, readableViews);
    }
}
