package dev.cairn.processor.model;

import java.util.List;

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
        return QueryListingFormat.format(this);
    }

    /**
     * Reads a resource. Its queries have no methods, because a resource does not contain code.
     *
     * @throws IllegalArgumentException if the text is not such a resource, or has another format version; the message
     *     is the end of a sentence about the resource, such as {@code it has no text 'name'}
     */
    public static QueryListing parse(String text) {
        return QueryListingFormat.parse(text);
    }
}
