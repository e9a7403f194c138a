package dev.cairn.engine.cluster;

import dev.cairn.sql.ast.ClusterPart;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.Placeholder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The properties of Iceberg tables. StarRocks has two of its own, {@code file_format} and {@code compression_codec}, in whose place
 * a server sets properties of Iceberg.
 */
final class IcebergProperties {
    /** The comment of a table, once more. */
    static final ClusterPart COMMENT = ClusterRules.propertyPart("comment");
    /** Where a table was created. A catalog shows it of each table, and it is not compared. */
    static final ClusterPart LOCATION = ClusterRules.propertyPart("location");

    private static final ClusterPart FORMAT = ClusterRules.propertyPart("write.format.default");
    private static final String DEFAULT_FORMAT = "parquet";

    private static final ClusterPart SHORT_FORMAT = ClusterRules.propertyPart("file_format");
    private static final ClusterPart SHORT_CODEC = ClusterRules.propertyPart("compression_codec");

    /** The properties that a server sets when it creates a table. */
    static final Map<String, String> DEFAULTS = Map.of(
            "format-version",
            "2",
            FORMAT.name(),
            DEFAULT_FORMAT,
            codecPart(DEFAULT_FORMAT).name(),
            "zstd");

    private IcebergProperties() {}

    /** Returns whether a property is not compared, or another part or property of the table is shown in its place. */
    static boolean isIgnored(ClusterPart part) {
        return part.equals(COMMENT) || part.equals(LOCATION) || part.equals(SHORT_FORMAT) || part.equals(SHORT_CODEC);
    }

    /** Returns the items of CREATE with the properties that it sets. */
    static List<ClusterItem> replaceInCreation(List<ClusterItem> items) {
        Map<ClusterPart, ClusterItem> itemsByPart = new LinkedHashMap<>();
        items.forEach(item -> itemsByPart.put(item.part(), item));
        ClusterItem format = itemsByPart.remove(SHORT_FORMAT);
        ClusterItem codec = itemsByPart.remove(SHORT_CODEC);
        if (format != null) {
            itemsByPart.putIfAbsent(FORMAT, new ClusterItem(FORMAT, format.value(), format.span()));
        }
        if (codec != null) {
            ClusterPart part = codecPart(format == null ? DEFAULT_FORMAT : format.value());
            itemsByPart.put(part, new ClusterItem(part, codec.value(), codec.span()));
        }
        return List.copyOf(itemsByPart.values());
    }

    /** Returns the parts of a table after ALTER, which sets the codec of the present format. */
    static SortedMap<ClusterPart, String> replaceAfterAlteration(SortedMap<ClusterPart, String> parts) {
        SortedMap<ClusterPart, String> storedParts = new TreeMap<>(parts);
        Optional.ofNullable(storedParts.remove(SHORT_FORMAT)).ifPresent(format -> storedParts.put(FORMAT, format));
        storedParts.computeIfPresent(FORMAT, (part, format) -> lowerCase(format));
        Optional.ofNullable(storedParts.remove(SHORT_CODEC))
                .ifPresent(
                        codec -> storedParts.put(codecPart(storedParts.getOrDefault(FORMAT, DEFAULT_FORMAT)), codec));
        return storedParts;
    }

    private static ClusterPart codecPart(String format) {
        return ClusterRules.propertyPart("write." + lowerCase(format) + ".compression-codec");
    }

    private static String lowerCase(String value) {
        return Placeholder.isPlaceholder(value) ? value : value.toLowerCase(Locale.ROOT);
    }
}
