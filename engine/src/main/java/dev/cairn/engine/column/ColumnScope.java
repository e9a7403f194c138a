package dev.cairn.engine.column;

import dev.cairn.analysis.expression.Scope;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The scope of expressions over one table: its columns, and the fields of struct columns. */
public record ColumnScope(Function<String, Optional<ExpressionType>> columns) implements Scope {
    static ColumnScope of(Table table) {
        return new ColumnScope(name -> table.column(name).map(ColumnScope::typed));
    }

    public static ColumnScope ofDraft(List<DraftColumn> columns) {
        return new ColumnScope(name -> columns.stream()
                .filter(column -> column.is(name))
                .findFirst()
                .map(column -> ExpressionType.of(column.type(), column.nullable())));
    }

    static ExpressionType typed(Column column) {
        return ExpressionType.of(column.type(), column.nullable());
    }

    /**
     * User-defined functions belong to a database. Functions of the table's own database could be called without a
     * qualifier, but this is rare and not supported here.
     */
    @Override
    public boolean mayKnow(QualifiedName function) {
        return function.parts().size() > 1;
    }

    @Override
    public Resolved column(QualifiedName name, Span at) {
        List<Name> parts = name.parts();
        for (int first = 0; first < parts.size(); first++) {
            Optional<ExpressionType> column = columns.apply(parts.get(first).text());
            if (column.isPresent()) {
                ExpressionType typed = column.get();
                for (Name field : parts.subList(first + 1, parts.size())) {
                    typed = typed.field(field, at);
                }
                return new Resolved(name, typed);
            }
        }
        throw Refusal.analysis(at, "Column '" + name + "' cannot be resolved");
    }
}
