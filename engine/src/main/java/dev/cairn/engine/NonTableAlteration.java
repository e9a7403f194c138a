package dev.cairn.engine;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.context.Cost;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.index.BloomFilterColumns;
import dev.cairn.engine.index.IndexRules;
import dev.cairn.engine.materialized.MaterializedProperties;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Applies ALTER TABLE to a materialized view, of which it can change only indexes and bloom filters, and refuses it for
 * a view.
 */
record NonTableAlteration(ServerState server, ResolvedTableName place) {
    /** The result, or empty if the name does not denote a view or a materialized view. */
    Optional<StatementResult> altered(List<AlterClause> clauses) {
        Optional<Database> database = place.database(server);
        if (database.isEmpty() || database.get().table(place.table()).isPresent()) {
            return Optional.empty();
        }
        if (database.get().view(place.table()).isPresent()) {
            throw Refusal.analysis(place.span(), ObjectRule.NOT_NATIVE, place.inDatabase());
        }
        return database.get()
                .materializedView(place.table())
                .map(view -> server.changed(database.get().with(altered(view, clauses)), Cost.IMMEDIATE));
    }

    private MaterializedView altered(MaterializedView view, List<AlterClause> clauses) {
        MaterializedView altered = view;
        for (AlterClause clause : clauses) {
            if (clause instanceof AlterClause.AddIndex add) {
                altered = with(altered, add.index());
            } else if (clause instanceof AlterClause.DropIndex drop) {
                altered = without(altered, drop.index());
            } else if (clause instanceof AlterClause.SetProperties set && setsFilters(set)) {
                altered = filtered(altered, set);
            } else {
                throw Refusal.located(
                        place.span(), place.span(), ObjectRule.MATERIALIZED_VIEW_ALTERED_AS_TABLE, view.name());
            }
        }
        return altered;
    }

    private static boolean setsFilters(AlterClause.SetProperties set) {
        return set.properties().stream().anyMatch(property -> property.name().equals(BloomFilterColumns.COLUMNS));
    }

    private MaterializedView with(MaterializedView view, IndexDefinition index) {
        Name name = index.columns().get(0);
        Column column = view.tableColumns().stream()
                .filter(each -> each.is(name.text()))
                .findFirst()
                .orElseThrow(() -> Refusal.analysis(name.span(), ObjectRule.COLUMN_NOT_FOUND, name, view.name()));
        for (IndexDefinition other : view.indexes()) {
            if (other.name().is(index.name().text())) {
                throw Refusal.execution(index.span(), ObjectRule.INDEX_EXISTS, index.name());
            }
            if (other.columns().get(0).is(name.text())) {
                throw Refusal.execution(index.span(), ObjectRule.INDEX_FOR_COLUMNS_EXISTS, name);
            }
        }
        List<IndexDefinition> indexes = new ArrayList<>(view.indexes());
        indexes.add(IndexRules.stored(server.profile(), KeyModel.DUPLICATE, index, column));
        return view.withIndexes(indexes);
    }

    private static MaterializedView without(MaterializedView view, Name index) {
        List<IndexDefinition> indexes = new ArrayList<>(view.indexes());
        if (!indexes.removeIf(each -> index.is(each.name().text()))) {
            throw Refusal.execution(index.span(), ObjectRule.INDEX_NOT_FOUND, index);
        }
        return view.withIndexes(indexes);
    }

    private static MaterializedView filtered(MaterializedView view, AlterClause.SetProperties set) {
        String list = set.properties().get(0).value();
        if (list.isEmpty()) {
            return view.withProperties(view.properties().without(BloomFilterColumns.COLUMNS));
        }
        try {
            String filters = MaterializedProperties.bloomFilters(view, list);
            return view.withProperties(view.properties().with(BloomFilterColumns.COLUMNS, filters));
        } catch (InvalidValueException e) {
            throw Refusal.execution(set.properties().get(0).span(), e.rule(), e.arguments());
        }
    }
}
