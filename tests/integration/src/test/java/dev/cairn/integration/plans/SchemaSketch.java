package dev.cairn.integration.plans;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** A random schema, whose references lead only to objects in it. */
record SchemaSketch(List<TableSketch> tables, List<ViewSketch> views) {
    SchemaSketch {
        tables = List.copyOf(tables);
        views = List.copyOf(views);
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
        List<String> statements = new ArrayList<>();
        List<TableSketch> remaining = new ArrayList<>(tables);
        while (!remaining.isEmpty()) {
            TableSketch next = remaining.stream()
                    .filter(table -> remaining.stream()
                            .noneMatch(other -> table.references().contains(other.name())))
                    .findFirst()
                    .orElseThrow();
            remaining.remove(next);
            statements.add(next.statement());
            next.rollup().ifPresent(statements::add);
        }
        views.forEach(view -> statements.add(view.statement(this)));
        return statements;
    }

    SchemaSketch withTable(TableSketch table) {
        List<TableSketch> changed = new ArrayList<>(tables);
        changed.removeIf(other -> other.name().equals(table.name()));
        changed.add(table);
        return new SchemaSketch(changed, views).makeConsistent();
    }

    SchemaSketch withView(int index, UnaryOperator<ViewSketch> change) {
        List<ViewSketch> changed = new ArrayList<>(views);
        changed.set(index, change.apply(changed.get(index)));
        return new SchemaSketch(tables, changed);
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

    SchemaSketch withRenamedTable(String from, String to) {
        List<TableSketch> renamed = new ArrayList<>();
        for (TableSketch table : tables) {
            TreeSet<String> references = new TreeSet<>(table.references());
            if (references.remove(from)) {
                references.add(to);
            }
            renamed.add((table.name().equals(from) ? table.withName(to) : table).withReferences(references));
        }
        List<ViewSketch> readers = views.stream()
                .map(view -> view.withBases(view.bases().stream()
                        .map(base -> base.equals(from) ? to : base)
                        .toList()))
                .toList();
        return new SchemaSketch(renamed, readers);
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
