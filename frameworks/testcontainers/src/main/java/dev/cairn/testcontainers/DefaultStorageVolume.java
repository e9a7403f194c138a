package dev.cairn.testcontainers;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The storage volume of a shared-data cluster. */
record DefaultStorageVolume(String type, String location, Map<String, String> properties) {
    private static final Pattern LOCATION_PATTERN = Pattern.compile("(s3|hdfs|azblob|adls2|gs)://.+");
    private static final String VOLUME_NAME = "test_volume";

    static DefaultStorageVolume of(String location, Map<String, String> properties) {
        Matcher locationMatcher = LOCATION_PATTERN.matcher(location);
        if (!locationMatcher.matches()) {
            throw new IllegalArgumentException(
                    "Not a location of a storage volume, such as s3://bucket/path: " + location);
        }
        Map<String, String> effectiveProperties = new TreeMap<>(properties);
        effectiveProperties.putIfAbsent("enabled", "true");
        return new DefaultStorageVolume(
                locationMatcher.group(1).toUpperCase(Locale.ROOT), location, effectiveProperties);
    }

    List<String> renderCreationStatements() {
        String renderedProperties = properties.entrySet().stream()
                .map(propertyEntry -> ClusterPreparation.quoteLiteral(propertyEntry.getKey()) + " = "
                        + ClusterPreparation.quoteLiteral(propertyEntry.getValue()))
                .collect(Collectors.joining(", "));
        return List.of(
                "CREATE STORAGE VOLUME IF NOT EXISTS " + VOLUME_NAME + " TYPE = " + type + " LOCATIONS = ("
                        + ClusterPreparation.quoteLiteral(location) + ") PROPERTIES (" + renderedProperties + ")",
                "SET " + VOLUME_NAME + " AS DEFAULT STORAGE VOLUME");
    }
}
