package dev.cairn.engine.cluster;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.context.ServerState;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.ClusterStatement.AlterClusterObject;
import dev.cairn.sql.ast.ClusterStatement.ClusterChange;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.sql.token.RefusalRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The rules for external catalogs. Only the server checks which properties a catalog has: that depends on the type of
 * the catalog, and on what the server can reach.
 */
final class ExternalCatalogRules extends ClusterObjectRules {
    /** The credentials of which every version of the server shows the first two and the last two characters. */
    private static final Set<String> PARTLY_MASKED_SECRET_NAMES = Set.of(
            "aws.s3.access_key",
            "aws.s3.secret_key",
            "aws.glue.access_key",
            "aws.glue.secret_key",
            "azure.blob.shared_key",
            "azure.blob.sas_token",
            "azure.adls1.oauth2_credential",
            "azure.adls2.shared_key",
            "azure.adls2.oauth2_client_secret",
            "gcp.gcs.service_account_private_key",
            "aliyun.oss.access_key",
            "aliyun.oss.secret_key");

    private static final ClusterPart TYPE = ClusterPart.ofProperty("type");
    private static final ClusterPart COMMENT = ClusterPart.of("comment");
    private static final ClusterPart USER = ClusterPart.ofProperty("user");
    private static final ClusterPart PASSWORD = ClusterPart.ofProperty("password");

    /** The checksum of the driver of a JDBC catalog, which the server computes unless the statement declares one. */
    private static final ClusterPart CHECKSUM = ClusterPart.ofProperty("checksum");

    /** The types of catalogs whose password a server does not show, not even masked. */
    private static final Set<String> TYPES_WITH_HIDDEN_PASSWORD = Set.of("es", "jdbc");

    private static final List<String> CATALOG_TYPES =
            List.of("deltalake", "es", "hive", "hudi", "iceberg", "jdbc", "kudu", "odps", "paimon", "unified");

    private static final String PROPERTIES_START = "PROPERTIES (";
    private static final Pattern SHOWN_PROPERTY_PATTERN =
            Pattern.compile("(?s)\"(.*?)\"  =  \"((?:[^\"\\\\]|\\\\.)*)\"");

    /**
     * The properties that the server adds to a catalog of Elasticsearch. Catalogs of the other types do not have these
     * properties, or have the same default.
     */
    private static final Map<String, String> ELASTICSEARCH_DEFAULT_BY_PROPERTY = Map.of(
            "enable_docvalue_scan", "true",
            "es.nodes.wan.only", "true",
            "es.net.ssl", "false",
            "enable_keyword_sniff", "true",
            "user", "");

    /** Returns the type of a catalog as it was written; it may be a placeholder. */
    static String declaredType(ClusterObject externalCatalog) {
        return externalCatalog.parts().getOrDefault(TYPE, "");
    }

    @Override
    RefusalRule alreadyExistsRule() {
        return ClusterRule.CATALOG_EXISTS;
    }

    @Override
    RefusalRule notFoundRule() {
        return ServerError.UNKNOWN_CATALOG;
    }

    @Override
    Refusal createNotFoundRefusal(Name name) {
        return Refusal.ofExecution(name.span(), notFoundRule(), name);
    }

    @Override
    boolean isAlterableIfMissing(Name name) {
        return true;
    }

    @Override
    void checkName(Name name) {
        if (!NameValidation.isCommonName(name.text())) {
            throw Refusal.ofAnalysis(name.span(), ClusterRule.CATALOG_NAME_FORMAT, name);
        }
        if (name.text().equals(InternalCatalog.NAME)) {
            throw Refusal.ofAnalysis(name.span(), ClusterRule.CATALOG_NAME_RESERVED, name);
        }
    }

    @Override
    void checkDrop(Name name, Catalog catalog) {
        if (name.text().equals(InternalCatalog.NAME)) {
            throw Refusal.ofAnalysis(name.span(), ClusterRule.INTERNAL_CATALOG_DROPPED);
        }
    }

    @Override
    Map.Entry<ClusterPart, String> normalize(ClusterItem item, ServerState server) {
        return Map.entry(item.part(), item.value());
    }

    @Override
    public List<String> allowedValues(ClusterPart part) {
        return part.equals(TYPE) ? CATALOG_TYPES : List.of();
    }

    @Override
    void checkDefinition(ClusterObject externalCatalog, PartSpans spans, Catalog catalog) {
        String type = declaredType(externalCatalog);
        if (type.isEmpty()) {
            throw Refusal.ofAnalysis(spans.of(TYPE), ClusterRule.CATALOG_WITHOUT_TYPE);
        }
        if (!CATALOG_TYPES.contains(type.toLowerCase(Locale.ROOT)) && !Placeholder.isContainedIn(type)) {
            throw Refusal.ofAnalysis(spans.of(TYPE), ClusterRule.CATALOG_TYPE_UNKNOWN, type);
        }
    }

    @Override
    void checkAlterStatement(AlterClusterObject alter) {
        for (ClusterChange change : alter.changes()) {
            for (ClusterItem item : change.items()) {
                if (item.part().equals(TYPE)) {
                    throw Refusal.ofAnalysis(item.span(), ClusterRule.CATALOG_TYPE_IMMUTABLE, TYPE.name());
                }
            }
        }
    }

