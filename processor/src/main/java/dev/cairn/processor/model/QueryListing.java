package dev.cairn.processor.model;

import dev.cairn.engine.value.JsonReader;
import dev.cairn.engine.value.JsonWriter;
import dev.cairn.processor.model.CheckedQuery.RelationUse;
import dev.cairn.processor.model.CheckedQuery.SampledStatement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The checked queries of one interface. The processor writes them as a resource together with the generated class.
 * Tools read the resource to know the queries of compiled classes without loading the classes.
 *
 * @param queries the queries, in the order of the methods
 */
public record QueryListing(ListedInterface listedInterface, ListedSchema listedSchema, List<CheckedQuery> queries) {
    /** The directory of the resources. */
    public static final String RESOURCE_DIRECTORY = "META-INF/cairn/queries/";

    /** The file extension of the resources. */
    public static final String RESOURCE_EXTENSION = ".json";

    /** The version of the format. It changes if a reader of the previous version would misunderstand the text. */
    private static final long FORMAT_VERSION = 1;

    public QueryListing {
        queries = List.copyOf(queries);
    }

    /**
     * An interface of queries.
     *
     * @param interfaceName the qualified name of the interface
     * @param implementationName the qualified name of the generated class
     */
    public record ListedInterface(String interfaceName, String implementationName) {}

    /**
     * The schema of the queries.
     *
     * @param rootName the qualified name of the root of the schema
     * @param descriptorName the qualified name of the generated class of the schema
     * @param serverVersion the version of the server for which the statements were checked
     */
    public record ListedSchema(String rootName, String descriptorName, String schemaName, String serverVersion) {}

    /** Returns the qualified name of the interface. */
    public String interfaceName() {
        return listedInterface.interfaceName;
    }

    /** Returns the qualified name of the root of the schema. */
    public String rootName() {
        return listedSchema.rootName;
    }

    /** Returns the name of the schema. */
    public String schemaName() {
        return listedSchema.schemaName;
    }

    /** Returns the version of the server for which the statements were checked. */
    public String serverVersion() {
        return listedSchema.serverVersion;
    }

    /** Returns the listing with other queries. */
    public QueryListing withQueries(List<CheckedQuery> newQueries) {
        return new QueryListing(listedInterface, listedSchema, newQueries);
    }

    /** Returns the path of the resource in the directory of classes. */
    public String path() {
        return RESOURCE_DIRECTORY + listedInterface.interfaceName + RESOURCE_EXTENSION;
    }

    /** Returns the resource as JSON. */
    public String toJson() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("format", FORMAT_VERSION);
        members.put("interface", listedInterface.interfaceName);
        members.put("implementation", listedInterface.implementationName);
        members.put("root", listedSchema.rootName);
        members.put("descriptor", listedSchema.descriptorName);
        members.put("schema", listedSchema.schemaName);
        members.put("server", listedSchema.serverVersion);
        members.put("queries", queries.stream().map(QueryListing::toJsonMembers).toList());
        return JsonWriter.COMPACT.format(members) + "\n";
    }

    private static Map<String, Object> toJsonMembers(CheckedQuery query) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", query.name());
        members.put("signature", query.signature());
        members.put("kind", query.isQuery() ? "query" : "execute");
        members.put("sql", query.sql());
        members.put("sample", query.sample());
        members.put("literals", query.literals());
        members.put(
                "reads",
                query.sourceRelations().stream()
                        .map(QueryListing::toJsonMembers)
                        .toList());
        members.put(
                "changes",
                query.changedRelations().stream()
                        .map(QueryListing::toJsonMembers)
                        .toList());
        return members;
    }

    private static Map<String, Object> toJsonMembers(RelationUse relation) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", relation.name());
        members.put("columns", relation.columnNames());
        if (!relation.readingView().isEmpty()) {
            members.put("through", relation.readingView());
        }
        return members;
    }

    /**
     * Reads a resource. Its queries have no methods, because a resource does not contain code.
     *
     * @throws IllegalArgumentException if the text is not such a resource, or has another format version; the message
     *     is the end of a sentence about the resource, such as {@code it has no text 'name'}
     */
    public static QueryListing parse(String text) {
        Map<?, ?> listingMembers = requireObject(JsonReader.read(text));
        Object formatVersion = listingMembers.get("format");
        if (!Long.valueOf(FORMAT_VERSION).equals(formatVersion)) {
            throw new IllegalArgumentException(
                    "it has the format " + formatVersion + ", and this version of Cairn reads " + FORMAT_VERSION);
        }
        List<CheckedQuery> queries = new ArrayList<>();
        for (Object queryValue : requireList(listingMembers, "queries")) {
            Map<?, ?> members = requireObject(queryValue);
            queries.add(new CheckedQuery(
                    requireString(members, "name"),
                    requireString(members, "signature"),
                    new SampledStatement(
                            requireString(members, "kind").equals("query"),
                            requireString(members, "sql"),
                            requireString(members, "sample"),
                            members.containsKey("literals") ? requireStrings(members, "literals") : List.of()),
                    readRelations(members, "reads"),
                    readRelations(members, "changes")));
        }
        return new QueryListing(
                new ListedInterface(
                        requireString(listingMembers, "interface"), requireString(listingMembers, "implementation")),
                new ListedSchema(
                        requireString(listingMembers, "root"),
                        requireString(listingMembers, "descriptor"),
                        requireString(listingMembers, "schema"),
                        requireString(listingMembers, "server")),
                queries);
    }

    private static List<RelationUse> readRelations(Map<?, ?> members, String memberName) {
        List<RelationUse> relations = new ArrayList<>();
        for (Object relationValue : requireList(members, memberName)) {
            Map<?, ?> relationMembers = requireObject(relationValue);
            relations.add(new RelationUse(
                    requireString(relationMembers, "name"),
                    requireStrings(relationMembers, "columns"),
                    relationMembers.containsKey("through") ? requireString(relationMembers, "through") : ""));
        }
        return relations;
    }

    private static Map<?, ?> requireObject(Object value) {
        if (value instanceof Map<?, ?> members) {
            return members;
        }
        throw new IllegalArgumentException("it contains " + value + " where an object is expected");
    }

    private static List<?> requireList(Map<?, ?> members, String memberName) {
        if (members.get(memberName) instanceof List<?> elements) {
            return elements;
        }
        throw new IllegalArgumentException("it has no array '" + memberName + "'");
    }

    private static List<String> requireStrings(Map<?, ?> members, String memberName) {
        return requireList(members, memberName).stream().map(String::valueOf).toList();
    }

    private static String requireString(Map<?, ?> members, String memberName) {
        if (members.get(memberName) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("it has no text '" + memberName + "'");
    }
}
