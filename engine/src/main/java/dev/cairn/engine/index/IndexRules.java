package dev.cairn.engine.index;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.IndexDefinition.Kind;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.token.RefusalRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Defines which indexes a column can have, and which defaults the server adds to an index definition. GIN and VECTOR
 * indexes have separate rules, {@link GinIndexRules} and {@link VectorIndexRules}.
 */
public final class IndexRules {
    private static final int MAX_NAME_LENGTH = 64;

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

    /** Applies the checks of an index that do not need its table. */
    public static void checkNameAndColumnCount(IndexDefinition index) {
        String name = index.name().text();
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
            throw Refusal.ofAnalysis(index.span(), IndexRule.INDEX_NAME_LENGTH);
        }
        if (index.columns().size() != 1) {
            throw Refusal.ofAnalysis(index.span(), IndexRule.INDEX_OF_SEVERAL_COLUMNS, name);
        }
    }

    /**
     * Returns the indexes of a new table as the server stores them. The order of the checks decides which error the
     * server gives: the number of vector indexes, then each index by itself, then repeated names and columns.
     */
    public static List<IndexDefinition> createStoredIndexes(
            ServerProfile profile, KeyModel model, List<IndexDefinition> indexes, List<Column> columns) {
        if (indexes.isEmpty()) {
            return List.of();
        }
        requireAtMostOneVectorIndex(indexes);
        List<IndexDefinition> storedIndexes = new ArrayList<>(indexes.size());
        Set<String> indexNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Set<String> indexedColumnNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (IndexDefinition index : indexes) {
            checkNameAndColumnCount(index);
            storedIndexes.add(createStoredIndex(profile, model, index, requireColumn(index, columns)));
            indexNames.add(index.name().text());
            indexedColumnNames.add(index.columns().get(0).text());
        }
        if (indexNames.size() != indexes.size()) {
            throw Refusal.ofAnalysis(indexes.get(0).span(), IndexRule.INDEX_NAME_REPEATED);
        }
        if (indexedColumnNames.size() != indexes.size()) {
            throw Refusal.ofAnalysis(indexes.get(0).span(), IndexRule.INDEX_COLUMNS_REPEATED);
        }
        return storedIndexes;
    }

    private static void requireAtMostOneVectorIndex(List<IndexDefinition> indexes) {
        List<Name> vectorIndexNames = new ArrayList<>();
        for (IndexDefinition index : indexes) {
            if (index.kind() == Kind.VECTOR) {
                vectorIndexNames.add(index.name());
            }
        }
        if (vectorIndexNames.size() > 1) {
            throw Refusal.ofAnalysis(indexes.get(0).span(), IndexRule.SEVERAL_VECTOR_INDEXES, vectorIndexNames);
        }
    }

    private static Column requireColumn(IndexDefinition index, List<Column> columns) {
        Name name = index.columns().get(0);
        for (Column column : columns) {
            if (column.isNamed(name.text())) {
                return column;
            }
        }
        throw Refusal.ofAnalysis(index.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, name);
    }

    /**
     * Returns the index as the server stores it: with its kind, its sorted properties including defaults, and a
     * comment.
     */
    public static IndexDefinition createStoredIndex(
            ServerProfile profile, KeyModel model, IndexDefinition index, Column column) {
        IndexRules rules = new IndexRules(profile, model, index, column);
        Kind kind = index.kind() == null ? Kind.BITMAP : index.kind();
        TreeMap<String, String> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        index.properties().forEach(propertyEntry -> properties.put(propertyEntry.name(), propertyEntry.value()));
        return new IndexDefinition(
                index.name(),
                List.of(Name.of(column.name())),
                kind,
                rules.completeProperties(kind, properties).entrySet().stream()
                        .map(propertyEntry -> Property.of(propertyEntry.getKey(), propertyEntry.getValue()))
                        .toList(),
                index.comment() == null ? "" : index.comment(),
                index.span());
    }

    /** Checks the column and the properties, adds the defaults to the given map, and returns the stored properties. */
    private Map<String, String> completeProperties(Kind kind, SortedMap<String, String> properties) {
        return switch (kind) {
            case BITMAP -> {
                checkBitmapColumn();
                yield properties;
            }
            case GIN -> completeGinProperties(properties);
            case NGRAMBF -> completeNgramProperties(properties);
            case VECTOR -> new VectorIndexRules(profile, model, index, column).completeProperties(properties);
        };
    }

    private boolean isDuplicateOrPrimary() {
        return model == KeyModel.DUPLICATE || model == KeyModel.PRIMARY;
    }

    private Refusal createRefusal(RefusalRule rule, Object... arguments) {
        return Refusal.ofAnalysis(index.span(), rule, arguments);
    }

    private void checkBitmapColumn() {
        PrimitiveType type = PrimitiveType.of(column.type());
        boolean isIndexable = type.isDateOrDatetime()
                || type.isFixedPoint()
                || type.isDecimalV3()
                || type.isCharacterType()
                || type == PrimitiveType.HLL
                || type == PrimitiveType.BOOLEAN;
        if (!isIndexable) {
            throw createRefusal(IndexRule.COLUMN_TYPE_UNSUPPORTED, "BITMAP", column.name(), type);
        }
        if (!isDuplicateOrPrimary() && !column.isKey()) {
            throw createRefusal(IndexRule.INDEX_ON_VALUE_COLUMN, "BITMAP", column.name());
        }
    }

    private Map<String, String> completeNgramProperties(SortedMap<String, String> properties) {
        if (!PrimitiveType.of(column.type()).isCharacterType()) {
            throw createRefusal(
                    IndexRule.COLUMN_TYPE_UNSUPPORTED,
                    "NGRAMBF",
                    column.name(),
                    TypeFormat.formatForMessages(column.type()));
        }
        if (!isDuplicateOrPrimary() && !column.isKey()) {
            throw createRefusal(IndexRule.INDEX_ON_VALUE_COLUMN, "NGRAMBF", column.name());
        }
        String rateText = properties.computeIfAbsent(
                KnownProperty.BLOOM_FILTER_FPP.propertyName(), name -> String.valueOf(BloomFilterColumns.DEFAULT_RATE));
        BloomFilterColumns.parseRate(rateText, index.span());
        checkGramNumber(properties.computeIfAbsent("gram_num", name -> "2"));
        String caseSensitiveText = properties.computeIfAbsent("case_sensitive", name -> "true");
        if (!caseSensitiveText.equalsIgnoreCase("true") && !caseSensitiveText.equalsIgnoreCase("false")) {
            throw createRefusal(CommonRule.NOT_BOOLEAN, "case_sensitive", caseSensitiveText);
        }
        return properties;
    }

    private void checkGramNumber(String gramNumberText) {
        int gramNumber;
        try {
            gramNumber = Integer.parseInt(gramNumberText);
        } catch (NumberFormatException failure) {
            throw Refusal.ofExecution(index.span(), CommonRule.NOT_A_NUMBER, "gram_num", gramNumberText);
        }
        if (gramNumber <= 0) {
            throw createRefusal(CommonRule.MUST_BE_POSITIVE, "gram_num");
        }
    }

    private Map<String, String> completeGinProperties(SortedMap<String, String> properties) {
        boolean supportsPrimaryKey = profile.isAtLeast(Version.V4_0);
        if (model != KeyModel.DUPLICATE && !(supportsPrimaryKey && model == KeyModel.PRIMARY)) {
            throw createRefusal(
                    IndexRule.KEY_MODEL_UNSUPPORTED,
                    "GIN",
                    supportsPrimaryKey ? "DUPLICATE KEY or PRIMARY KEY" : "DUPLICATE KEY");
        }
        if (!PrimitiveType.of(column.type()).isCharacterType()) {
            throw createRefusal(
                    IndexRule.COLUMN_TYPE_UNSUPPORTED,
                    "GIN",
                    column.name(),
                    TypeFormat.formatForMessages(column.type()));
        }
        if (profile.isSharedData() && !profile.isAtLeast(Version.V4_0)) {
            throw createRefusal(CommonRule.NOT_IN_SHARED_DATA, "The GIN index");
        }
        if (!profile.hasGin()) {
            throw createRefusal(IndexRule.INDEX_DISABLED, "GIN", "enable_experimental_gin");
        }
        return new GinIndexRules(profile, index).completeProperties(properties);
    }
}