    @Override
    public boolean isAlterable(ClusterPart part) {
        return !part.equals(TYPE);
    }

    @Override
    public Optional<String> findDefaultValue(ClusterPart part) {
        return part.equals(COMMENT)
                ? Optional.of("")
                : Optional.ofNullable(ELASTICSEARCH_DEFAULT_BY_PROPERTY.get(part.name()));
    }

    @Override
    boolean showsSecretEnds(ClusterPart part) {
        return PARTLY_MASKED_SECRET_NAMES.contains(part.name());
    }

    @Override
    boolean hidesSecret(ClusterObject externalCatalog, ClusterPart part) {
        return part.equals(PASSWORD) && hidesPassword(externalCatalog);
    }

    @Override
    public Optional<String> findExistenceQuery(ClusterObject object) {
        return Optional.of(createShowStatement(object.name()));
    }

    @Override
    public SortedMap<String, ClusterObject> readObjects(
            QueryExecutor queryExecutor, Set<String> databaseNames, Predicate<String> isSelected) {
        SortedMap<String, ClusterObject> externalCatalogs = new TreeMap<>();
        for (AnswerRow listedRow : queryExecutor.query("SHOW CATALOGS")) {
            String name = listedRow.text("Catalog");
            if (name.equals(InternalCatalog.NAME) || !isSelected.test(name)) {
                continue;
            }
            for (AnswerRow row : queryExecutor.query(createShowStatement(name))) {
                externalCatalogs.put(
                        name, parseShownStatement(name, listedRow.text("Comment"), row.text("Create Catalog")));
            }
        }
        return externalCatalogs;
    }

    private static String createShowStatement(String name) {
        return "SHOW CREATE CATALOG `" + name + "`";
    }

    /** Reads the properties of a shown statement, in which values are escaped. */
    private ClusterObject parseShownStatement(String name, String comment, String statementText) {
        SortedMap<ClusterPart, String> parts = new TreeMap<>();
        if (!comment.isEmpty()) {
            parts.put(COMMENT, comment);
        }
        Matcher matcher =
                SHOWN_PROPERTY_PATTERN.matcher(statementText.substring(statementText.indexOf(PROPERTIES_START)));
        while (matcher.find()) {
            ClusterPart part = ClusterPart.ofProperty(matcher.group(1));
            String value = matcher.group(2).replaceAll("(?s)\\\\(.)", "$1");
            if (!isDefault(part, value) && !part.equals(CHECKSUM)) {
                parts.put(part, value);
            }
        }
        return new ClusterObject(ClusterObjectKind.EXTERNAL_CATALOG, name, parts);
    }

    @Override
    ClusterObject reconcile(ClusterObject expectedObject, ClusterObject liveObject) {
        String checksum = expectedObject.parts().get(CHECKSUM);
        return checksum == null ? liveObject : liveObject.withPart(CHECKSUM, checksum);
    }

    @Override
    public Set<ClusterPart> unknownParts(ClusterObject externalCatalog) {
        boolean isPasswordUnknown = hidesPassword(externalCatalog)
                && externalCatalog.parts().containsKey(USER)
                && !externalCatalog.parts().containsKey(PASSWORD);
        return isPasswordUnknown ? Set.of(PASSWORD) : Set.of();
    }

    private static boolean hidesPassword(ClusterObject externalCatalog) {
        return TYPES_WITH_HIDDEN_PASSWORD.contains(declaredType(externalCatalog).toLowerCase(Locale.ROOT));
    }

    @Override
    public ClusterListing list(List<ClusterObject> externalCatalogs) {
        List<List<String>> rows = new ArrayList<>();
        for (ClusterObject externalCatalog : externalCatalogs) {
            String type = declaredType(externalCatalog);
            String shownType = type.substring(0, 1).toUpperCase(Locale.ROOT)
                    + type.substring(1).toLowerCase(Locale.ROOT);
            rows.add(List.of(
                    externalCatalog.name(), shownType, externalCatalog.parts().getOrDefault(COMMENT, "")));
        }
        return new ClusterListing(List.of("Catalog", "Type", "Comment"), rows);
    }

    @Override
    public ClusterListing show(ClusterObject externalCatalog) {
        String comment = externalCatalog.parts().getOrDefault(COMMENT, "");
        String propertyList = externalCatalog.parts().entrySet().stream()
                .filter(partEntry -> partEntry.getKey().isProperty())
                .filter(partEntry -> !hidesSecret(externalCatalog, partEntry.getKey()))
                .map(partEntry -> "\"" + partEntry.getKey().name() + "\"  =  \""
                        + escape(
                                ClusterSecrets.isSecret(partEntry.getKey())
                                        ? ClusterSecrets.mask(partEntry.getValue())
                                        : partEntry.getValue())
                        + "\"")
                .collect(Collectors.joining(",\n"));
        String statementText = "CREATE EXTERNAL CATALOG `" + externalCatalog.name() + "`\n"
                + (comment.isEmpty() ? "" : "comment \"" + escape(comment) + "\"\n") + PROPERTIES_START
                + propertyList + "\n)";
        return new ClusterListing(
                List.of("Catalog", "Create Catalog"), List.of(List.of(externalCatalog.name(), statementText)));
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
