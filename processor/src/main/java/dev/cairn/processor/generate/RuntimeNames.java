package dev.cairn.processor.generate;

import com.palantir.javapoet.ClassName;
import java.util.regex.Pattern;

/** Classes that generated code uses. They are known by their names, for the runtime is no part of the processor. */
final class RuntimeNames {
    static final ClassName DECLARED = schema("Declared");
    static final ClassName DESCRIPTOR = schema("Descriptor");
    static final ClassName RECORDED_MIGRATION = schema("RecordedMigration");
    static final ClassName RECORDED_MIGRATION_BUILDER = schema("RecordedMigrationBuilder");
    static final ClassName ROW = schema("Row");
    static final ClassName ROW_SINK = schema("RowSink");
    static final ClassName SCHEMA_DESCRIPTOR = schema("SchemaDescriptor");
    static final ClassName STRING = ClassName.get("java.lang", "String");
    static final ClassName VALUE_TYPE = schema("ValueType");

    /** Of classes that generated sources may import. */
    private static final Pattern IMPORTED = Pattern.compile(
            ".*(Column|Descriptor)|Declared|Generated|Override|Row|RowSink|String|SuppressWarnings|ValueType");

    private RuntimeNames() {}

    /** Whether a class by that name would be taken for one of those. */
    static boolean isTaken(String simpleName) {
        return IMPORTED.matcher(simpleName).matches();
    }

    static ClassName schema(String name) {
        return ClassName.get("dev.cairn.schema", name);
    }
}
