package dev.cairn.engine.index;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.IndexDefinition.Kind;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Checks the indexes of a new table, first each by itself, then all of them together. */
public final class TableIndexes {
    private TableIndexes() {}

    public static List<IndexDefinition> stored(
            ServerProfile profile, KeyModel model, List<IndexDefinition> indexes, List<Column> columns) {
        if (indexes.isEmpty()) {
            return List.of();
        }
        refuseVectors(indexes);
        List<IndexDefinition> stored = new ArrayList<>(indexes.size());
        Set<String> names = new HashSet<>();
        Set<String> indexed = new HashSet<>();
        for (IndexDefinition index : indexes) {
            IndexRules.checkAlone(index);
            stored.add(IndexRules.stored(profile, model, index, column(index, columns)));
            names.add(index.name().text().toLowerCase(Locale.ROOT));
            indexed.add(index.columns().get(0).text().toUpperCase(Locale.ROOT));
        }
        if (names.size() != indexes.size()) {
            throw Refusal.analysis(indexes.get(0).span(), "index name must be unique");
        }
        if (indexed.size() != indexes.size()) {
            throw Refusal.analysis(indexes.get(0).span(), "same index columns have multiple index name is not allowed");
        }
        return stored;
    }

    private static void refuseVectors(List<IndexDefinition> indexes) {
        List<Name> vectors = indexes.stream()
                .filter(index -> index.kind() == Kind.VECTOR)
                .map(IndexDefinition::name)
                .toList();
        if (vectors.size() > 1) {
            throw Refusal.analysis(
                    indexes.get(0).span(),
                    "At most one vector index is allowed for a table, but " + vectors.size() + " were found: "
                            + vectors);
        }
    }

    private static Column column(IndexDefinition index, List<Column> columns) {
        Name name = index.columns().get(0);
        for (Column column : columns) {
            if (column.is(name.text())) {
                return column;
            }
        }
        throw Refusal.analysis(index.span(), index.name() + " column does not exist in table. invalid column: " + name);
    }
}
