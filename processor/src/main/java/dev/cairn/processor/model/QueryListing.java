package dev.cairn.processor.model;

import dev.cairn.engine.value.JsonReader;
import dev.cairn.engine.value.JsonWriter;
import dev.cairn.processor.model.CheckedQuery.SampledStatement;
import dev.cairn.processor.model.CheckedQuery.UsedRelation;
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
    public static final String RESOURCE_FOLDER = "META-INF/cairn/queries/";

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
     * @param name the qualified name of the interface
     * @param implementation the qualified name of the generated class
     */
    public record ListedInterface(String name, String implementation) {}

    /**
     * The schema of the queries.
     *
     * @param root the qualified name of the root of the schema
     * @param descriptor the qualified name of the generated class of the schema
     * @param server the version of the server for which the statements were checked
     */
    public record ListedSchema(String root, String descriptor, String name, String server) {}

    /** Returns the qualified name of the interface. */
    public String interfaceName() {
        return listedInterface.name;
    }

    /** Returns the qualified name of the root of the schema. */
    public String root() {
        return listedSchema.root;
    }

    /** Returns the name of the schema. */
    public String schema() {
        return listedSchema.name;
    }

    /** Returns the version of the server for which the statements were checked. */
    public String server() {
        return listedSchema.server;
    }

    /** Returns the listing with other queries. */
    public QueryListing withQueries(List<CheckedQuery> newQueries) {
        return new QueryListing(listedInterface, listedSchema, newQueries);
    }

    /** Returns the path of the resource in the directory of classes. */
    public String path() {
        return RESOURCE_FOLDER + listedInterface.name + RESOURCE_EXTENSION;
    }

    /** Returns the resource as JSON. */
    public String toJson() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("format", FORMAT_VERSION);
        members.put("interface", listedInterface.name);
        members.put("implementation", listedInterface.implementation);
        members.put("root", listedSchema.root);
        members.put("descriptor", listedSchema.descriptor);
        members.put("schema", listedSchema.name);
        members.put("server", listedSchema.server);
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
                query.readRelations().stream().map(QueryListing::toJsonMembers).toList());
        members.put(
                "changes",
                query.changedRelations().stream()
                        .map(QueryListing::toJsonMembers)
                        .toList());
        return members;
    }

    private static Map<String, Object> toJsonMembers(UsedRelation relation) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", relation.name());
        members.put("columns", relation.columns());
        if (!relation.readingView().isEmpty()) {
            members.put("through", relation.readingView());
        }
        return members;
    }

    /**
     * Reads a resource.
     *
     * @throws IllegalArgumentException if the text is not such a resource, or has another format version
     */
    public static QueryListing parse(String text) {
        Map<?, ?> listing = requireObject(JsonReader.read(text));
        Object format = listing.get("format");
        if (!Long.valueOf(FORMAT_VERSION).equals(format)) {
            throw new IllegalArgumentException(
                    "it has the format " + format + ", and this version of Cairn reads " + FORMAT_VERSION);
        }
        List<CheckedQuery> queries = new ArrayList<>();
        for (Object query : requireList(listing, "queries")) {
            Map<?, ?> members = requireObject(query);
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
                new ListedInterface(requireString(listing, "interface"), requireString(listing, "implementation")),
                new ListedSchema(
                        requireString(listing, "root"),
                        requireString(listing, "descriptor"),
                        requireString(listing, "schema"),
                        requireString(listing, "server")),
                queries);
    }

    private static List<UsedRelation> readRelations(Map<?, ?> members, String name) {
        List<UsedRelation> relations = new ArrayList<>();
        for (Object relation : requireList(members, name)) {
            Map<?, ?> relationMembers = requireObject(relation);
            relations.add(new UsedRelation(
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

    private static List<?> requireList(Map<?, ?> members, String name) {
        if (members.get(name) instanceof List<?> elements) {
            return elements;
        }
        throw new IllegalArgumentException("it has no array '" + name + "'");
    }

    private static List<String> requireStrings(Map<?, ?> members, String name) {
        return requireList(members, name).stream().map(String::valueOf).toList();
    }

    private static String requireString(Map<?, ?> members, String name) {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("it has no text '" + name + "'");
    }
}
