package dev.cairn.processor.generate;

import com.palantir.javapoet.ClassName;

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

    private RuntimeNames() {}

    static ClassName schema(String name) {
        return ClassName.get("dev.cairn.schema", name);
    }
}
