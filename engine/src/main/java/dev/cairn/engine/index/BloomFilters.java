package dev.cairn.engine.index;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Parses the properties {@code bloom_filter_columns} and {@code bloom_filter_fpp}. */
public final class BloomFilters {
    private static final double LEAST = 0.0001;
    private static final double MOST = 0.05;

    private BloomFilters() {}

    /** The columns that get a filter, in the order of the list and with the table's spelling of their names. */
    public static List<String> columns(String list, List<Column> columns, KeyModel model) throws InvalidValueException {
        Map<String, Column> byName = new HashMap<>();
        for (Column column : columns) {
            byName.putIfAbsent(column.name().toLowerCase(Locale.ROOT), column);
        }
        Set<String> seen = new HashSet<>();
        List<String> names = new ArrayList<>();
        // Empty names at the end of the list are ignored.
        for (String item : list.split(",", 0)) {
            String name = item.trim();
            Column column = byName.get(name.toLowerCase(Locale.ROOT));
            if (column == null) {
                throw new InvalidValueException("Invalid bloom filter column '" + name + "': not exists");
            }
            check(column, name, model);
            if (!seen.add(column.name())) {
                throw new InvalidValueException("Duplicate bloom filter column '" + name + "'");
            }
            names.add(column.name());
        }
        return names;
    }

    private static void check(Column column, String name, KeyModel model) throws InvalidValueException {
        if (!PrimitiveType.of(column.type()).supportsBloomFilter()) {
            throw new InvalidValueException(
                    "Invalid bloom filter column '" + name + "': unsupported type " + TypeText.named(column.type()));
        }
        if (!column.key() && model != KeyModel.PRIMARY && model != KeyModel.DUPLICATE) {
            throw new InvalidValueException("Bloom filter index only used in columns of DUP_KEYS/PRIMARY table or "
                    + "key columns of UNIQUE_KEYS/AGG_KEYS table. invalid column: " + name);
        }
    }

    /** The false positive rate. */
    public static double falsePositives(String text, Span at) {
        double rate;
        try {
            rate = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw Refusal.analysis(at, "Bloom filter fpp is not Double");
        }
        if (!(rate >= LEAST && rate <= MOST)) {
            throw Refusal.analysis(at, "Bloom filter fpp should in [" + LEAST + ", " + MOST + "]");
        }
        return rate;
    }
}
