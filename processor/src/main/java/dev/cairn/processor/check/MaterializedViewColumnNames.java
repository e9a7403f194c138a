package dev.cairn.processor.check;

import dev.cairn.processor.check.rule.ReferencedColumns;
import dev.cairn.processor.check.rule.Suggestion;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import java.util.ArrayList;
import java.util.List;

/** Wherever a materialized view names one of its columns, it has one of that name. */
final class MaterializedViewColumnNames {
    private MaterializedViewColumnNames() {}

    static void check(Declaration declaration, CreateMaterializedView view, Findings findings) {
        List<String> columns =
                declaration.columns().stream().map(column -> column.name()).toList();
        for (Name name : named(view)) {
            if (columns.stream().noneMatch(name::is)) {
                String meant = Suggestion.after(name.text(), columns);
                findings.add(FindingCode.UNKNOWN_COLUMN, Place.of(name.span()), name.text(), meant);
            }
        }
    }

    private static List<Name> named(CreateMaterializedView view) {
        List<Name> names = new ArrayList<>();
        for (Expression item : view.partitionBy()) {
            names.addAll(ReferencedColumns.in(item));
        }
        if (view.distribution() instanceof Distribution.Hash hash) {
            names.addAll(hash.columns());
        }
        names.addAll(ReferencedColumns.ofOrder(view.orderBy()));
        for (IndexDefinition index : view.indexes()) {
            names.addAll(index.columns());
        }
        return names;
    }
}
