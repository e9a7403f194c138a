package dev.cairn.processor.model;

import dev.cairn.engine.value.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The name of a schema and of its generated class. The processor writes it as a resource, by which frameworks find the schemas
 * of the class path.
 *
 * @param schema the name of the schema
 * @param descriptor the qualified name of the generated class
 */
public record SchemaListing(String schema, String descriptor) {
    private static final String FOLDER = "META-INF/cairn/schemas/";
    private static final String EXTENSION = ".json";
    private static final long FORMAT = 1;

    /** Lists the schema of a root. */
    public static SchemaListing of(Root root) {
        return new SchemaListing(root.name(), root.descriptor().qualified());
    }

    /** The path of the resource. */
    public String path() {
        return FOLDER + descriptor + EXTENSION;
    }

    /** The resource as JSON. */
    public String text() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("format", FORMAT);
        members.put("schema", schema);
        members.put("descriptor", descriptor);
        return JsonWriter.COMPACT.text(members) + "\n";
    }
}
