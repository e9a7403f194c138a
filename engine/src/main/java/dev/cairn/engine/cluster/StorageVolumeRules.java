package dev.cairn.engine.cluster;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.Database;
import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.value.JsonReader;
import dev.cairn.engine.value.JsonWriter;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.sql.token.RefusalRule;
import dev.cairn.sql.write.JoinedTexts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The rules for storage volumes. The properties that a volume needs depend on its type; the server checks them. */
final class StorageVolumeRules extends ClusterObjectRules {
    private static final String ENABLED_PROPERTY = "enabled";
    private static final String BUILT_IN_VOLUME = "builtin_storage_volume";
    private static final ClusterPart TYPE = ClusterPart.of("type");
    private static final ClusterPart LOCATIONS = ClusterPart.of("locations");
    private static final ClusterPart COMMENT = ClusterPart.of("comment");

    private static final String HDFS = "HDFS";
    private static final String S3 = "S3";

    /**
     * The types of volumes. The scheme of a location is the type of its volume, except for HDFS, which permits any
     * scheme.
     */
    private static final List<String> VOLUME_TYPES = List.of("ADLS2", "AZBLOB", "GS", HDFS, S3);

    private static final Pattern HDFS_SCHEME_PATTERN = Pattern.compile("[a-z][a-z0-9]*");

    private static final ClusterPart PARTITIONED_PREFIX = ClusterPart.ofProperty("aws.s3.enable_partitioned_prefix");
    private static final String PREFIX_COUNT_PROPERTY = "aws.s3.num_partitioned_prefix";

    private static final Set<String> IMMUTABLE_PROPERTIES = Set.of(PARTITIONED_PREFIX.name(), PREFIX_COUNT_PROPERTY);

    /** The values that a shared-data server shows for properties that no statement has set. */
    private static final Map<String, String> DEFAULT_BY_PROPERTY = Map.of(
            ENABLED_PROPERTY,
            "true",
            "aws.s3.region",
            "us-east-1",
            "aws.s3.external_id",
            "",
            "aws.s3.use_aws_sdk_default_behavior",
            "false",
            "aws.s3.use_instance_profile",
            "false",
            "aws.s3.use_web_identity_token_file",
            "false",
            PARTITIONED_PREFIX.name(),
            "false",
            PREFIX_COUNT_PROPERTY,
            "256",
            "gcp.gcs.use_compute_engine_service_account",
            "false");

    /**
     * The properties that a shared-data server shows without a value if no statement has set them. It ignores a
     * statement that sets them to an empty value, so this is no default to return to.
     */
    private static final Set<String> ENDPOINT_PROPERTIES = Set.of("aws.s3.endpoint", "gcp.gcs.endpoint");

    /** A property that a shared-data server shows for any identity of OAuth 2, whatever a statement has set. */
    private static final ClusterPart MANAGED_IDENTITY =
            ClusterPart.ofProperty("azure.adls2.oauth2_use_managed_identity");

    private static final String PATH_STYLE_PROPERTY = "aws.s3.enable_path_style_access";

    /** The password of simple authentication, which a shared-data server does not show. */
    private static final ClusterPart HDFS_PASSWORD = ClusterPart.ofProperty("password");

    /** A location without a path in its bucket. */
    private static final Pattern BUCKET_PATTERN = Pattern.compile("[a-zA-Z0-9]+://[^/]*/?");

    @Override
    RefusalRule alreadyExistsRule() {
        return ClusterRule.VOLUME_EXISTS;
    }

    @Override
    RefusalRule notFoundRule() {
        return ClusterRule.VOLUME_NOT_FOUND;
    }

    @Override
    Refusal createNotFoundRefusal(Name name) {
        return Refusal.ofExecution(name.span(), notFoundRule(), name);
    }

    @Override
    void checkName(Name name) {
        if (name.text().equals(BUILT_IN_VOLUME)) {
            throw Refusal.ofAnalysis(name.span(), ClusterRule.VOLUME_NAME_RESERVED, name);
        }
        if (!NameValidation.isCommonName(name.text())) {
            throw Refusal.ofAnalysis(name.span(), ClusterRule.VOLUME_NAME_FORMAT, name);
        }
    }

    @Override
    void checkDrop(Name name, Catalog catalog) {
        List<String> referrerNames = new ArrayList<>();
        catalog.databases().forEach(entry -> addReferrers(name.text(), entry.getValue(), referrerNames));
        if (!referrerNames.isEmpty()) {
            throw Refusal.ofExecution(name.span(), ClusterRule.VOLUME_IN_USE, name, String.join(", ", referrerNames));
        }
    }

