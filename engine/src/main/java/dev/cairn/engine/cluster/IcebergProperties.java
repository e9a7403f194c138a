package dev.cairn.engine.cluster;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.cluster.ClusterPart;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The properties of Iceberg tables. StarRocks adds two properties, {@code file_format} and {@code compression_codec},
 * which a server replaces with properties of Iceberg.
 */
final class IcebergProperties {
    /** The property that repeats the comment of a table. */
    static final ClusterPart COMMENT = ClusterPart.ofProperty("comment");
    /** The location of a table. A catalog shows it for each table, so it is not compared. */
    static final ClusterPart LOCATION = ClusterPart.ofProperty("location");

    private static final ClusterPart FORMAT = ClusterPart.ofProperty("write.format.default");
    private static final String DEFAULT_FORMAT = "parquet";

    private static final ClusterPart STARROCKS_FORMAT = ClusterPart.ofProperty("file_format");
    private static final ClusterPart STARROCKS_CODEC = ClusterPart.ofProperty("compression_codec");

    private static final ClusterPart FORMAT_VERSION = ClusterPart.ofProperty("format-version");
    private static final String DEFAULT_FORMAT_VERSION = "2";
    private static final int MIN_FORMAT_VERSION = 1;
    private static final int MIN_FORMAT_VERSION_WITH_VARIANTS = 3;
    private static final int MAX_FORMAT_VERSION = 4;

    /** The properties that a server sets when it creates a table. */
    static final Map<String, String> CREATION_DEFAULT_BY_PROPERTY = Map.of(
            FORMAT_VERSION.name(),
            DEFAULT_FORMAT_VERSION,
            FORMAT.name(),
            DEFAULT_FORMAT,
            codecPart(DEFAULT_FORMAT).name(),
            "zstd");

    /** The default codecs of the formats other than Parquet, by the property. */
    private static final Map<String, String> DEFAULT_CODEC_BY_PROPERTY =
            Map.of(codecPart("orc").name(), "zlib", codecPart("avro").name(), "gzip");

    /** The file formats that CREATE accepts, although a server can't write all of them. */
    private static final Set<String> CREATION_FORMATS = Set.of(DEFAULT_FORMAT, "orc", "avro");

    /** The file formats of Iceberg, all of which ALTER accepts. */
    private static final Set<String> KNOWN_FORMATS = Set.of(DEFAULT_FORMAT, "orc", "avro", "puffin", "metadata");

    private static final Set<String> KNOWN_CODECS =
            Set.of("snappy", "gzip", "brotli", "zstd", "lz4", "zlib", "uncompressed", "none");

    private IcebergProperties() {}

    /** Returns the default value of a property; empty if it has none. */
    static Optional<String> findDefault(ClusterPart part) {
        return Optional.ofNullable(CREATION_DEFAULT_BY_PROPERTY.get(part.name()))
                .or(() -> Optional.ofNullable(DEFAULT_CODEC_BY_PROPERTY.get(part.name())));
    }

    /** Returns whether servers before 4.0 always set a property in CREATE, and refuse one that is set twice. */
    static boolean isSetByOlderServers(ClusterPart part) {
        return part.equals(FORMAT) || part.equals(FORMAT_VERSION);
    }

    /**
     * Requires values that CREATE accepts. CREATE accepts any codec, and ignores {@code file_format} if the property of
     * Iceberg is set.
     */
    static void checkCreation(List<ClusterItem> items) {
        boolean hasFormat = items.stream().anyMatch(item -> item.part().equals(FORMAT));
        for (ClusterItem item : items) {
            if (item.part().equals(STARROCKS_FORMAT) && !hasFormat) {
                requireKnown(item, CREATION_FORMATS, ClusterRule.ICEBERG_FORMAT_UNKNOWN);
            } else if (item.part().equals(FORMAT_VERSION) && !Placeholder.isPlaceholder(item.value())) {
                parseFormatVersion(item);
            }
        }
    }

    /** Requires values that ALTER accepts. */
    static void checkAlteration(ClusterItem item, ClusterObject currentObject) {
        if (item.part().equals(STARROCKS_FORMAT)) {
            requireKnown(item, KNOWN_FORMATS, ClusterRule.ICEBERG_FORMAT_UNKNOWN);
        } else if (item.part().equals(STARROCKS_CODEC)) {
            requireKnown(item, KNOWN_CODECS, ClusterRule.ICEBERG_CODEC_UNKNOWN);
        } else if (item.part().equals(FORMAT_VERSION) && !Placeholder.isPlaceholder(item.value())) {
            int version = parseFormatVersion(item);
            findFormatVersion(currentObject.parts())
                    .filter(versionBefore -> version < versionBefore)
                    .ifPresent(versionBefore -> {
                        throw Refusal.ofExecution(
                                item.span(), ClusterRule.ICEBERG_VERSION_DOWNGRADE, versionBefore, version);
                    });
        }
    }

    private static void requireKnown(ClusterItem item, Set<String> knownValues, ClusterRule rule) {
        if (!Placeholder.isPlaceholder(item.value())
                && !knownValues.contains(toLowerCaseUnlessPlaceholder(item.value()))) {
            throw Refusal.ofExecution(item.span(), rule, item.value());
        }
    }

