package dev.cairn.engine.show;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A materialized view as a person would write it: nothing is said that the server adds by itself. */
final class WrittenMaterializedView {
    private WrittenMaterializedView() {}

    static CreateMaterializedView statement(ServerProfile profile, MaterializedView view) {
        CreateMaterializedView shown = ShowCreate.shown(profile, view);
        return new CreateMaterializedView(
                false,
                shown.name(),
                shown.columns(),
                view.indexes(),
                ShownView.text(view.comment()),
                shown.partitionBy(),
                shown.partitionParentheses(),
                distribution(view.distribution()),
                ShownTable.orderBy(view.sortKey()),
                shown.refresh(),
                said(shown.properties(), view),
                shown.query(),
                Span.NONE);
    }

    private static @Nullable Distribution distribution(Distribution distribution) {
        return distribution instanceof Distribution.Random && distribution.buckets() == null ? null : distribution;
    }

    /** In the order in which they are shown. */
    private static List<Property> said(List<Property> shown, MaterializedView view) {
        return shown.stream()
                .filter(property -> view.properties().settings().containsKey(property.name())
                        && !view.properties().settings().get(property.name()).assumed())
                .toList();
    }
}
