package dev.cairn.plan.lint;

import dev.cairn.catalog.StoredProperties;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.OfMaterializedView;
import dev.cairn.plan.part.SchemaObject.OfTable;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.StatementTarget;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Properties that a statement says and that have left no trace. */
final class IgnoredProperties {
    /** Words that are kept in another place than among the properties. */
    private static final Set<String> ELSEWHERE = Set.of("default.replication_num", "default.storage_medium");

    private IgnoredProperties() {}

    static List<String> in(SimulatedAction played) {
        ObjectName subject = StatementTarget.of(played);
        if (subject == null) {
            return List.of();
        }
        Optional<StoredProperties> kept =
                SchemaObject.find(played.after(), subject).flatMap(IgnoredProperties::properties);
        List<String> ignored = new ArrayList<>();
        for (Property property : said(played.action().statement())) {
            boolean unset = property.value().isEmpty() || ELSEWHERE.contains(property.name());
            if (kept.isPresent() && !unset && !kept.get().has(property.name())) {
                ignored.add(property.name());
            }
        }
        return ignored;
    }

    private static Optional<StoredProperties> properties(SchemaObject object) {
        if (object instanceof OfTable held) {
            return Optional.of(held.table().properties());
        }
        return object instanceof OfMaterializedView held
                ? Optional.of(held.view().properties())
                : Optional.empty();
    }

    private static List<Property> said(@Nullable Statement statement) {
        if (statement instanceof Statement.CreateTable create) {
            return create.properties();
        }
        if (statement instanceof ViewStatement.CreateMaterializedView create) {
            return create.properties();
        }
        if (statement instanceof Statement.AlterTable alter
                && alter.clauses().size() == 1
                && alter.clauses().get(0) instanceof AlterClause.SetProperties set) {
            return set.properties();
        }
        return List.of();
    }
}
