package dev.cairn.engine.show;

import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the statement that SHOW CREATE VIEW prints, with all columns and the query as written. */
final class ShownView {
    private ShownView() {}

    static CreateView statement(View view) {
        return new CreateView(
                false,
                false,
                QualifiedName.of(view.name()),
                columns(view.columns()),
                text(view.comment()),
                view.security(),
                List.of(),
                view.definition().query(),
                Span.NONE);
    }

    static List<ViewStatement.ViewColumn> columns(List<ViewColumn> columns) {
        return columns.stream()
                .map(column -> new ViewStatement.ViewColumn(Name.of(column.name()), text(column.comment()), Span.NONE))
                .toList();
    }

    static @Nullable String text(String text) {
        return text.isEmpty() ? null : text;
    }
}
