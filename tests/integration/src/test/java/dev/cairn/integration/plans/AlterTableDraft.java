package dev.cairn.integration.plans;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** A random schema. All references in it lead to objects that it has. */
record AlterTableDraft(List<TableSketch> tables, List<ViewSketch> views) {
    AlterTableDraft {
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
        List<TableSketch> left = new ArrayList<>(tables);
        while (!left.isEmpty()) {
            TableSketch next = left.stream()
                    .filter(table ->
                            left.stream().noneMatch(other -> table.references().contains(other.name())))
                    .findFirst()
                    .orElseThrow();
            left.remove(next);
            statements.add(next.statement());
            next.rollup().ifPresent(statements::add);
        }
        views.forEach(view -> statements.add(view.statement(this)));
        return statements;
    }

    AlterTableDraft with(TableSketch table) {
        List<TableSketch> changed = new ArrayList<>(tables);
        changed.removeIf(other -> other.name().equals(table.name()));
        changed.add(table);
        return new AlterTableDraft(changed, views).consistent();
    }

    AlterTableDraft withView(int index, UnaryOperator<ViewSketch> change) {
        List<ViewSketch> changed = new ArrayList<>(views);
        changed.set(index, change.apply(changed.get(index)));
        return new AlterTableDraft(tables, changed);
    }

    /** Returns the schema without a relation; what reads it reads another one, or goes with it. */
    AlterTableDraft without(String name) {
        List<TableSketch> fewer =
                tables.stream().filter(table -> !table.name().equals(name)).toList();
        List<ViewSketch> left = new ArrayList<>();
        for (ViewSketch view : views) {
            if (!view.name().equals(name)) {
                List<String> bases = view.bases().stream()
                        .map(base -> base.equals(name) && !fewer.isEmpty()
                                ? fewer.get(0).name()
                                : base)
                        .distinct()
                        .toList();
                left.add(view.reading(bases));
            }
        }
        return new AlterTableDraft(fewer, left).consistent();
    }

    AlterTableDraft renamed(String from, String to) {
        List<TableSketch> renamed = new ArrayList<>();
        for (TableSketch table : tables) {
            TreeSet<String> references = new TreeSet<>(table.references());
            if (references.remove(from)) {
                references.add(to);
            }
            renamed.add((table.name().equals(from) ? table.named(to) : table).referring(references));
        }
        List<ViewSketch> reading = views.stream()
                .map(view -> view.reading(view.bases().stream()
                        .map(base -> base.equals(from) ? to : base)
                        .toList()))
                .toList();
        return new AlterTableDraft(renamed, reading);
    }

    /** Removes references to tables to which none may refer, and views without a base. */
    private AlterTableDraft consistent() {
        List<TableSketch> referring = new ArrayList<>();
        for (TableSketch table : tables) {
            TreeSet<String> references = new TreeSet<>(table.references());
            references.removeIf(
                    name -> table(name).filter(TableSketch::canBeReferredTo).isEmpty());
            referring.add(table.referring(references));
        }
        List<ViewSketch> known = new ArrayList<>();
        for (ViewSketch view : views) {
            boolean reads = view.bases().stream()
                    .allMatch(base -> isTable(base)
                            || known.stream().anyMatch(other -> other.name().equals(base)));
            if (reads) {
                known.add(view);
            }
        }
        return new AlterTableDraft(referring, known);
    }
}
