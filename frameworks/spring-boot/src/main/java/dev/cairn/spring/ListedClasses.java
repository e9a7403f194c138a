package dev.cairn.spring;

import dev.cairn.schema.SchemaDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The schemas and the query interfaces on the class path. The annotation processor lists them in resources next to the
 * classes that it generates.
 */
final class ListedClasses {
    /** The field of a generated schema class that holds its only object. */
    static final String INSTANCE_FIELD = "SCHEMA";

    /** The name of the method to which definitions of beans refer. */
    static final String DESCRIPTOR_METHOD = "resolveDescriptor";

    private static final String SCHEMA_LISTING_PATTERN = "classpath*:META-INF/cairn/schemas/*.json";
    private static final String QUERY_LISTING_PATTERN = "classpath*:META-INF/cairn/queries/*.json";

    private final ClassLoader classLoader;

    ListedClasses(ClassLoader classLoader) {
        this.classLoader = classLoader;
    }

    /**
     * A schema.
     *
     * @param name the name of the schema
     * @param descriptorType its generated class
     */
    record ListedSchema(String name, Class<?> descriptorType) {}

    /**
     * An interface with queries.
     *
     * @param interfaceType the interface
     * @param implementationType its generated class
     * @param descriptorType the generated class of its schema
     */
    record ListedQueries(Class<?> interfaceType, Class<?> implementationType, Class<?> descriptorType) {}

    /** Returns the only object of a schema class; see {@link #DESCRIPTOR_METHOD}. */
    static SchemaDescriptor resolveDescriptor(Class<? extends SchemaDescriptor> type) {
        Field field = Objects.requireNonNull(ReflectionUtils.findField(type, INSTANCE_FIELD), type.getName());
        ReflectionUtils.makeAccessible(field);
        return (SchemaDescriptor) Objects.requireNonNull(ReflectionUtils.getField(field, null));
    }

    /**
     * Returns the schemas, sorted by their names.
     *
     * @throws CairnConfigurationException if a listing was written by another version of Cairn
     */
    List<ListedSchema> readSchemas() {
        return readListings(SCHEMA_LISTING_PATTERN).stream()
                .map(listing -> new ListedSchema(requireText(listing, "schema"), resolveType(listing, "descriptor")))
                .sorted(Comparator.comparing(ListedSchema::name))
                .toList();
    }

    /**
     * Returns the interfaces with queries, sorted by their names.
     *
     * @throws CairnConfigurationException if a listing was written by another version of Cairn
     */
    List<ListedQueries> readQueries() {
        return readListings(QUERY_LISTING_PATTERN).stream()
                .map(listing -> new ListedQueries(
                        resolveType(listing, "interface"),
                        resolveType(listing, "implementation"),
                        resolveType(listing, "descriptor")))
                .sorted(Comparator.comparing(queries -> queries.interfaceType().getName()))
                .toList();
    }

    private List<Map<String, Object>> readListings(String pattern) {
        try {
            return Arrays.stream(new PathMatchingResourcePatternResolver(classLoader).getResources(pattern))
                    .map(ListedClasses::readListing)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("The class path can't be searched for " + pattern, failure);
        }
    }

    private static Map<String, Object> readListing(Resource resource) {
        try {
            return JsonParserFactory.getJsonParser().parseMap(resource.getContentAsString(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(resource + " can't be read", failure);
        }
    }

    private static String requireText(Map<String, Object> listing, String memberName) {
        if (listing.get(memberName) instanceof String text) {
            return text;
        }
        throw new CairnConfigurationException(
                "A listing of Cairn's annotation processor has no member " + memberName + ": " + listing,
                "Compile the schema and the queries again with the version of Cairn that the application uses.");
    }

    /** Resolves the name of a class. As in source code, dots separate the names of nested classes. */
    private Class<?> resolveType(Map<String, Object> listing, String memberName) {
        return ClassUtils.resolveClassName(requireText(listing, memberName), classLoader);
    }
}