    /** Adds the names of a database, and of its tables and materialized views, that declare a storage volume. */
    private static void addReferrers(String volumeName, Database database, List<String> referrerNames) {
        addReferrer(
                volumeName,
                database.name(),
                KnownProperty.STORAGE_VOLUME.findValueIn(database.properties()),
                referrerNames);
        database.tables()
                .values()
                .forEach(table -> addReferrer(
                        volumeName,
                        database.name() + "." + table.name(),
                        KnownProperty.STORAGE_VOLUME.findValueIn(table.properties()),
                        referrerNames));
        database.materializedViews()
                .values()
                .forEach(view -> addReferrer(
                        volumeName,
                        database.name() + "." + view.name(),
                        KnownProperty.STORAGE_VOLUME.findValueIn(view.properties()),
                        referrerNames));
    }

    private static void addReferrer(
            String volumeName, String referrerName, Optional<String> declaredVolumeName, List<String> referrerNames) {
        if (declaredVolumeName.filter(volumeName::equals).isPresent()) {
            referrerNames.add(referrerName);
        }
    }

    @Override
    public List<String> allowedValues(ClusterPart part) {
        return part.equals(TYPE) ? VOLUME_TYPES : List.of();
    }

    @Override
    Map.Entry<ClusterPart, String> normalize(ClusterItem item, ServerState server) {
        ClusterPart part = item.part();
        if (part.equals(TYPE)) {
            String type = item.value().toUpperCase(Locale.ROOT);
            if (!VOLUME_TYPES.contains(type)) {
                throw Refusal.ofExecution(item.span(), ClusterRule.VOLUME_TYPE_UNKNOWN, item.value());
            }
            return Map.entry(part, type);
        }
        boolean hasEmptyLocation = part.equals(LOCATIONS)
                && JoinedTexts.parse(item.value()).stream().anyMatch(String::isEmpty);
        if (hasEmptyLocation) {
            throw Refusal.ofAnalysis(item.span(), ClusterRule.VOLUME_WITHOUT_LOCATION);
        }
        return Map.entry(part, isBoolean(part) ? String.valueOf(Boolean.parseBoolean(item.value())) : item.value());
    }

    private static boolean isBoolean(ClusterPart part) {
        String defaultValue = DEFAULT_BY_PROPERTY.get(part.name());
        return part.isProperty()
                && ("true".equals(defaultValue)
                        || "false".equals(defaultValue)
                        || part.name().equals(PATH_STYLE_PROPERTY));
    }

    @Override
    void checkDefinition(ClusterObject volume, PartSpans spans, Catalog catalog) {
        String type = volume.parts().get(TYPE);
        if (type == null) {
            return; // javac has reported the missing type
        }
        for (String location : JoinedTexts.parse(volume.parts().getOrDefault(LOCATIONS, ""))) {
            String scheme = location.contains("://")
                    ? location.substring(0, location.indexOf("://")).toLowerCase(Locale.ROOT)
                    : "";
            boolean isSupported =
                    type.equals(HDFS) ? HDFS_SCHEME_PATTERN.matcher(scheme).matches() : scheme.equalsIgnoreCase(type);
            if (!isSupported && !Placeholder.isContainedIn(location)) {
                throw Refusal.ofExecution(spans.of(LOCATIONS), ClusterRule.VOLUME_LOCATION_FORMAT, location);
            }
            boolean needsBucket =
                    type.equals(S3) && Boolean.parseBoolean(volume.parts().get(PARTITIONED_PREFIX));
            if (needsBucket
                    && !Placeholder.isContainedIn(location)
                    && !BUCKET_PATTERN.matcher(location).matches()) {
                throw Refusal.ofExecution(
                        spans.of(LOCATIONS),
                        ClusterRule.VOLUME_LOCATION_WITH_PATH,
                        location,
                        PARTITIONED_PREFIX.name());
            }
        }
    }

    @Override
    void checkAlteration(ClusterItem item, ClusterObject currentObject) {
        if (IMMUTABLE_PROPERTIES.contains(item.part().name())) {
            throw Refusal.ofExecution(
                    item.span(),
                    ClusterRule.VOLUME_PROPERTY_IMMUTABLE,
                    item.part().name());
        }
    }

