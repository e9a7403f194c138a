package dev.cairn.engine.index;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.IndexDefinition.Kind;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which indexes a column may have, and what the server adds to their definition. */
public final class IndexRules {
    private static final int LONGEST_NAME = 64;

    private final ServerProfile profile;
    private final KeyModel model;
    private final IndexDefinition index;
    private final Column column;

    private IndexRules(ServerProfile profile, KeyModel model, IndexDefinition index, Column column) {
        this.profile = profile;
        this.model = model;
        this.index = index;
        this.column = column;
    }

    /** What can be said of an index without knowing its table. */
    public static void checkAlone(IndexDefinition index) {
        String name = index.name().text();
        if (name.isEmpty()) {
            throw Refusal.analysis(index.span(), "index name cannot be blank.");
        }
        if (name.length() > LONGEST_NAME) {
            throw Refusal.analysis(index.span(), "index name too long, the index name length at most is 64.");
        }
        long distinct = index.columns().stream()
                .map(column -> column.text().toUpperCase(Locale.ROOT))
                .distinct()
                .count();
        if (distinct != index.columns().size()) {
            throw Refusal.analysis(index.span(), "columns of index has duplicated.");
        }
        if (distinct != 1) {
            throw Refusal.analysis(index.span(), name + " index can only apply to a single column.");
        }
    }

    /** The index as the server stores it: with its kind, its properties in order and with defaults, and a comment. */
    public static IndexDefinition stored(ServerProfile profile, KeyModel model, IndexDefinition index, Column column) {
        IndexRules rules = new IndexRules(profile, model, index, column);
        Kind kind = index.kind() == null ? Kind.BITMAP : index.kind();
        TreeMap<String, String> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        index.properties().forEach(property -> properties.put(property.name(), property.value()));
        return new IndexDefinition(
                index.name(),
                List.of(Name.of(column.name())),
                kind,
                rules.checked(kind, properties).entrySet().stream()
                        .map(property -> Property.of(property.getKey(), property.getValue()))
                        .toList(),
                index.comment() == null ? "" : index.comment(),
                index.span());
    }

    private Map<String, String> checked(Kind kind, SortedMap<String, String> properties) {
        return switch (kind) {
            case BITMAP -> bitmap(properties);
            case GIN -> gin(properties);
            case NGRAMBF -> ngram(properties);
            case VECTOR -> new VectorIndex(profile, model, index, column).checked(properties);
        };
    }

    private boolean isDuplicateOrPrimary() {
        return model == KeyModel.DUPLICATE || model == KeyModel.PRIMARY;
    }

    private Refusal refusal(String detail) {
        return Refusal.analysis(index.span(), detail);
    }

    private Map<String, String> bitmap(SortedMap<String, String> properties) {
        PrimitiveType type = PrimitiveType.of(column.type());
        boolean indexable = type.isDate()
                || type.isFixedPoint()
                || type.isDecimalV3()
                || type.isCharacters()
                || type == PrimitiveType.HLL
                || type == PrimitiveType.BOOLEAN;
        if (!indexable) {
            throw refusal(type + " is not supported in bitmap index. invalid column: " + column.name());
        }
        if (!isDuplicateOrPrimary() && !column.key()) {
            throw refusal("BITMAP index only used in columns of DUP_KEYS/PRIMARY_KEYS table or key columns of"
                    + " UNIQUE_KEYS/AGG_KEYS table. invalid column: " + column.name());
        }
        return properties;
    }

    private Map<String, String> ngram(SortedMap<String, String> properties) {
        if (!PrimitiveType.of(column.type()).isCharacters()) {
            throw refusal("Invalid ngram bloom filter column '" + column.name() + "': unsupported type "
                    + TypeText.named(column.type()));
        }
        if (!isDuplicateOrPrimary() && !column.key()) {
            throw refusal("Ngram Bloom filter index only used in columns of DUP_KEYS/PRIMARY table or "
                    + "key columns of UNIQUE_KEYS/AGG_KEYS table. invalid column: " + column.name());
        }
        BloomFilters.falsePositives(properties.getOrDefault("bloom_filter_fpp", "0.05"), index.span());
        checkGramNumber(properties.getOrDefault("gram_num", "2"));
        String caseSensitive = properties.getOrDefault("case_sensitive", "true");
        if (!caseSensitive.equalsIgnoreCase("true") && !caseSensitive.equalsIgnoreCase("false")) {
            throw refusal("Ngram Bloom filter's case_sensitive should be true or false");
        }
        properties.putIfAbsent("bloom_filter_fpp", "0.05");
        properties.putIfAbsent("gram_num", "2");
        properties.putIfAbsent("case_sensitive", "true");
        return properties;
    }

    private void checkGramNumber(String text) {
        int number;
        try {
            number = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Refusal.execution(index.span(), "For input string: \"" + text + "\"");
        }
        if (number <= 0) {
            throw refusal("Ngram Bloom filter's gram_num should be positive number");
        }
    }

    private Map<String, String> gin(SortedMap<String, String> properties) {
        boolean primary = profile.atLeast(Version.V4_0);
        if (model != KeyModel.DUPLICATE && !(primary && model == KeyModel.PRIMARY)) {
            throw refusal(
                    "The inverted index can only be build on DUPLICATE" + (primary ? "/PRIMARY_KEYS" : "") + " table.");
        }
        if (!PrimitiveType.of(column.type()).isCharacters()) {
            throw refusal("The inverted index can only be build on column with type of CHAR/STRING/VARCHAR type.");
        }
        if (!profile.gin()) {
            throw refusal("The inverted index is disabled, enable it by setting FE config `enable_experimental_gin`"
                    + " to true");
        }
        return new InvertedIndex(profile, index, column).checked(properties);
    }
}