    private static int parseFormatVersion(ClusterItem item) {
        if (item.value().matches("\\d{1,9}")) {
            int version = Integer.parseInt(item.value());
            if (version >= MIN_FORMAT_VERSION && version <= MAX_FORMAT_VERSION) {
                return version;
            }
        }
        throw Refusal.ofExecution(item.span(), ClusterRule.ICEBERG_VERSION_UNKNOWN, item.value());
    }

    /** Returns the version of the format; empty if it is a placeholder. */
    private static Optional<Integer> findFormatVersion(SortedMap<ClusterPart, String> parts) {
        String versionText = parts.getOrDefault(FORMAT_VERSION, DEFAULT_FORMAT_VERSION);
        return Placeholder.isPlaceholder(versionText) ? Optional.empty() : Optional.of(Integer.valueOf(versionText));
    }

    /** Returns whether the version of the format permits VARIANT; true if the version is a placeholder. */
    static boolean mayHaveVariants(SortedMap<ClusterPart, String> parts) {
        return findFormatVersion(parts)
                .filter(version -> version < MIN_FORMAT_VERSION_WITH_VARIANTS)
                .isEmpty();
    }

    /** Returns whether servers can write to the table: they write only Parquet. A placeholder may stand for it. */
    static boolean isWritable(SortedMap<ClusterPart, String> parts) {
        String format = parts.getOrDefault(FORMAT, DEFAULT_FORMAT);
        return Placeholder.isPlaceholder(format) || format.equalsIgnoreCase(DEFAULT_FORMAT);
    }

    /** Returns the location of a table in a catalog that derives it from the name; empty for any other catalog. */
    static Optional<String> findRequiredLocation(ClusterObject externalCatalog, ClusterObject table) {
        String warehouse = externalCatalog
                .parts()
                .getOrDefault(ClusterPart.ofProperty("iceberg.catalog.warehouse"), "")
                .replaceFirst("/+$", "");
        boolean isInFileSystem = externalCatalog
                .parts()
                .getOrDefault(ClusterPart.ofProperty("iceberg.catalog.type"), "")
                .equalsIgnoreCase("hadoop");
        return isInFileSystem && !warehouse.isEmpty() && !Placeholder.isContainedIn(warehouse)
                ? Optional.of(warehouse + "/"
                        + table.toSqlName(null).qualifier().orElseThrow().text() + "/" + table.name())
                : Optional.empty();
    }

    /**
     * Returns whether a reader of SHOW CREATE TABLE ignores the property: the comment has a clause of its own, the
     * location is not compared, and properties of Iceberg replace the properties of StarRocks.
     */
    static boolean isIgnored(ClusterPart part) {
        return part.equals(COMMENT)
                || part.equals(LOCATION)
                || part.equals(STARROCKS_FORMAT)
                || part.equals(STARROCKS_CODEC);
    }

    /**
     * Returns the items of CREATE, with properties of Iceberg in place of the properties of StarRocks. CREATE ignores
     * {@code file_format} if the format of Iceberg is set, too, but sets the codec of the format in {@code
     * file_format}.
     */
    static List<ClusterItem> replaceStarRocksItems(List<ClusterItem> items) {
        Map<ClusterPart, ClusterItem> itemByPart = new LinkedHashMap<>();
        items.forEach(item -> itemByPart.put(item.part(), item));
        ClusterItem formatItem = itemByPart.remove(STARROCKS_FORMAT);
        ClusterItem codecItem = itemByPart.remove(STARROCKS_CODEC);
        if (formatItem != null) {
            itemByPart.putIfAbsent(FORMAT, new ClusterItem(FORMAT, formatItem.value(), formatItem.span()));
        }
        if (codecItem != null) {
            ClusterPart part = codecPart(formatItem == null ? DEFAULT_FORMAT : formatItem.value());
            itemByPart.put(part, new ClusterItem(part, codecItem.value(), codecItem.span()));
        }
        return List.copyOf(itemByPart.values());
    }

    /**
     * Returns the parts of a table, with properties of Iceberg in place of the properties of StarRocks. Only ALTER can
     * have set the latter, because {@link #replaceStarRocksItems} has replaced those of CREATE. In ALTER, {@code
     * file_format} overrides the format of Iceberg, and the codec applies to the current format.
     */
    static SortedMap<ClusterPart, String> replaceStarRocksProperties(SortedMap<ClusterPart, String> parts) {
        SortedMap<ClusterPart, String> storedParts = new TreeMap<>(parts);
        Optional.ofNullable(storedParts.remove(STARROCKS_FORMAT)).ifPresent(format -> storedParts.put(FORMAT, format));
        storedParts.computeIfPresent(FORMAT, (part, format) -> toLowerCaseUnlessPlaceholder(format));
        Optional.ofNullable(storedParts.remove(STARROCKS_CODEC))
                .ifPresent(
                        codec -> storedParts.put(codecPart(storedParts.getOrDefault(FORMAT, DEFAULT_FORMAT)), codec));
        return storedParts;
    }

    private static ClusterPart codecPart(String format) {
        return ClusterPart.ofProperty("write." + toLowerCaseUnlessPlaceholder(format) + ".compression-codec");
    }

    private static String toLowerCaseUnlessPlaceholder(String value) {
        return Placeholder.isPlaceholder(value) ? value : value.toLowerCase(Locale.ROOT);
    }
}
