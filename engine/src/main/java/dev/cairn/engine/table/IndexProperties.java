package dev.cairn.engine.table;

import dev.cairn.catalog.Column;
import dev.cairn.engine.index.BloomFilterColumns;
import dev.cairn.engine.index.BloomFilters;
import dev.cairn.engine.property.PropertyBag;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.IndexDefinition.Kind;
import dev.cairn.sql.ast.KeyModel;
import java.util.List;
import java.util.Set;

/** Properties of a new table about what is found fast: bloom filters, and the index of a primary key. */
final class IndexProperties {
    private static final String PERSISTENT_INDEX = "enable_persistent_index";

    private final TableDraft draft;
    private final List<Column> columns;
    private final PropertyBag properties;

    IndexProperties(TableDraft draft, List<Column> columns) {
        this.draft = draft;
        this.columns = columns;
        this.properties = draft.properties();
    }

    void takeBloomFilters() {
        String list = properties.look(BloomFilterColumns.COLUMNS);
        List<String> filtered = List.of();
        if (list != null && !list.isEmpty()) {
            try {
                filtered = BloomFilters.columns(list, columns, draft.model());
            } catch (InvalidValueException e) {
                throw properties.refusal(BloomFilterColumns.COLUMNS, e.problem());
            }
            properties.take(BloomFilterColumns.COLUMNS);
            properties.store(BloomFilterColumns.COLUMNS, String.join(", ", BloomFilterColumns.names(filtered)));
        }
        String rate = properties.take(BloomFilterColumns.RATE);
        if (rate != null) {
            double number = BloomFilters.falsePositives(rate, properties.at(BloomFilterColumns.RATE));
            if (!filtered.isEmpty() && number != BloomFilterColumns.DEFAULT_RATE) {
                properties.store(BloomFilterColumns.RATE, Double.toString(number));
            }
        }
        Set<String> names = BloomFilterColumns.names(filtered);
        for (IndexDefinition index : draft.indexes()) {
            String column = index.columns().get(0).text();
            if (index.kind() == Kind.NGRAMBF && names.contains(column)) {
                throw properties.refusal(
                        BloomFilterColumns.COLUMNS,
                        "column " + column + " should only have one bloom filter index or ngram bloom filter index");
            }
        }
    }

    void takePersistentIndex() {
        String said = properties.take(PERSISTENT_INDEX);
        if (draft.model() == KeyModel.PRIMARY) {
            if (said != null && !Boolean.parseBoolean(said)) {
                throw properties.refusal(
                        PERSISTENT_INDEX,
                        "In-Memory index is not supported, please create table with persistent index");
            }
            properties.storeOrAssume(PERSISTENT_INDEX, said == null ? null : "true", "true");
        }
    }

    void takeCacheExpiry() {
        String name = "primary_index_cache_expire_sec";
        String said = properties.take(name);
        if (said == null) {
            return;
        }
        int seconds = properties.requireInt(said, name, "Property " + name + " must be integer: " + said);
        if (seconds < 0) {
            throw properties.refusal(name, "Property " + name + " must not be less than 0");
        }
        if (seconds > 0 && draft.model() == KeyModel.PRIMARY) {
            properties.store(name, Integer.toString(seconds));
        }
    }
}