    @Override
    public boolean isAlterable(ClusterPart part) {
        return !IMMUTABLE_PROPERTIES.contains(part.name());
    }

    @Override
    public Optional<String> findDefaultValue(ClusterPart part) {
        if (part.equals(COMMENT)) {
            return Optional.of("");
        }
        return part.isProperty() ? Optional.ofNullable(DEFAULT_BY_PROPERTY.get(part.name())) : Optional.empty();
    }

    @Override
    boolean hidesSecret(ClusterObject volume, ClusterPart part) {
        return part.equals(HDFS_PASSWORD) && HDFS.equals(volume.parts().get(TYPE));
    }

    @Override
    ClusterObject reconcile(ClusterObject expectedVolume, ClusterObject liveVolume) {
        String expectedValue = expectedVolume.parts().get(MANAGED_IDENTITY);
        return expectedValue == null
                ? liveVolume.withoutPart(MANAGED_IDENTITY)
                : liveVolume.withPart(MANAGED_IDENTITY, expectedValue);
    }

    @Override
    public Optional<String> findRecreationProblem() {
        return Optional.of("tables may have their rows in it; create another storage volume");
    }

    @Override
    public Optional<String> findExistenceQuery(ClusterObject object) {
        return Optional.of(createDescribeStatement(object.name()));
    }

    @Override
    public SortedMap<String, ClusterObject> readObjects(
            QueryExecutor queryExecutor, Set<String> databaseNames, Predicate<String> isSelected) {
        SortedMap<String, ClusterObject> volumeByName = new TreeMap<>();
        for (AnswerRow listedRow : queryExecutor.query("SHOW STORAGE VOLUMES")) {
            String name = listedRow.text("Storage Volume");
            if (!name.equals(BUILT_IN_VOLUME) && isSelected.test(name)) {
                queryExecutor
                        .query(createDescribeStatement(name))
                        .forEach(row -> volumeByName.put(name, toClusterObject(row)));
            }
        }
        return volumeByName;
    }

    private static String createDescribeStatement(String name) {
        return "DESC STORAGE VOLUME `" + name + "`";
    }

    private ClusterObject toClusterObject(AnswerRow row) {
        SortedMap<ClusterPart, String> parts = new TreeMap<>();
        parts.put(TYPE, row.text("Type"));
        parts.put(LOCATIONS, JoinedTexts.render(List.of(row.text("Location").split(", ", -1))));
        parts.put(COMMENT, row.text("Comment"));
        parts.put(ClusterPart.ofProperty(ENABLED_PROPERTY), row.text("Enabled"));
        if (JsonReader.read(row.text("Params")) instanceof Map<?, ?> parameters) {
            parameters.forEach(
                    (name, value) -> parts.put(ClusterPart.ofProperty(String.valueOf(name)), String.valueOf(value)));
        }
        parts.entrySet().removeIf(entry -> isUnset(entry.getKey(), entry.getValue()));
        return new ClusterObject(ClusterObjectKind.STORAGE_VOLUME, row.text("Name"), parts);
    }

    private boolean isUnset(ClusterPart part, String shownValue) {
        return isDefault(part, shownValue) || (shownValue.isEmpty() && ENDPOINT_PROPERTIES.contains(part.name()));
    }

    @Override
    public ClusterListing list(List<ClusterObject> volumes) {
        return new ClusterListing(
                List.of("Storage Volume"),
                volumes.stream().map(volume -> List.of(volume.name())).toList());
    }

    @Override
    public ClusterListing show(ClusterObject volume) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        volume.parts().forEach((part, value) -> {
            if (part.isProperty() && !part.name().equals(ENABLED_PROPERTY)) {
                parameters.put(part.name(), ClusterSecrets.isSecret(part) ? ClusterSecrets.SERVER_MASK : value);
            }
        });
        String locationList = String.join(", ", JoinedTexts.parse(volume.parts().getOrDefault(LOCATIONS, "")));
        return new ClusterListing(
                List.of("Name", "Type", "IsDefault", "Location", "Params", "Enabled", "Comment"),
                List.of(List.of(
                        volume.name(),
                        volume.parts().getOrDefault(TYPE, ""),
                        "false",
                        locationList,
                        JsonWriter.COMPACT.format(parameters),
                        volume.parts().getOrDefault(ClusterPart.ofProperty(ENABLED_PROPERTY), "true"),
                        volume.parts().getOrDefault(COMMENT, ""))));
    }
}
