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
    private final int stepNumber;
    private final Script.Step step;
    private final List<Verdict> verdicts = new ArrayList<>();

    ViewAnswers(Catalog catalog, Script script, int stepNumber, Script.Step step) {
        this.catalog = catalog;
        this.script = script;
        this.stepNumber = stepNumber;
        this.step = step;
    }

    /** Compares each row of information_schema.materialized_views that describes an asynchronous materialized view. */
    List<Verdict> judgeActivity() {
        int activeIndex = indexOfColumn("IS_ACTIVE");
        int reasonIndex = indexOfColumn("INACTIVE_REASON");
        if (!step.isAccepted() || activeIndex < 0) {
            return verdicts;
        }
        int nameIndex = indexOfColumn("TABLE_NAME");
        int refreshTypeIndex = indexOfColumn("REFRESH_TYPE");
        for (List<String> row : step.rows()) {
            boolean isRollup = refreshTypeIndex >= 0 && "ROLLUP".equals(row.get(refreshTypeIndex));
            Optional<MaterializedView> view = findView(nameIndex < 0 ? null : row.get(nameIndex));
            if (isRollup || (view.isEmpty() && nameIndex < 0)) {
                continue;
            }
            String actual = view.map(each -> each.isActive() + " " + Objects.toString(each.inactiveReason(), ""))
                    .orElse("(no such view)");
            String expected = row.get(activeIndex) + " " + (reasonIndex < 0 ? "" : row.get(reasonIndex));
            compareAnswers(Check.ACTIVE, actual.startsWith(row.get(activeIndex)), expected, actual);
            if (row.get(activeIndex).equals("false") && reasonIndex >= 0) {
                compareAnswers(Check.INACTIVE, actual.equals(expected), expected, actual);
            }
        }
        return verdicts;
    }

    /**
     * Returns the materialized view with this name, or, if the name is null, the only materialized view of the script;
     * empty if not exactly one view matches.
     */
    private Optional<MaterializedView> findView(String name) {
        List<MaterializedView> matches = new ArrayList<>();
        for (Database database : catalog.databases().values()) {
            for (MaterializedView view : database.materializedViews().values()) {
                if (name == null || view.name().equals(name)) {
                    matches.add(view);
                }
            }
        }
        return matches.size() == 1 ? Optional.of(matches.get(0)) : Optional.empty();
    }

    /** Compares the names, types and nullability of the columns of a view. */
    List<Verdict> judgeColumns(QualifiedName name, String database) {
        String databaseName = name.qualifier().map(Object::toString).orElse(database);
        Database viewDatabase = catalog.findDatabase(databaseName).orElseThrow();
        List<ViewColumn> columns = viewDatabase
                .findView(name.lastPart().text())
                .map(View::columns)
                .orElseGet(() -> viewDatabase
                        .findMaterializedView(name.lastPart().text())
                        .orElseThrow()
                        .storedColumns());
        List<String> actual = columns.stream().map(ViewColumn::name).toList();
        List<String> expected =
                step.rows().stream().map(row -> row.get(indexOfColumn("Field"))).toList();
        compareAnswers(Check.COLUMN_NAMES, expected.equals(actual), expected.toString(), actual.toString());
        for (int i = 0; expected.equals(actual) && i < columns.size(); i++) {
            judgeColumn(step.rows().get(i), columns.get(i));
        }
        return verdicts;
    }

    private void judgeColumn(List<String> row, ViewColumn column) {
        String expected = row.get(indexOfColumn("Type"));
        String actual = column.type() == null ? "(unknown)" : TypeFormat.formatForShowColumns(column.type());
        compareAnswers(Check.COLUMN_TYPES, expected.equalsIgnoreCase(actual), expected, column.name() + ": " + actual);
        String nullable = row.get(indexOfColumn("Null"));
        boolean isSame = nullable.equalsIgnoreCase("YES") == column.isNullable();
        compareAnswers(Check.COLUMN_NULLABLE, isSame, nullable, column.name() + ": " + column.isNullable());
        if (nullable.equalsIgnoreCase("NO")) {
            compareAnswers(Check.COLUMN_NOT_NULL, isSame, nullable, column.name() + ": " + column.isNullable());
        }
    }

    private int indexOfColumn(String name) {
        List<String> columns = step.columns() == null ? List.of() : step.columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    private void compareAnswers(Check check, boolean isMatch, String expected, String actual) {
        verdicts.add(new Verdict(script.id(), script.area(), stepNumber, step.sql(), check, isMatch, expected, actual));
    }
}
