package dev.cairn.corpus;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.sql.ast.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Compares a server's lists of views and their columns with a catalog. */
final class ViewAnswers {
    private final Catalog catalog;
    private final Script script;
    private final int number;
    private final Script.Step step;
    private final List<Verdict> verdicts = new ArrayList<>();

    ViewAnswers(Catalog catalog, Script script, int number, Script.Step step) {
        this.catalog = catalog;
        this.script = script;
        this.number = number;
        this.step = step;
    }

    /** Each row of information_schema.materialized_views that is about an asynchronous one. */
    List<Verdict> active() {
        int active = column("IS_ACTIVE");
        int reason = column("INACTIVE_REASON");
        if (!step.accepted() || active < 0) {
            return verdicts;
        }
        int name = column("TABLE_NAME");
        int scheme = column("REFRESH_TYPE");
        for (List<String> row : step.rows()) {
            boolean rollup = scheme >= 0 && "ROLLUP".equals(row.get(scheme));
            Optional<MaterializedView> view = view(name < 0 ? null : row.get(name));
            if (rollup || (view.isEmpty() && name < 0)) {
                continue;
            }
            String actual = view.map(each -> each.isActive() + " " + Objects.toString(each.inactiveReason(), ""))
                    .orElse("(no such view)");
            String expected = row.get(active) + " " + (reason < 0 ? "" : row.get(reason));
            compareAnswers(Check.ACTIVE, actual.startsWith(row.get(active)), expected, actual);
            if (row.get(active).equals("false") && reason >= 0) {
                compareAnswers(Check.INACTIVE, actual.equals(expected), expected, actual);
            }
        }
        return verdicts;
    }

    /** The only view of the script, if the answer names none. */
    private Optional<MaterializedView> view(String name) {
        List<MaterializedView> all = new ArrayList<>();
        for (Database database : catalog.databases().values()) {
            for (MaterializedView view : database.materializedViews().values()) {
                if (name == null || view.name().equals(name)) {
                    all.add(view);
                }
            }
        }
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    List<Verdict> columns(QualifiedName name, String database) {
        String in = name.qualifier().map(Object::toString).orElse(database);
        Database found = catalog.database(in).orElseThrow();
        List<ViewColumn> columns = found.view(name.lastPart().text())
                .map(View::columns)
                .orElseGet(() -> found.materializedView(name.lastPart().text())
                        .orElseThrow()
                        .storedColumns());
        List<String> actual = columns.stream().map(ViewColumn::name).toList();
        List<String> expected =
                step.rows().stream().map(row -> row.get(column("Field"))).toList();
        compareAnswers(Check.COLUMN_NAMES, expected.equals(actual), expected.toString(), actual.toString());
        for (int i = 0; expected.equals(actual) && i < columns.size(); i++) {
            judgeColumn(step.rows().get(i), columns.get(i));
        }
        return verdicts;
    }

    private void judgeColumn(List<String> row, ViewColumn column) {
        String expected = row.get(column("Type"));
        String actual = column.type() == null ? "(unknown)" : TypeFormat.formatForShowColumns(column.type());
        compareAnswers(Check.COLUMN_TYPES, expected.equalsIgnoreCase(actual), expected, column.name() + ": " + actual);
        String nullable = row.get(column("Null"));
        boolean same = nullable.equalsIgnoreCase("YES") == column.nullable();
        compareAnswers(Check.COLUMN_NULLABLE, same, nullable, column.name() + ": " + column.nullable());
        if (nullable.equalsIgnoreCase("NO")) {
            compareAnswers(Check.COLUMN_NOT_NULL, same, nullable, column.name() + ": " + column.nullable());
        }
    }

    private int column(String name) {
        List<String> columns = step.columns() == null ? List.of() : step.columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    private void compareAnswers(Check check, boolean good, String expected, String actual) {
        verdicts.add(new Verdict(script.id(), script.area(), number, step.sql(), check, good, expected, actual));
    }
}
