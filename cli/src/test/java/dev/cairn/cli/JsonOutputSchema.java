package dev.cairn.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The published schema of the output of {@code --json}, by which tests validate each line that a command prints. */
final class JsonOutputSchema {
    static final Path FILE = Path.of("..", "docs", "schemas", "cairn.schema.json");

    private JsonOutputSchema() {}

    /**
     * Returns the differences of an output from the schema of its command. Members that the schema does not name are
     * errors here, although later versions may add some: each has to be documented.
     */
    static List<String> findErrors(String command, String output) {
        JsonObject schema = readClosedSchema(command);
        return output.lines()
                .flatMap(line -> SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(schema.toString(), InputFormat.JSON)
                        .validate(line, InputFormat.JSON)
                        .stream()
                        .map(error -> error + " in " + line))
                .toList();
    }

    /** Returns the commands that the schema describes. */
    static Set<String> readCommandNames() {
        return readSchema().getAsJsonObject("$defs").keySet();
    }

    /** Returns the lists of allowed words. */
    static List<List<String>> readEnums() {
        List<List<String>> enums = new ArrayList<>();
        collectEnums(readSchema(), enums);
        return enums;
    }

    private static void collectEnums(JsonElement element, List<List<String>> enums) {
        if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(child -> collectEnums(child, enums));
        }
        if (element.isJsonObject()) {
            JsonObject object = element.getAsJsonObject();
            if (object.has("enum")) {
                enums.add(object.getAsJsonArray("enum").asList().stream()
                        .map(JsonElement::getAsString)
                        .toList());
            }
            object.entrySet().forEach(member -> collectEnums(member.getValue(), enums));
        }
    }

    private static JsonObject readClosedSchema(String command) {
        JsonObject schema = readSchema();
        schema.remove("anyOf");
        schema.addProperty("$ref", "#/$defs/" + command);
        closeObjects(schema);
        return schema;
    }

    private static JsonObject readSchema() {
        try {
            return JsonParser.parseString(Files.readString(FILE)).getAsJsonObject();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void closeObjects(JsonElement element) {
        if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(JsonOutputSchema::closeObjects);
        }
        if (element.isJsonObject()) {
            JsonObject object = element.getAsJsonObject();
            if (object.has("properties")) {
                object.addProperty("additionalProperties", false);
            }
            object.entrySet().forEach(member -> closeObjects(member.getValue()));
        }
    }
}
